using System.Reflection;

namespace Hearth.Server.Http;

/// <summary><c>GET /api/openapi.json</c>: the HTTP API as <c>docs/protocol/openapi.json</c> has it.</summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<byte[]> Text = new(Read);

    public static Task ServeAsync(HttpContext context)
    {
        byte[] body = Text.Value;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")
            ?? throw new InvalidOperationException("openapi.json is not in the assembly.");
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }
}
