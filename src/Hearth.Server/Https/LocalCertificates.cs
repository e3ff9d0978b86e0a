namespace Hearth.Server.Https;

/// <summary>
/// Certificates of the local authority for what this machine is called now: a new one when a name or an address has
/// changed, or when the last one comes to its end. Their keys live in memory only.
/// </summary>
internal sealed class LocalCertificates(LocalAuthority authority, Func<LanNames> readNames) : ICertificateSource
{
    private static readonly TimeSpan TooOld = TimeSpan.FromDays(30);

    private LanNames? _names;
    private DateTimeOffset _until;

    public TimeSpan Interval => TimeSpan.FromSeconds(30);

    public LocalAuthority Authority => authority;

    public CertificateChain? Renew(DateTimeOffset now)
    {
        LanNames names = readNames();
        if (names == _names && _until - now > TooOld)
        {
            return null;
        }

        CertificateChain chain = authority.Issue(names, now);
        _names = names;
        _until = chain.Leaf.NotAfter;
        return chain;
    }
}
