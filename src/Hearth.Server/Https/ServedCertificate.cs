using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hearth.Server.Https;

/// <summary>The certificate new connections get. Replaced while the server runs; connections that are open keep theirs.</summary>
internal sealed class ServedCertificate
{
    private volatile SslStreamCertificateContext _context;

    public ServedCertificate(CertificateChain first) => _context = ContextOf(first);

    public X509Certificate2 Leaf => _context.TargetCertificate;

    public void Use(CertificateChain chain) => _context = ContextOf(chain);

    /// <summary>Every https address of the server that has no certificate of its own asks here at each handshake.</summary>
    public void Configure(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificateSelector = (_, _) => Leaf;
        https.OnAuthenticate = (_, tls) =>
        {
            // The context sends the intermediates too, which a selected certificate alone would not.
            tls.ServerCertificateSelectionCallback = null;
            tls.ServerCertificateContext = _context;
        };
    }

    /// <summary>Offline: intermediates come from the files, never from an address in a certificate.</summary>
    private static SslStreamCertificateContext ContextOf(CertificateChain chain) =>
        SslStreamCertificateContext.Create(chain.Leaf, chain.Intermediates, offline: true);
}
