using System.Buffers.Binary;
using System.Security.Cryptography;
using Hearth.Rooms;
using Hearth.Rooms.Tokens;
using Hearth.Server.Http;
using Hearth.Server.Https;
using Hearth.Server.Operator;
using Hearth.Server.Options;
using Hearth.Server.Pages;
using Hearth.Server.Rooms;
using Hearth.Server.Secrets;
using Hearth.Server.Signaling;
using Hearth.Server.Signaling.OverHttp;

namespace Hearth.Server.Hosting;

/// <summary>Puts the server together: settings, secrets, the parts, and which path leads to which.</summary>
internal static class ServerApplication
{
    private const string DefaultUrl = "http://localhost:8080";
    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(3);

    /// <summary>The application, ready to start.</summary>
    /// <exception cref="StartFailure">A setting cannot work.</exception>
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        HearthOptions options = ReadOptions(builder.Configuration);
        HttpsSetup.Add(builder, options);
        Listen(builder);
        Quieten(builder.Logging, builder.Configuration["Logging:Console:FormatterName"]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        AddParts(builder.Services, options);
        WebApplication app = builder.Build();
        MapPaths(app, options);
        WatchConnections(app);
        return app;
    }

    /// <summary>The settings as they are written, right or wrong.</summary>
    /// <exception cref="StartFailure">A value is not of its kind.</exception>
    public static HearthOptions BindOptions(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(HearthOptions.Section).Get<HearthOptions>() ?? new HearthOptions();
        }
        catch (InvalidOperationException e)
        {
            throw new StartFailure(e.Message);
        }
    }

    private static HearthOptions ReadOptions(ConfigurationManager configuration)
    {
        HearthOptions options = BindOptions(configuration);
        string[] problems = [.. HearthOptionsValidator.Problems(options)];
        if (problems.Length > 0)
        {
            throw new StartFailure(string.Join('\n', problems));
        }

        if (options.DataDirectory.Length == 0)
        {
            options.DataDirectory = ServerKey.DefaultDirectory
                ?? throw new StartFailure("There is no home directory. Set Hearth:DataDirectory to where secrets may be kept.");
        }

        return options;
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        bool isSet = AddressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isSet)
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }
    }

    /// <summary>The hosting request log prints query strings, and start-up failures are said in one sentence instead.</summary>
    private static void Quieten(ILoggingBuilder logging, string? formatter)
    {
        // The slim builder has one formatter and does not look at the setting.
        _ = formatter switch
        {
            "json" => logging.AddJsonConsole(),
            "systemd" => logging.AddSystemdConsole(),
            _ => logging,
        };
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    private static void AddParts(IServiceCollection services, HearthOptions options)
    {
        byte[] key = OpenKey(options.DataDirectory);
        RoomSettings rooms = options.ToRoomSettings();
        ulong run = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        services.AddSingleton(options);
        services.AddSingleton(new PlaceTokens(key, run));
        services.AddSingleton(new OwnerTokens(key));
        services.AddSingleton(OpenOwnedRooms(options, key));
        services.AddSingleton(options.ToSignalingLimits());
        services.AddSingleton(new OriginPolicy(options.AllowedOrigins));
        services.AddSingleton(new ServerClock(TimeProvider.System));
        services.AddSingleton(provider => new RoomHouse(
            rooms,
            options.ToAddressLimits(),
            options.Rooms.Total,
            provider.GetRequiredService<PlaceTokens>(),
            provider.GetRequiredService<OwnerTokens>(),
            RandomNumberGenerator.Create(),
            provider.GetRequiredService<ServerClock>(),
            provider.GetRequiredService<ILogger<RoomHouse>>()));
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<SignalGate>();
        services.AddSingleton<SignalEndpoint>();
        services.AddSingleton<HttpSignalEndpoint>();
        services.AddSingleton<RoomEndpoints>();
        AddOperatorParts(services, options, rooms.Tally);
        services.AddSingleton<TrustEndpoints>();
        services.AddSingleton(new StaticPages(Path.Combine(AppContext.BaseDirectory, "web")));
    }

    private static void AddOperatorParts(IServiceCollection services, HearthOptions options, RoomTally rooms)
    {
        services.AddSingleton(rooms);
        services.AddSingleton<ServerMeter>();
        services.AddSingleton(static provider => new PrometheusText(provider.GetRequiredService<ServerMeter>().Instance));
        services.AddSingleton(OperatorToken.Open(options.Operator.Token, options.DataDirectory));
        services.AddSingleton<MetricsEndpoint>();
        if (options.Operator.Url.Length > 0)
        {
            services.AddSingleton(provider => new OperatorListener(
                options.Operator.Url, provider.GetRequiredService<MetricsEndpoint>()));
            services.AddHostedService(static provider => provider.GetRequiredService<OperatorListener>());
        }

        if (options.Otlp.Endpoint.Length > 0)
        {
            services.AddHostedService(_ => new OtlpExport(options.Otlp));
        }
    }

    private static OwnedRooms OpenOwnedRooms(HearthOptions options, byte[] key)
    {
        try
        {
            return new OwnedRooms(options.DataDirectory, key, options.Rooms.Remembered);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"Hearth:DataDirectory cannot be used: {e.Message}");
        }
    }

    private static byte[] OpenKey(string directory)
    {
        try
        {
            return ServerKey.Open(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"Hearth:DataDirectory cannot be used: {e.Message}");
        }
    }

    private static void MapPaths(WebApplication app, HearthOptions options)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FaultPage.WriteAsync });
        app.UseSecurityHeaders();
        app.UseForwardedAddresses(options.TrustedProxies);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.UseRouting();
        StaticPages pages = app.Services.GetRequiredService<StaticPages>();
        RoomEndpoints rooms = app.Services.GetRequiredService<RoomEndpoints>();
        SignalEndpoint signal = app.Services.GetRequiredService<SignalEndpoint>();
        app.Map("/signal", signal.HandleAsync);
        HttpSignalEndpoint http = app.Services.GetRequiredService<HttpSignalEndpoint>();
        app.MapPost("/signal/connections", http.OpenAsync);
        app.MapMethods("/signal/{request}", ["OPTIONS"], http.AskAsync);
        app.MapGet("/signal/stream", http.StreamAsync);
        app.MapGet("/signal/poll", http.PollAsync);
        app.MapPost("/signal/messages", http.PostAsync);
        app.MapPost("/api/rooms", rooms.CreateAsync);
        app.MapGet("/api/rooms/{id}", rooms.LookUpAsync);
        app.MapGet("/api/openapi.json", OpenApiDocument.ServeAsync);
        app.MapGet("/metrics", app.Services.GetRequiredService<MetricsEndpoint>().HandlePublicAsync);
        app.Services.GetRequiredService<TrustEndpoints>().Map(app);
        app.MapGet("/healthz", static context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            return context.Response.WriteAsync("ok");
        });
        app.MapMethods("/", ["GET", "HEAD"], pages.ServeShellAsync);
        app.MapMethods("/r/{room}", ["GET", "HEAD"], pages.ServeShellAsync);
        app.MapMethods("/trust", ["GET", "HEAD"], pages.ServeShellAsync);
        app.MapFallback("{**path}", pages.ServeAsync);
    }

    private static void WatchConnections(WebApplication app)
    {
        ConnectionRegistry registry = app.Services.GetRequiredService<ConnectionRegistry>();
        app.Lifetime.ApplicationStarted.Register(() => _ = registry.WatchAsync(app.Lifetime.ApplicationStopping));
        app.Lifetime.ApplicationStopping.Register(registry.Stop);
    }
}
