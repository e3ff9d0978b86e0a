using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hearth.Server.Https;

namespace Hearth.Server.Hosting;

/// <summary>What the terminal shows once the server listens: where it is, and how a phone gets there.</summary>
internal static class Greeting
{
    public static IEnumerable<string> Lines(WebApplication app) =>
    [
        .. app.Urls.Select(static url => $"Hearth is at {ServedAddresses.ForThisComputer(url)}"),
        .. app.Services.GetService<ICertificateSource>() is { } source ? PhoneLines([.. app.Urls], source, app.Services) : [],
    ];

    private static string[] PhoneLines(string[] urls, ICertificateSource source, IServiceProvider services)
    {
        string secure = urls.First(static url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        LanNames names = LanNames.Read();
        if (source is not LocalCertificates local)
        {
            string name = NameIn(services.GetRequiredService<ServedCertificate>().Leaf) ?? names.HostName;
            return Shown(ServedAddresses.With(secure, name), []);
        }

        IPAddress? address = names.Addresses.FirstOrDefault(
            address => local.Authority.Permits(address) && ServedAddresses.Serves(secure, address));
        if (address is null)
        {
            return ["No phone finds it: this computer has no address in a private network, or https does not listen there."];
        }

        string? plain = urls.FirstOrDefault(url =>
            url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && ServedAddresses.Serves(url, address));
        string trust = ServedAddresses.With(plain ?? secure, address.ToString()) + "/trust";
        return Shown(ServedAddresses.With(secure, address.ToString()),
        [
            "The first time, the phone says that the connection is not private: it does not know this Hearth yet.",
            $"Open {trust} on it and follow three steps; after that it says so no more.",
            $"SHA-256 of what it is asked to trust: {local.Authority.Fingerprint}",
        ]);
    }

    private static string[] Shown(string address, IEnumerable<string> words) =>
        ["", $"On a phone in this network: {address}", "", .. QrPicture.Lines(address), "", .. words, ""];

    /// <summary>The first name an own certificate is for; a wildcard is none to type.</summary>
    private static string? NameIn(X509Certificate2 certificate) => certificate.Extensions
        .OfType<X509SubjectAlternativeNameExtension>()
        .SelectMany(static names => names.EnumerateDnsNames())
        .FirstOrDefault(static name => !name.StartsWith('*'));
}
