using Hearth.Server.Hosting;
using Hearth.Server.Options;

namespace Hearth.Server.Https;

/// <summary>Serves https beside http where <c>Hearth:Https:Enabled</c> says so.</summary>
internal static class HttpsSetup
{
    private const string Switch = "--https";
    private const string DefaultUrl = "http://*:8080";

    /// <summary>The short form of the command line in the long one.</summary>
    public static string[] Expand(string[] args) =>
        [.. args.Select(static arg => arg == Switch ? "--Hearth:Https:Enabled=true" : arg)];

    /// <summary>What is wrong with the operator's own certificate, without starting anything.</summary>
    public static IEnumerable<string> Problems(HttpsOptions https)
    {
        try
        {
            if (https.Enabled && https.CertificatePath.Length > 0)
            {
                new OwnCertificates(https).Load();
            }

            return [];
        }
        catch (StartFailure e)
        {
            return [e.Message];
        }
    }

    /// <exception cref="StartFailure">The certificate cannot be had.</exception>
    public static void Add(WebApplicationBuilder builder, HearthOptions options)
    {
        if (!options.Https.Enabled)
        {
            return;
        }

        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            throw new StartFailure(
                "Hearth:Https:Enabled is true, and Kestrel:Endpoints is set. Take one of them away: an endpoint there has its own Url and Certificate.");
        }

        (ICertificateSource source, CertificateChain first) = Open(options);
        var served = new ServedCertificate(first);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(served);
        builder.Services.AddHostedService(provider => new CertificateWatch(
            source, served, TimeProvider.System, provider.GetRequiredService<ILogger<CertificateWatch>>()));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(served.Configure));
        builder.WebHost.UseUrls(Urls(builder.Configuration, options.Https.Port));
    }

    /// <summary>What is set, and https; http for the whole network where nothing is set: phones begin there.</summary>
    private static string[] Urls(ConfigurationManager configuration, int port)
    {
        string[] urls = configuration["urls"] is { Length: > 0 } set
            ? set.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. Ports(configuration, "http"), .. Ports(configuration, "https")];
        urls = urls.Length == 0 ? [DefaultUrl] : urls;
        return urls.Any(static url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            ? urls
            : [.. urls, $"https://*:{port}"];
    }

    private static IEnumerable<string> Ports(ConfigurationManager configuration, string scheme) =>
        (configuration[$"{scheme}_ports"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => $"{scheme}://*:{port}");

    private static (ICertificateSource Source, CertificateChain First) Open(HearthOptions options)
    {
        if (options.Https.CertificatePath.Length > 0)
        {
            var own = new OwnCertificates(options.Https);
            return (own, own.Load());
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        try
        {
            LocalAuthority authority = LocalAuthority.Open(options.DataDirectory, LanNames.Read(), now);
            var local = new LocalCertificates(authority, LanNames.Read);
            return (local, local.Renew(now)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"Hearth:DataDirectory cannot be used: {e.Message}");
        }
    }
}
