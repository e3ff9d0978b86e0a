using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hearth.Server.Tests;

/// <summary>Metrics arrive at an OpenTelemetry collector: here a listener that keeps what it is sent.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task NumbersArriveAtTheCollectorAtTheLatestWhenTheServerStops()
    {
        var arrived = new TaskCompletionSource<(string Path, string? Key, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication collector = await CollectAsync(arrived);
        await using TestServer server = await TestServer.StartAsync(
            $"Otlp:Endpoint={collector.Urls.Single()}", "Otlp:Headers=x-api-key=secret");
        await using SignalClient anna = await server.JoinAsync("Annabella", "hidden-garden");

        await server.StopAsync();
        (string path, string? key, string body) = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.Equal("/v1/metrics", path);
        Assert.Equal("secret", key);
        Assert.Contains("hearth.joins", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Annabella", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-garden", body, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> CollectAsync(TaskCompletionSource<(string Path, string? Key, string Body)> arrived)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapPost("/{**path}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            arrived.TrySetResult((context.Request.Path, context.Request.Headers["x-api-key"], Encoding.Latin1.GetString(body.ToArray())));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
