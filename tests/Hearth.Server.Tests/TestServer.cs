using Hearth.Server.Hosting;
using Hearth.Server.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Tests;

/// <summary>The server as Program composes it, on a free port of its own and with its own data directory.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private TestServer(WebApplication app, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Address = new Uri(app.Urls.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <summary>The operator's own address, when there is one.</summary>
    public Uri OperatorAddress => new(_app.Services.GetRequiredService<OperatorListener>().Address!);

    /// <summary><paramref name="settings"/>: such as <c>Rooms:Capacity=2</c>, below the section Hearth.</summary>
    public static async Task<TestServer> StartAsync(params string[] settings)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hearth-test-");
        WebApplication app = ServerApplication.Build(
        [
            "--urls", "http://127.0.0.1:0",
            $"--Hearth:DataDirectory={folder.FullName}",
            .. settings.Select(setting => $"--Hearth:{setting}"),
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestServer(app, folder);
    }

    public Task<SignalClient> ConnectAsync(string? origin = null) => SignalClient.ConnectAsync(Address, origin);

    /// <summary>A client with a place.</summary>
    public async Task<SignalClient> JoinAsync(string name, string room = "garden", string? resumeOf = null)
    {
        SignalClient client = await ConnectAsync();
        await client.JoinAsync(name, room, resumeOf: resumeOf);
        return client;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
