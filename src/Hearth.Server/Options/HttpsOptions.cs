namespace Hearth.Server.Options;

/// <summary>The section <c>Hearth:Https</c>. <c>--https</c> is short for <c>Hearth:Https:Enabled</c>.</summary>
internal sealed class HttpsOptions
{
    /// <summary>Serves https too, with a certificate of the server's own authority or with one given by path.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where https is served, on all addresses; 0 takes a free one. Not used when an address set names https.</summary>
    public int Port { get; set; } = 8443;

    /// <summary>One's own certificate: PEM with its intermediates, or PKCS #12. Empty: the server makes its own.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>Its key, PEM; empty when it is in the same file.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>A file whose first line opens the key or the PKCS #12 file.</summary>
    public string PasswordFile { get; set; } = "";
}
