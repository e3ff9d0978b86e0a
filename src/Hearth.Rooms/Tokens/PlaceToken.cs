using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Hearth.Contracts.Signaling;
using Hearth.Rooms.Identity;

namespace Hearth.Rooms.Tokens;

/// <summary>
/// Names one place, and holds all that is needed to make it again after a restart.
/// <paramref name="Run"/> is the server run that issued it: a place that this very run no longer knows was
/// given up; one of an earlier run was only forgotten. <paramref name="Serial"/> tells a place's tokens apart.
/// </summary>
public sealed record PlaceToken(
    ulong Run,
    ulong Serial,
    DateTimeOffset IssuedAt,
    RoomId Room,
    Verifier? Verifier,
    string MemberId,
    string Name,
    Device Device,
    string? Identity = null,
    bool IsOwner = false)
{
    /// <summary>
    /// <code>
    /// version 1 | run 8 | serial 8 | issued, Unix seconds 8 | member id 16 | device 1 | flags 1
    /// | length 1, room | length 1, name in UTF-8 | verifier 32, in keyed rooms only | identity 32, where flagged
    /// </code>
    /// Numbers are big-endian. Flags: 1 owner, 2 identity.
    /// </summary>
    private const byte Version = 2;

    private const byte OwnerFlag = 1;
    private const byte IdentityFlag = 2;
    private const int IdentitySize = 32;
    private const int FixedSize = 1 + 8 + 8 + 8 + Rooms.Identity.MemberId.Size + 1 + 1;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    internal byte[] ToBytes()
    {
        byte[] name = StrictUtf8.GetBytes(Name);
        byte[] identity = Identity is null ? [] : Base64Url.DecodeFromChars(Identity);
        byte[] bytes = new byte[
            FixedSize + 1 + Room.Value.Length + 1 + name.Length + (Verifier?.Span.Length ?? 0) + identity.Length];
        Span<byte> rest = bytes;
        rest[0] = Version;
        BinaryPrimitives.WriteUInt64BigEndian(rest[1..], Run);
        BinaryPrimitives.WriteUInt64BigEndian(rest[9..], Serial);
        BinaryPrimitives.WriteInt64BigEndian(rest[17..], IssuedAt.ToUnixTimeSeconds());
        Rooms.Identity.MemberId.ToBytes(MemberId).CopyTo(rest[25..]);
        rest[41] = (byte)Device;
        rest[42] = (byte)((IsOwner ? OwnerFlag : 0) | (identity.Length > 0 ? IdentityFlag : 0));
        rest = rest[FixedSize..];
        rest[0] = (byte)Room.Value.Length;
        Encoding.ASCII.GetBytes(Room.Value, rest[1..]);
        rest = rest[(1 + Room.Value.Length)..];
        rest[0] = checked((byte)name.Length);
        name.CopyTo(rest[1..]);
        rest = rest[(1 + name.Length)..];
        Verifier?.Span.CopyTo(rest);
        identity.CopyTo(rest[(Verifier?.Span.Length ?? 0)..]);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote. The caller has checked the MAC, so anything else is from another version.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out PlaceToken? token)
    {
        token = null;
        if (bytes.Length < FixedSize + 2 || bytes[0] != Version || !Enum.IsDefined((Device)bytes[41]))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = bytes[FixedSize..];
        if (!TryTake(ref rest, out ReadOnlySpan<byte> room)
            || !TryTake(ref rest, out ReadOnlySpan<byte> name)
            || !RoomId.TryParse(Encoding.ASCII.GetString(room), out RoomId id)
            || !TryTake(ref rest, id.Kind == RoomKind.Keyed ? Rooms.Identity.Verifier.Size : 0, out ReadOnlySpan<byte> verifier)
            || !TryTake(ref rest, (bytes[42] & IdentityFlag) == 0 ? 0 : IdentitySize, out ReadOnlySpan<byte> identity)
            || !rest.IsEmpty)
        {
            return false;
        }

        token = new PlaceToken(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[9..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes[17..])),
            id,
            verifier.IsEmpty ? null : Rooms.Identity.Verifier.From(verifier),
            Rooms.Identity.MemberId.ToText(bytes.Slice(25, Rooms.Identity.MemberId.Size)),
            StrictUtf8.GetString(name),
            (Device)bytes[41],
            identity.IsEmpty ? null : Base64Url.EncodeToString(identity),
            (bytes[42] & OwnerFlag) != 0);
        return true;
    }

    /// <summary>A part preceded by its length.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> part)
    {
        part = default;
        return TryTake(ref rest, 1, out ReadOnlySpan<byte> length) && TryTake(ref rest, length[0], out part);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int length, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (rest.Length < length)
        {
            return false;
        }

        part = rest[..length];
        rest = rest[length..];
        return true;
    }
}
