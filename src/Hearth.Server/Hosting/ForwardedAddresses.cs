using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Hearth.Server.Hosting;

/// <summary>
/// Who a request is from when proxies stand in between: <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed
/// from configured proxies only. Says once when they come from nobody's proxy, and once when a proxy sends none: either
/// way all its users share the limits of one address.
/// </summary>
internal static class ForwardedAddresses
{
    private const string ForHeader = "X-Forwarded-For";

    /// <param name="app">Where requests come in; call it before anything that looks at addresses.</param>
    /// <param name="proxies">Addresses and networks, checked at start.</param>
    public static void UseForwardedAddresses(this WebApplication app, IEnumerable<string> proxies)
    {
        System.Net.IPNetwork[] networks = [.. proxies.Select(Parse)];
        int isSaid = 0;
        app.Use((context, next) =>
        {
            bool isForwarded = context.Request.Headers.ContainsKey(ForHeader);
            bool isWrong = networks.Length == 0
                ? isForwarded
                : !isForwarded && IsIn(networks, context.Connection.RemoteIpAddress);
            if (isWrong && Interlocked.Exchange(ref isSaid, 1) == 0)
            {
                Say(app.Logger, isForwarded);
            }

            return next(context);
        });
        if (networks.Length == 0)
        {
            return;
        }

        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (System.Net.IPNetwork network in networks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(forwarded);
    }

    private static void Say(ILogger logger, bool isForwarded)
    {
        if (isForwarded)
        {
            Log.ForwardedHeadersIgnored(logger);
        }
        else
        {
            Log.ForwardedHeadersMissing(logger);
        }
    }

    private static bool IsIn(System.Net.IPNetwork[] networks, IPAddress? address)
    {
        IPAddress? plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && networks.Any(network => network.Contains(plain));
    }

    private static System.Net.IPNetwork Parse(string proxy) =>
        System.Net.IPNetwork.TryParse(proxy, out System.Net.IPNetwork network)
            ? network
            : new System.Net.IPNetwork(IPAddress.Parse(proxy), IPAddress.Parse(proxy).GetAddressBytes().Length * 8);
}
