using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Hearth.Server.Pages;

/// <summary>
/// The built pages, listed once at start: what is not on the list does not exist, so no request can name a
/// file outside or see a directory.
/// </summary>
internal sealed class StaticPages
{
    private const string Shell = "/index.html";
    private const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>May be kept, must be asked for: the names under /assets carry a hash, these do not.</summary>
    private const string Revalidated = "no-cache";

    private static readonly byte[] NotBuilt = Encoding.UTF8.GetBytes(
        "Hearth runs, but its pages are not built. Start it with ./run, or build them with: node web/build.mjs\n");

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".map"] = "application/json; charset=utf-8",
        [".webmanifest"] = "application/manifest+json; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".ico"] = "image/x-icon",
        [".txt"] = "text/plain; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".woff2"] = "font/woff2",
        [".ogg"] = "audio/ogg",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, Page> _pages;

    /// <param name="directory">The built pages; need not exist.</param>
    public StaticPages(string directory)
    {
        var pages = new Dictionary<string, Page>(StringComparer.Ordinal);
        if (Directory.Exists(directory))
        {
            foreach (string path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            {
                if (ContentTypes.TryGetValue(Path.GetExtension(path), out string? type))
                {
                    string url = "/" + Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
                    pages[url] = Describe(path, url, type);
                }
            }
        }

        _pages = pages.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The app's page, which is the same for home and every room.</summary>
    public Task ServeShellAsync(HttpContext context)
    {
        if (_pages.TryGetValue(Shell, out Page? page))
        {
            return SendAsync(context, page);
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(NotBuilt).AsTask();
    }

    /// <summary>A file of the pages, or the page that says there is none.</summary>
    public Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        return IsRead(context.Request.Method) && path != Shell && _pages.TryGetValue(path, out Page? page)
            ? SendAsync(context, page)
            : NotFoundPage.WriteAsync(context);
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static Task SendAsync(HttpContext context, Page page)
    {
        HttpResponse response = context.Response;
        PageVariant variant = page.For(context.Request.Headers.AcceptEncoding.ToString());
        response.Headers.CacheControl = page.CacheControl;
        response.Headers.ETag = variant.ETag;
        if (page.Brotli is not null || page.Gzip is not null)
        {
            response.Headers.Vary = "Accept-Encoding";
        }

        if (context.Request.Headers.IfNoneMatch.Contains(variant.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = page.ContentType;
        response.ContentLength = variant.Length;
        if (variant.Encoding is not null)
        {
            response.Headers.ContentEncoding = variant.Encoding;
        }

        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.SendFileAsync(variant.Path, context.RequestAborted);
    }

    private static Page Describe(string path, string url, string type) => new(
        type,
        url.StartsWith("/assets/", StringComparison.Ordinal) ? Immutable : Revalidated,
        Variant(path, null)!,
        Variant(path + ".br", "br"),
        Variant(path + ".gz", "gzip"));

    private static PageVariant? Variant(string path, string? encoding)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new PageVariant(path, file.Length, string.Create(
                CultureInfo.InvariantCulture,
                $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}{(encoding is null ? "" : "-" + encoding)}\""), encoding)
            : null;
    }
}
