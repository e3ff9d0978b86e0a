using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hearth.Server.Hosting;
using Hearth.Server.Options;

namespace Hearth.Server.Https;

/// <summary>
/// The operator's own certificate, from files. Read again when they have changed; until they can be used, what was
/// served before is served on.
/// </summary>
internal sealed class OwnCertificates(HttpsOptions options) : ICertificateSource
{
    private const string Key = "Hearth:Https";

    /// <summary>What was last tried, and what was last seen: files that are still being written are left alone.</summary>
    private string _tried = "";
    private string _seen = "";

    public TimeSpan Interval => TimeSpan.FromSeconds(2);

    public CertificateChain? Renew(DateTimeOffset now)
    {
        string before = _seen;
        _seen = Fingerprint();
        if (_seen == _tried || _seen != before)
        {
            return null;
        }

        return Load();
    }

    /// <summary>The certificate as the files are now.</summary>
    /// <exception cref="StartFailure">They cannot be used; the message names the setting.</exception>
    public CertificateChain Load()
    {
        _tried = _seen = Fingerprint();
        byte[] file = Read("CertificatePath", options.CertificatePath);
        string? password = options.PasswordFile.Length == 0 ? null : FirstLine(Read("PasswordFile", options.PasswordFile));
        string text = Encoding.Latin1.GetString(file);
        return text.Contains("-----BEGIN ", StringComparison.Ordinal) ? FromPem(text, password) : FromPkcs12(file, password);
    }

    private CertificateChain FromPem(string certificates, string? password)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(certificates);
        }
        catch (CryptographicException)
        {
            all.Clear();
        }

        if (all.Count == 0)
        {
            throw Problem("CertificatePath", options.CertificatePath, "which holds no certificate. It is a PEM file that begins with the server's own, or a PKCS #12 file.");
        }

        bool isApart = options.KeyPath.Length > 0;
        string key = isApart ? Encoding.Latin1.GetString(Read("KeyPath", options.KeyPath)) : certificates;
        try
        {
            X509Certificate2 leaf = password is null
                ? X509Certificate2.CreateFromPem(certificates, key)
                : X509Certificate2.CreateFromEncryptedPem(certificates, key, password);
            all.RemoveAt(0);
            return new CertificateChain(leaf, all);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw isApart
                ? Problem("KeyPath", options.KeyPath, $"which is not the key of {options.CertificatePath}, or does not open{With(password)}.")
                : Problem("CertificatePath", options.CertificatePath, $"which holds no key of its certificate that opens{With(password)}. Name the key's file in {Key}:KeyPath.");
        }
    }

    private CertificateChain FromPkcs12(byte[] file, string? password)
    {
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(file, password);
        }
        catch (CryptographicException)
        {
            throw Problem("CertificatePath", options.CertificatePath, $"which is no PEM file, and as PKCS #12 does not open{With(password)}.");
        }

        X509Certificate2 leaf = all.FirstOrDefault(static certificate => certificate.HasPrivateKey)
            ?? throw Problem("CertificatePath", options.CertificatePath, "which holds no key.");
        all.Remove(leaf);
        return new CertificateChain(leaf, all);
    }

    private string With(string? password) => password is null
        ? $" without a password. If it has one, name its file in {Key}:PasswordFile"
        : $" with the password in {options.PasswordFile}";

    private static string FirstLine(byte[] file) => Encoding.UTF8.GetString(file).Split('\n')[0].TrimEnd('\r');

    private static StartFailure Problem(string key, string path, string rest) => new($"{Key}:{key} is {path}, {rest}");

    private static byte[] Read(string key, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(key, path, $"which cannot be read: {e.Message}");
        }
    }

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] paths = [options.CertificatePath, options.KeyPath, options.PasswordFile];
        foreach (string path in paths.Where(static path => path.Length > 0))
        {
            try
            {
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                hash.AppendData([0]);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
