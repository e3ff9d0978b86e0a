using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Server.Signaling;

/// <summary>
/// Which pages may speak to this server: those it serves itself, and those that <c>Hearth:AllowedOrigins</c> lists.
/// What is no browser sends no origin, and has no user to be tricked.
/// </summary>
internal sealed class OriginPolicy(IEnumerable<string> allowed)
{
    private const int LongestPrinted = 100;

    public static readonly RequestRefusal Refusal = new(
        ErrorCodes.OriginRefused,
        "Pages of that origin may not use this server. Whoever runs it can add the origin to Hearth:AllowedOrigins.");

    private readonly HashSet<string> _allowed = new(
        allowed.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public bool Allows(string? origin, HostString host) =>
        string.IsNullOrEmpty(origin) || IsOwn(origin, host) || _allowed.Contains(origin);

    /// <summary>An origin as it may stand in a log: short, and without what a terminal would obey.</summary>
    public static string Printable(string origin) =>
        new([.. origin.Take(LongestPrinted).Where(c => c is > ' ' and < '\x7f')]);

    /// <summary>The scheme is not compared: behind a proxy that ends TLS the server does not know its own.</summary>
    private static bool IsOwn(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        int port = host.Port ?? (uri.Scheme == "https" ? 443 : 80);
        return uri.Port == port && string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase);
    }
}
