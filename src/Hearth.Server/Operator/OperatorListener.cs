using Hearth.Server.Hosting;

namespace Hearth.Server.Operator;

/// <summary>
/// The operator's own address, <c>Hearth:Operator:Url</c>: a listener of its own that serves <c>/metrics</c> and
/// <c>/healthz</c> without a token, for a network that only the operator reaches.
/// </summary>
internal sealed class OperatorListener(string url, MetricsEndpoint metrics) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Where it listens; null before it does.</summary>
    public string? Address => _app?.Urls.FirstOrDefault();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false).UseUrls(url);
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        app.MapGet("/metrics", metrics.HandlePrivateAsync);
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException)
        {
            await app.DisposeAsync();
            throw new StartFailure($"Hearth:Operator:Url is \"{url}\" and cannot be listened on: {e.Message}");
        }

        _app = app;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
