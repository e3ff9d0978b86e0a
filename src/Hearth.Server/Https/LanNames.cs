using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Hearth.Server.Https;

/// <summary>What this machine is called, and its addresses, the likeliest to be reached from a phone first.</summary>
/// <param name="Networks">Those that the addresses are in.</param>
internal sealed record LanNames(string HostName, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>A network is taken to be no larger than this: what one machine's authority may vouch for is small.</summary>
    private const int ShortestPrefix = 16;
    private const int ShortestPrefix6 = 64;

    private const int LongestLabel = 63;

    /// <summary>As things are now.</summary>
    public static LanNames Read()
    {
        UnicastIPAddressInformation[] found = ReadAddresses();
        return new LanNames(
            ReadHostName(), [.. found.Select(static own => own.Address)], [.. found.Select(NetworkOf).Distinct()]);
    }

    /// <summary>The first part of the host's name, as it is known in the network; empty when it cannot be a name there.</summary>
    public string Label => HostName.Split('.')[0];

    public bool Equals(LanNames? other) =>
        other is not null && HostName == other.HostName && Addresses.ToHashSet().SetEquals(other.Addresses);

    public override int GetHashCode() => HostName.GetHashCode(StringComparison.Ordinal);

    private static string ReadHostName()
    {
        string name = Dns.GetHostName().ToLowerInvariant().TrimEnd('.');
        return name.Length <= 253 && name.Split('.').All(IsLabel) && name != "localhost" ? name : "";
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static UnicastIPAddressInformation[] ReadAddresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .Where(network => network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .Select(network => network.GetIPProperties())
                .OrderByDescending(network => network.GatewayAddresses.Count > 0)
                .SelectMany(network => network.UnicastAddresses)
                .Where(own => !IPAddress.IsLoopback(own.Address) && !own.Address.IsIPv6LinkLocal)
                .OrderBy(own => own.Address.AddressFamily != AddressFamily.InterNetwork)];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private static IPNetwork NetworkOf(UnicastIPAddressInformation own)
    {
        byte[] address = own.Address.GetAddressBytes();
        int shortest = own.Address.AddressFamily == AddressFamily.InterNetwork ? ShortestPrefix : ShortestPrefix6;
        int length = Math.Clamp(own.PrefixLength, shortest, address.Length * 8);
        for (int bit = length; bit < address.Length * 8; bit++)
        {
            address[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(address), length);
    }
}
