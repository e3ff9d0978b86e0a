using System.Net.NetworkInformation;
using Hearth.Server.Hosting;

namespace Hearth.Server.Https;

/// <summary>Asks the source of the certificate again, from time to time and when this machine's addresses change.</summary>
internal sealed class CertificateWatch(
    ICertificateSource source, ServedCertificate served, TimeProvider time, ILogger<CertificateWatch> logger)
    : IHostedService, IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        SayIfExpired();
        NetworkChange.NetworkAddressChanged += HandleAddressChanged;
        _timer = time.CreateTimer(static watch => ((CertificateWatch)watch!).Look(), this, source.Interval, source.Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= HandleAddressChanged;
        _timer?.Dispose();
    }

    private void HandleAddressChanged(object? sender, EventArgs e) => Look();

    private void Look()
    {
        lock (_lock)
        {
            try
            {
                if (source.Renew(time.GetUtcNow()) is { } chain)
                {
                    served.Use(chain);
                    Log.CertificateReplaced(logger, chain.Leaf.NotAfter);
                    SayIfExpired();
                }
            }
            catch (StartFailure e)
            {
                Log.CertificateRefused(logger, e.Message);
            }
            catch (Exception e)
            {
                // What is served now is served on, and the next look may be luckier.
                Log.CertificateFault(logger, e);
            }
        }
    }

    private void SayIfExpired()
    {
        if (served.Leaf.NotAfter < time.GetUtcNow().LocalDateTime)
        {
            Log.CertificateExpired(logger, served.Leaf.NotAfter);
        }
    }
}
