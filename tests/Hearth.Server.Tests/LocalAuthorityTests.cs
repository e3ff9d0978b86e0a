using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hearth.Server.Https;

namespace Hearth.Server.Tests;

public sealed class LocalAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly LanNames Laptop = new(
        "laptop", [IPAddress.Parse("192.168.1.5"), IPAddress.Parse("fd00::5")], [IPNetwork.Parse("192.168.1.0/24")]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-authority-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void AuthorityIsMadeOnceAndKept()
    {
        LocalAuthority first = Open(Laptop);

        Assert.Equal(first.Certificate, Open(Laptop with { HostName = "renamed" }).Certificate);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(first.Certificate);
        Assert.False(certificate.HasPrivateKey);
        Assert.Equal(Now.AddYears(10).AddDays(-1), new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero));
        Assert.Equal("ECC", certificate.PublicKey.Oid.FriendlyName);
    }

    [Fact]
    public async Task ServersThatStartTogetherAgreeOnOneAuthority()
    {
        byte[][] made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open(Laptop).Certificate)));

        Assert.Single(made.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public void KeyIsForItsOwnerOnly()
    {
        Open(Laptop);

        FileInfo file = Assert.Single(_folder.GetFiles());
        Assert.Equal("https-authority.pem", file.Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
    }

    [Fact]
    public void DamagedAuthorityIsNamedAndNotReplaced()
    {
        string path = Path.Combine(_folder.FullName, "https-authority.pem");
        File.WriteAllText(path, "nothing of the kind");

        IOException e = Assert.Throws<IOException>(() => Open(Laptop));

        Assert.Contains("https-authority.pem is not an authority", e.Message, StringComparison.Ordinal);
        Assert.Equal("nothing of the kind", File.ReadAllText(path));
    }

    [Fact]
    public void AuthorityAtItsEndIsReplacedAndTheOldOneKept()
    {
        byte[] first = Open(Laptop).Certificate;

        byte[] next = LocalAuthority.Open(_folder.FullName, Laptop, Now.AddYears(10).AddDays(-20)).Certificate;

        Assert.NotEqual(first, next);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "https-authority.pem.old")));
    }

    [Fact]
    public void CertificateIsForEverythingTheMachineIsCalled()
    {
        CertificateChain chain = Open(Laptop).Issue(Laptop, Now);

        X509SubjectAlternativeNameExtension names = Assert.Single(chain.Leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal(["localhost", "laptop", "laptop.local"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1", "192.168.1.5", "fd00::5"], names.EnumerateIPAddresses().Select(static address => address.ToString()));
        Assert.Equal(TimeSpan.FromDays(397), chain.Leaf.NotAfter - chain.Leaf.NotBefore);
        Assert.True(chain.Leaf.HasPrivateKey);
        Assert.Empty(chain.Intermediates);
    }

    [Fact]
    public void AuthorityVouchesForItsOwnNetworksAndNothingElse()
    {
        var elsewhere = new LanNames("laptop", [IPAddress.Parse("198.51.100.7")], [IPNetwork.Parse("198.51.100.0/24")]);
        LocalAuthority authority = Open(elsewhere);

        Assert.True(authority.Permits(IPAddress.Parse("198.51.100.9")));
        Assert.False(authority.Permits(IPAddress.Parse("203.0.113.1")));

        LanNames moved = new("example.org", [IPAddress.Parse("203.0.113.1"), IPAddress.Parse("10.0.0.3")], []);
        X509SubjectAlternativeNameExtension names =
            Assert.Single(authority.Issue(moved, Now).Leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
        Assert.Equal(["localhost", "example.local"], names.EnumerateDnsNames());
        Assert.Equal(["127.0.0.1", "::1", "10.0.0.3"], names.EnumerateIPAddresses().Select(static address => address.ToString()));
    }

    [Fact]
    public void OnlyTheAuthorityThatIssuedACertificateVouchesForIt()
    {
        LocalAuthority authority = Open(Laptop);
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(authority.Certificate);

        Assert.True(IsTrusted(authority.Issue(Laptop, Now).Leaf, root));

        LocalAuthority other = LocalAuthority.Open(_folder.CreateSubdirectory("other").FullName, Laptop, Now);
        using X509Certificate2 stranger = X509CertificateLoader.LoadCertificate(other.Certificate);
        Assert.False(IsTrusted(authority.Issue(Laptop, Now).Leaf, stranger));
    }

    [Fact]
    public void CertificateIsRenewedWhenNamesChangeOrItsEndIsNear()
    {
        LanNames names = Laptop;
        var certificates = new LocalCertificates(Open(Laptop), () => names);

        Assert.NotNull(certificates.Renew(Now));
        Assert.Null(certificates.Renew(Now.AddDays(300)));
        names = Laptop with { Addresses = [.. Laptop.Addresses.Reverse()] };
        Assert.Null(certificates.Renew(Now));
        names = Laptop with { Addresses = [IPAddress.Parse("192.168.1.77")] };
        Assert.True(certificates.Renew(Now)!.Leaf.MatchesHostname("192.168.1.77"));
        names = names with { HostName = "renamed" };
        Assert.True(certificates.Renew(Now)!.Leaf.MatchesHostname("renamed.local"));
        Assert.NotNull(certificates.Renew(Now.AddDays(370)));
        Assert.Null(certificates.Renew(Now.AddDays(371)));
    }

    private LocalAuthority Open(LanNames names) => LocalAuthority.Open(_folder.FullName, names, Now);

    private static bool IsTrusted(X509Certificate2 leaf, X509Certificate2 root)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        return chain.Build(leaf);
    }
}
