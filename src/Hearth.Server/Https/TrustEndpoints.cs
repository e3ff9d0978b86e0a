using System.Text.Json;
using Hearth.Contracts;
using Hearth.Contracts.Http;
using Hearth.Server.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hearth.Server.Https;

/// <summary>What a phone needs to come to the secure address: where it is, and the authority to trust. Never its key.</summary>
internal sealed class TrustEndpoints(IServer server, ICertificateSource? source = null)
{
    private const string AuthorityPath = "/trust/hearth-ca.crt";

    public void Map(WebApplication app)
    {
        app.MapGet("/api/secure-address", WriteAddressAsync);
        if (source is not LocalCertificates local)
        {
            return;
        }

        app.MapMethods(AuthorityPath, ["GET", "HEAD"], context =>
        {
            byte[] certificate = local.Authority.Certificate;
            context.Response.ContentType = "application/x-x509-ca-cert";
            context.Response.Headers.ContentDisposition = "attachment; filename=\"hearth-ca.crt\"";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentLength = certificate.Length;
            return HttpMethods.IsHead(context.Request.Method)
                ? Task.CompletedTask
                : context.Response.Body.WriteAsync(certificate).AsTask();
        });
    }

    private Task WriteAddressAsync(HttpContext context)
    {
        var local = source as LocalCertificates;
        var address = new SecureAddress(
            ServedAddresses.HttpsPort(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []),
            local is null ? null : AuthorityPath,
            local?.Authority.Fingerprint);
        return Refusals.WriteJsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(address, ContractsJson.Default.SecureAddress));
    }
}
