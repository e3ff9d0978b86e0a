using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;

namespace Hearth.Server.Https;

/// <summary>
/// What the local authority may vouch for (RFC 5280 §4.2.1.10): this machine's name, names under <c>.local</c>, private
/// addresses, and the networks the machine is in. Whoever steals its key can pretend to be nothing else.
/// </summary>
internal sealed class NameConstraints
{
    private const string Oid = "2.5.29.30";

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    private static readonly Asn1Tag PermittedSubtrees = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    private readonly string[] _names;
    private readonly IPNetwork[] _networks;

    /// <param name="names">Of the machine the authority is made on.</param>
    public NameConstraints(LanNames names)
        : this(
            names.HostName.Length == 0 ? ["localhost", "local"] : [.. ((string[])["localhost", "local", names.Label, names.HostName]).Distinct()],
            [.. Private, .. names.Networks.Where(static network => !Private.Any(own => own.Contains(network.BaseAddress)))])
    {
    }

    private NameConstraints(string[] names, IPNetwork[] networks)
    {
        _names = names;
        _networks = networks;
    }

    /// <summary>What an authority that was made earlier permits.</summary>
    /// <exception cref="AsnContentException">The extension cannot be read.</exception>
    public static NameConstraints Of(X509Certificate2 authority)
    {
        X509Extension? extension = authority.Extensions.FirstOrDefault(extension => extension.Oid?.Value == Oid);
        var names = new List<string>();
        var networks = new List<IPNetwork>();
        AsnReader? subtrees = extension is null
            ? null
            : new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence(PermittedSubtrees);
        while (subtrees is { HasData: true })
        {
            AsnReader subtree = subtrees.ReadSequence();
            if (subtree.PeekTag().HasSameClassAndValue(DnsName))
            {
                names.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, DnsName));
            }
            else if (subtree.PeekTag().HasSameClassAndValue(Address))
            {
                networks.Add(NetworkOf(subtree.ReadOctetString(Address)));
            }
        }

        return new NameConstraints([.. names], [.. networks]);
    }

    public bool Permits(IPAddress address) => _networks.Any(network => network.Contains(address));

    public bool Permits(string dnsName) => _names.Any(name =>
        dnsName.Equals(name, StringComparison.OrdinalIgnoreCase)
        || dnsName.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));

    public X509Extension ToExtension()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(PermittedSubtrees))
        {
            foreach (string name in _names)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsName);
                }
            }

            foreach (IPNetwork network in _networks)
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString([.. network.BaseAddress.GetAddressBytes(), .. Mask(network)], Address);
                }
            }
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    /// <summary>Address and mask, one after the other.</summary>
    private static IPNetwork NetworkOf(byte[] addressAndMask)
    {
        int half = addressAndMask.Length / 2;
        int length = addressAndMask.AsSpan(half).ToArray().Sum(static part => BitOperations.PopCount(part));
        return new IPNetwork(new IPAddress(addressAndMask.AsSpan(0, half)), length);
    }

    private static byte[] Mask(IPNetwork network)
    {
        byte[] mask = new byte[network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 4 : 16];
        for (int bit = 0; bit < network.PrefixLength; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return mask;
    }
}
