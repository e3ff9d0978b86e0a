using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hearth.Server.Secrets;

namespace Hearth.Server.Https;

/// <summary>
/// The small authority that vouches for this server inside its own network. Made once and kept in the data directory;
/// its key never leaves there. Phones that trust it trust every certificate that it issues for this server.
/// </summary>
internal sealed class LocalAuthority
{
    public const string FileName = "https-authority.pem";

    private const int Years = 10;

    /// <summary>RFC 5280 appendix A.1, ub-common-name.</summary>
    private const int LongestCommonName = 64;

    /// <summary>Apple's and Chromium's bound for a server's certificate is 398 days.</summary>
    private const int LeafDays = 397;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Clocks of phones are not always right.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(1);

    /// <summary>An authority with less time left is replaced at start, and phones have to get to know the new one.</summary>
    private static readonly TimeSpan TooOld = TimeSpan.FromDays(30);

    private readonly X509Certificate2 _certificate;
    private readonly NameConstraints _constraints;

    private LocalAuthority(X509Certificate2 certificate)
    {
        _certificate = certificate;
        _constraints = NameConstraints.Of(certificate);
    }

    /// <summary>The certificate alone, DER: what a phone is given.</summary>
    public byte[] Certificate => _certificate.RawData;

    /// <summary>SHA-256 of the certificate, as phones show it: to compare.</summary>
    public string Fingerprint => string.Join(':', SHA256.HashData(_certificate.RawData).Select(static b => b.ToString("X2", null)));

    /// <summary>Whether it may vouch for an address of this machine; for others somebody else has to.</summary>
    public bool Permits(IPAddress address) => _constraints.Permits(address);

    /// <summary>Reads the authority from the directory, and makes it where there is none that lasts.</summary>
    /// <exception cref="IOException">The directory cannot be used, or the file holds something else.</exception>
    public static LocalAuthority Open(string directory, LanNames names, DateTimeOffset now)
    {
        LocalAuthority authority = Read(directory, names, now);
        if (authority._certificate.NotAfter.ToUniversalTime() - now.UtcDateTime > TooOld)
        {
            return authority;
        }

        string path = Path.Combine(directory, FileName);
        File.Move(path, path + ".old", overwrite: true);
        return Read(directory, names, now);
    }

    /// <summary>A certificate for everything this machine is called, as far as the authority may vouch for it.</summary>
    public CertificateChain Issue(LanNames names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        DateTimeOffset from = now - Backdated;
        DateTimeOffset until = from + TimeSpan.FromDays(LeafDays);
        if (until > _certificate.NotAfter)
        {
            until = _certificate.NotAfter;
        }

        using X509Certificate2 issued = request.Create(_certificate, from, until, Serial());
        return new CertificateChain(Usable(issued.CopyWithPrivateKey(key)), []);
    }

    private static LocalAuthority Read(string directory, LanNames names, DateTimeOffset now)
    {
        string pem = Encoding.ASCII.GetString(SecretFile.Open(directory, FileName, () => Make(names, now)));
        try
        {
            return new LocalAuthority(X509Certificate2.CreateFromPem(pem, pem));
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw new IOException(
                $"{Path.Combine(directory, FileName)} is not an authority. Restore it, or remove it: phones then have to trust a new one.");
        }
    }

    /// <summary>Certificate and key, PEM.</summary>
    private static byte[] Make(LanNames names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        string name = $"Hearth on {names.Label}";
        subject.AddCommonName(names.Label.Length == 0 ? "Hearth" : name[..Math.Min(name.Length, LongestCommonName)]);
        subject.AddOrganizationName("Hearth");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(new NameConstraints(names).ToExtension());
        DateTimeOffset from = now - Backdated;
        using X509Certificate2 certificate = request.CreateSelfSigned(from, from.AddYears(Years));
        return Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    private X509Extension AlternativeNames(LanNames names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        string[] called = ["localhost", names.HostName, names.Label, names.Label.Length == 0 ? "" : $"{names.Label}.local"];
        foreach (string name in called.Distinct().Where(name => name.Length > 0 && _constraints.Permits(name)))
        {
            alternatives.AddDnsName(name);
        }

        IPAddress[] addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. names.Addresses];
        foreach (IPAddress address in addresses.Distinct().Where(_constraints.Permits))
        {
            alternatives.AddIpAddress(address);
        }

        return alternatives.Build();
    }

    /// <summary>RFC 5280 §4.1.2.2: positive, at most 20 bytes.</summary>
    private static byte[] Serial()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    /// <summary>Windows serves no certificate whose key is in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
