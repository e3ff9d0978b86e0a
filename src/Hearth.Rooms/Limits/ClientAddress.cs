using System.Net;

namespace Hearth.Rooms.Limits;

/// <summary>
/// Who limits count: one IPv4 address, or one IPv6 /64, which is what a single household or server gets and can
/// draw addresses from at will.
/// </summary>
public readonly record struct ClientAddress(UInt128 Prefix)
{
    private const int Ipv6HostBits = 64;

    /// <summary>IPv4, also when it comes mapped into IPv6, stays below this prefix (RFC 4291 §2.5.5.2).</summary>
    private static readonly UInt128 MappedIpv4 = (UInt128)0xFFFF << 32;

    /// <param name="address">Null where the transport has none: all such clients count as one.</param>
    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        UInt128 value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        bool isIpv4 = value >> 32 == MappedIpv4 >> 32;
        return new ClientAddress(isIpv4 ? value : value >> Ipv6HostBits << Ipv6HostBits);
    }
}
