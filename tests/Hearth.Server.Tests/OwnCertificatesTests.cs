using System.Security.Cryptography;
using Hearth.Server.Hosting;
using Hearth.Server.Https;
using Hearth.Server.Options;

namespace Hearth.Server.Tests;

public sealed class OwnCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-own-");
    private readonly OwnFiles _files;

    public OwnCertificatesTests() => _files = new OwnFiles(_folder);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void PemWithKeyAndIntermediates()
    {
        _files.WritePem("one.test", withIntermediate: true);

        CertificateChain chain = new OwnCertificates(_files.Pem).Load();

        Assert.True(chain.Leaf.HasPrivateKey);
        Assert.True(chain.Leaf.MatchesHostname("one.test"));
        Assert.Equal("CN=Intermediate", Assert.Single(chain.Intermediates).Subject);
    }

    [Fact]
    public void PemWithItsKeyInTheSameFile()
    {
        _files.WritePem("one.test");
        File.AppendAllText(_files.Pem.CertificatePath, File.ReadAllText(_files.Pem.KeyPath));

        Assert.True(new OwnCertificates(new HttpsOptions { CertificatePath = _files.Pem.CertificatePath }).Load().Leaf.HasPrivateKey);
    }

    [Fact]
    public void Pkcs12WithAPasswordFromAFile()
    {
        HttpsOptions options = _files.WritePkcs12("one.test", "a good secret");

        Assert.True(new OwnCertificates(options).Load().Leaf.HasPrivateKey);

        File.WriteAllText(options.PasswordFile, "another\n");
        StartFailure e = Assert.Throws<StartFailure>(() => new OwnCertificates(options).Load());
        Assert.Contains("does not open with the password in ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeUsedIsNamedByItsSetting()
    {
        _files.WritePem("one.test");
        HttpsOptions right = _files.Pem;
        string other = Path.Combine(_folder.FullName, "other.key");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            File.WriteAllText(other, key.ExportPkcs8PrivateKeyPem());
        }

        Assert.StartsWith(
            "Hearth:Https:CertificatePath is /nowhere, which cannot be read: ",
            Refused(new HttpsOptions { CertificatePath = "/nowhere" }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"Hearth:Https:CertificatePath is {other}, which holds no certificate.",
            Refused(new HttpsOptions { CertificatePath = other }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"Hearth:Https:KeyPath is {other}, which is not the key of {right.CertificatePath}",
            Refused(new HttpsOptions { CertificatePath = right.CertificatePath, KeyPath = other }),
            StringComparison.Ordinal);
        Assert.Contains(
            "Name the key's file in Hearth:Https:KeyPath.",
            Refused(new HttpsOptions { CertificatePath = right.CertificatePath }),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Hearth:Https:PasswordFile is /nowhere, which cannot be read: ",
            Refused(new HttpsOptions { CertificatePath = right.CertificatePath, KeyPath = right.KeyPath, PasswordFile = "/nowhere" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedFilesAreReadOnceTheyRest()
    {
        _files.WritePem("one.test");
        var own = new OwnCertificates(_files.Pem);
        own.Load();
        Assert.Null(own.Renew(Now));

        _files.WritePem("two.test");

        Assert.Null(own.Renew(Now));
        Assert.True(own.Renew(Now)!.Leaf.MatchesHostname("two.test"));
        Assert.Null(own.Renew(Now));
    }

    [Fact]
    public void BrokenFileIsSaidOnceAndTheNextGoodOneIsTaken()
    {
        _files.WritePem("one.test");
        var own = new OwnCertificates(_files.Pem);
        own.Load();

        File.WriteAllText(_files.Pem.CertificatePath, "half a cert");
        Assert.Null(own.Renew(Now));
        Assert.Throws<StartFailure>(() => own.Renew(Now));
        Assert.Null(own.Renew(Now));
        _files.WritePem("two.test");
        Assert.Null(own.Renew(Now));

        Assert.True(own.Renew(Now)!.Leaf.MatchesHostname("two.test"));
    }

    private static string Refused(HttpsOptions options) =>
        Assert.Throws<StartFailure>(() => new OwnCertificates(options).Load()).Message;
}
