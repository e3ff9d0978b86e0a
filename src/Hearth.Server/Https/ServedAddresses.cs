using System.Net;

namespace Hearth.Server.Https;

/// <summary>Addresses the server listens at, as people write them.</summary>
internal static class ServedAddresses
{
    /// <summary>The port of the first https address; null when there is none.</summary>
    public static int? HttpsPort(IEnumerable<string> urls) =>
        urls.FirstOrDefault(static url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) is { } url
            ? BindingAddress.Parse(url).Port
            : null;

    /// <summary>All addresses at once are no address to open: this computer calls itself <c>localhost</c>.</summary>
    public static string ForThisComputer(string url) =>
        url.Contains("//[::]:", StringComparison.Ordinal) ? With(url, "localhost") : url;

    /// <summary>The same listener under another name.</summary>
    public static string With(string url, string host)
    {
        BindingAddress address = BindingAddress.Parse(url);
        return $"{address.Scheme}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{address.Port}";
    }

    /// <summary>Whether a listener answers on an address of this machine.</summary>
    public static bool Serves(string url, IPAddress address) =>
        IsEverywhere(url) || (IPAddress.TryParse(BindingAddress.Parse(url).Host.Trim('[', ']'), out IPAddress? own) && own.Equals(address));

    /// <summary>As Kestrel has it: what is neither <c>localhost</c> nor an address means all addresses.</summary>
    private static bool IsEverywhere(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);
        return !address.IsUnixPipe
            && !address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && (!IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? own)
                || own.Equals(IPAddress.Any) || own.Equals(IPAddress.IPv6Any));
    }
}
