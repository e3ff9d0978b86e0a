namespace Hearth.Server.Https;

/// <summary>Where the served certificate comes from: the local authority, or files.</summary>
internal interface ICertificateSource
{
    /// <summary>How often it wants to be asked.</summary>
    TimeSpan Interval { get; }

    /// <summary>The certificate to serve from now on; null: what is served now is still right.</summary>
    /// <exception cref="Hosting.StartFailure">There is a new one that cannot be used; the message names the setting.</exception>
    CertificateChain? Renew(DateTimeOffset now);
}
