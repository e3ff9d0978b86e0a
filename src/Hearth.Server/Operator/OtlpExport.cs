using Hearth.Server.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Hearth.Server.Operator;

/// <summary>Sends the meters to an OpenTelemetry collector, when <c>Hearth:Otlp:Endpoint</c> is set.</summary>
internal sealed class OtlpExport(OtlpOptions options) : IHostedService
{
    private static readonly string[] Meters =
        [ServerMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting"];

    private MeterProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(static resource => resource.AddService("hearth"))
            .AddMeter(Meters)
            .AddOtlpExporter((exporter, reader) =>
            {
                bool isHttp = options.Protocol != "grpc";
                exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = isHttp ? new Uri(options.Endpoint.TrimEnd('/') + "/v1/metrics") : new Uri(options.Endpoint);
                exporter.Headers = options.Headers.Length > 0 ? options.Headers : null;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>The last numbers go out too.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Dispose();
        return Task.CompletedTask;
    }
}
