using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Server.Hosting;
using Hearth.Server.Https;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Tests;

/// <summary>Https over real sockets, with clients that trust what a phone would be given and nothing else.</summary>
public sealed class HttpsTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-https-");
    private WebApplication? _app;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task ClientThatTrustsTheAuthorityComesIn(string host)
    {
        await StartAsync();
        using HttpClient client = TrustingClient(await AuthorityAsync());

        Assert.Equal("ok", await client.GetStringAsync(new Uri($"https://{host}:{Port}/healthz"), Cancellation));
    }

    [Fact]
    public async Task ClientAtTheAddressInTheNetworkComesIn()
    {
        await StartAsync();
        IPAddress? address = LanNames.Read().Addresses.FirstOrDefault(static own => own.AddressFamily == AddressFamily.InterNetwork);
        using HttpClient client = TrustingClient(await AuthorityAsync());

        Assert.NotNull(address);
        Assert.Equal("ok", await client.GetStringAsync(new Uri($"https://{address}:{Port}/healthz"), Cancellation));
    }

    [Fact]
    public async Task ClientThatDoesNotTrustItStaysOutside()
    {
        await StartAsync();
        using var client = new HttpClient();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"https://localhost:{Port}/healthz"), Cancellation));
    }

    [Fact]
    public async Task PageIsToldWhereTheSecureAddressIs()
    {
        await StartAsync();

        SecureAddress address = await SecureAddressAsync();

        Assert.Equal(Port, address.Port);
        Assert.Equal("/trust/hearth-ca.crt", address.Authority);
        Assert.Equal(_app!.Services.GetRequiredService<ICertificateSource>() is LocalCertificates local ? local.Authority.Fingerprint : "", address.Fingerprint);
    }

    [Fact]
    public async Task WithoutHttpsThereIsNoAddressAndNothingToTrust()
    {
        await using TestServer server = await TestServer.StartAsync();

        Assert.Equal("{}", await server.Http.GetStringAsync(new Uri("/api/secure-address", UriKind.Relative), Cancellation));
        using HttpResponseMessage authority = await server.Http.GetAsync(new Uri("/trust/hearth-ca.crt", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, authority.StatusCode);
    }

    [Fact]
    public async Task AuthorityIsHandedOutWithoutItsKey()
    {
        await StartAsync();
        using var http = new HttpClient { BaseAddress = Http };

        using HttpResponseMessage response = await http.GetAsync(new Uri("/trust/hearth-ca.crt", UriKind.Relative), Cancellation);

        Assert.Equal("application/x-x509-ca-cert", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        byte[] given = await response.Content.ReadAsByteArrayAsync(Cancellation);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(given);
        Assert.Equal(certificate.RawData, given);
        foreach (string path in (string[])["/trust/https-authority.pem", "/trust/hearth-ca.key", "/https-authority.pem", "/trust/../https-authority.pem"])
        {
            using HttpResponseMessage other = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }
    }

    [Fact]
    public async Task NewCertificateIsServedToTheNextConnectionAndOpenOnesStay()
    {
        await StartAsync();
        using HttpClient early = TrustingClient(await AuthorityAsync());
        await early.GetStringAsync(new Uri($"https://localhost:{Port}/healthz"), Cancellation);
        string before = await ServedAsync();
        var local = (LocalCertificates)_app!.Services.GetRequiredService<ICertificateSource>();
        LanNames moved = new("moved", [IPAddress.Parse("10.9.0.7")], []);

        _app.Services.GetRequiredService<ServedCertificate>().Use(local.Authority.Issue(moved, TimeProvider.System.GetUtcNow()));

        Assert.NotEqual(before, await ServedAsync());
        Assert.Equal("ok", await early.GetStringAsync(new Uri($"https://localhost:{Port}/healthz"), Cancellation));
    }

    [Fact]
    public async Task OwnCertificateIsServedAndReadAgainWhenItsFilesChange()
    {
        var files = new OwnFiles(_folder);
        using X509Certificate2 one = files.WritePem("localhost", withIntermediate: true);
        await StartAsync($"--Hearth:Https:CertificatePath={files.Pem.CertificatePath}", $"--Hearth:Https:KeyPath={files.Pem.KeyPath}");
        Assert.Equal(one.Thumbprint, await ServedAsync());
        Assert.Null((await SecureAddressAsync()).Authority);

        File.WriteAllText(files.Pem.CertificatePath, "half a cert");
        using X509Certificate2 two = files.WritePem("localhost");

        await Eventually.IsTrueAsync(async () => await ServedAsync() == two.Thumbprint);
    }

    [Fact]
    public void OwnCertificateThatCannotBeUsedEndsTheStart()
    {
        StartFailure e = Assert.Throws<StartFailure>(() => Build("--Hearth:Https:CertificatePath=/nowhere"));

        Assert.StartsWith("Hearth:Https:CertificatePath is /nowhere, which cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndpointsOfKestrelAndHttpsExcludeEachOther()
    {
        StartFailure e = Assert.Throws<StartFailure>(() => Build("--Kestrel:Endpoints:One:Url=http://127.0.0.1:0"));

        Assert.Contains("Kestrel:Endpoints", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SwitchIsShortForTheSetting() =>
        Assert.Equal(["--Hearth:Https:Enabled=true", "--urls", "x"], HttpsSetup.Expand(["--https", "--urls", "x"]));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri Http => new(_app!.Urls.First(static url => url.StartsWith("http:", StringComparison.Ordinal)));

    private int Port => new Uri(_app!.Urls.First(static url => url.StartsWith("https:", StringComparison.Ordinal))).Port;

    private WebApplication Build(params string[] args) => ServerApplication.Build(
    [
        "--urls", "http://127.0.0.1:0",
        $"--Hearth:DataDirectory={_folder.FullName}/data",
        "--Hearth:Https:Enabled=true",
        "--Hearth:Https:Port=0",
        .. args,
    ]);

    private async Task StartAsync(params string[] args)
    {
        _app = Build(args);
        await _app.StartAsync(Cancellation);
    }

    private async Task<SecureAddress> SecureAddressAsync()
    {
        using var http = new HttpClient { BaseAddress = Http };
        byte[] answer = await http.GetByteArrayAsync(new Uri("/api/secure-address", UriKind.Relative), Cancellation);
        return JsonSerializer.Deserialize(answer, ContractsJson.Default.SecureAddress)!;
    }

    private async Task<X509Certificate2> AuthorityAsync()
    {
        using var http = new HttpClient { BaseAddress = Http };
        return X509CertificateLoader.LoadCertificate(
            await http.GetByteArrayAsync(new Uri("/trust/hearth-ca.crt", UriKind.Relative), Cancellation));
    }

    /// <summary>The thumbprint of the certificate that a new connection is shown.</summary>
    private async Task<string> ServedAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, Cancellation);
        await using var tls = new SslStream(client.GetStream());
        string shown = "";
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = certificate!.GetCertHashString();
                    return shown.Length > 0;
                },
            },
            Cancellation);
        return shown;
    }

    private static HttpClient TrustingClient(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(authority);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }, disposeHandler: true);
    }
}
