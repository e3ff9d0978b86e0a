using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Server.Options;

namespace Hearth.Server.Tests;

/// <summary>An operator's own certificates, as files.</summary>
internal sealed class OwnFiles(DirectoryInfo folder)
{
    public HttpsOptions Pem { get; } = new()
    {
        CertificatePath = Path.Combine(folder.FullName, "own.pem"),
        KeyPath = Path.Combine(folder.FullName, "own.key"),
    };

    /// <summary>Writes certificate and key for one name, in the place of those before.</summary>
    /// <returns>The certificate.</returns>
    public X509Certificate2 WritePem(string name, bool withIntermediate = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 certificate = SelfSigned(name, key);
        string others = "";
        if (withIntermediate)
        {
            using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 other = SelfSigned("Intermediate", otherKey);
            others = "\n" + other.ExportCertificatePem();
        }

        File.WriteAllText(Pem.CertificatePath, certificate.ExportCertificatePem() + others + "\n");
        File.WriteAllText(Pem.KeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
        return certificate;
    }

    public HttpsOptions WritePkcs12(string name, string password)
    {
        var options = new HttpsOptions
        {
            CertificatePath = Path.Combine(folder.FullName, "own.pfx"),
            PasswordFile = Path.Combine(folder.FullName, "password"),
        };
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = SelfSigned(name, key);
        File.WriteAllBytes(options.CertificatePath, certificate.Export(X509ContentType.Pkcs12, password));
        File.WriteAllText(options.PasswordFile, password + "\n");
        return options;
    }

    private static X509Certificate2 SelfSigned(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
