using System.Security.Cryptography.X509Certificates;

namespace Hearth.Server.Https;

/// <summary>A certificate with its key, and the intermediates that are sent with it.</summary>
internal sealed record CertificateChain(X509Certificate2 Leaf, X509Certificate2Collection Intermediates);
