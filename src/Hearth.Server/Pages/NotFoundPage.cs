using System.Text;

namespace Hearth.Server.Pages;

/// <summary>What stands where nothing is.</summary>
internal static class NotFoundPage
{
    private static readonly byte[] Html = Encoding.UTF8.GetBytes(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Nothing here - Hearth</title>
        <h1>There is nothing at this address.</h1>
        <p>Perhaps a part of the link is missing. Ask for it again, or <a href="/">start at the beginning</a>.</p>
        </html>

        """);

    public static async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = Html.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(Html);
        }
    }
}
