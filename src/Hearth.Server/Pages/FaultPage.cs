using System.Text;

namespace Hearth.Server.Pages;

/// <summary>What stands where a defect of the server was caught. The framework logs it.</summary>
internal static class FaultPage
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("Something went wrong on this server. Try again.\n");

    public static Task WriteAsync(HttpContext context)
    {
        SecurityHeaders.Write(context);
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(Text).AsTask();
    }
}
