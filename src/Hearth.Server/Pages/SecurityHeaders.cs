using System.Net;

namespace Hearth.Server.Pages;

/// <summary>The same strict headers on every answer, whatever it is.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Only what this server itself serves; no inline script or style, no eval. 'self' in connect-src covers the
    /// WebSocket of the same host (CSP Level 3 §6.7.2.8).
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
        + "media-src 'self' blob: mediastream:; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types lit-html hearth-worker";

    private const string PermissionsPolicy =
        "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), "
        + "screen-wake-lock=(self), picture-in-picture=(self), clipboard-write=(self), "
        + "geolocation=(), payment=(), usb=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        Write(context);
        return next(context);
    });

    public static void Write(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (IsTrustworthy(context.Request))
        {
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }
    }

    /// <summary>Browsers ignore an opener policy elsewhere, and report an error on every page that has one.</summary>
    private static bool IsTrustworthy(HttpRequest request) =>
        request.IsHttps
        || request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(request.Host.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
