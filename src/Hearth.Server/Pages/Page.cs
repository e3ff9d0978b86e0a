namespace Hearth.Server.Pages;

/// <summary>One file of the built pages, with its compressed brothers.</summary>
internal sealed record Page(
    string ContentType, string CacheControl, PageVariant Plain, PageVariant? Brotli, PageVariant? Gzip)
{
    /// <summary>The smallest that the client takes.</summary>
    public PageVariant For(string acceptEncoding) =>
        Brotli is not null && Accepts(acceptEncoding, Brotli.Encoding!) ? Brotli
        : Gzip is not null && Accepts(acceptEncoding, Gzip.Encoding!) ? Gzip
        : Plain;

    /// <summary>RFC 9110 §12.5.3: named, and not with a weight of nothing.</summary>
    private static bool Accepts(string acceptEncoding, string encoding)
    {
        foreach (Range part in acceptEncoding.AsSpan().Split(','))
        {
            ReadOnlySpan<char> choice = acceptEncoding.AsSpan(part).Trim();
            int semicolon = choice.IndexOf(';');
            ReadOnlySpan<char> name = semicolon < 0 ? choice : choice[..semicolon].TrimEnd();
            if (name.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                ReadOnlySpan<char> weight = semicolon < 0 ? default : choice[(semicolon + 1)..].Trim();
                return !(weight.StartsWith("q=0", StringComparison.OrdinalIgnoreCase)
                    && weight[3..].IndexOfAnyExcept('0', '.') < 0);
            }
        }

        return false;
    }
}

/// <summary>The bytes of a page in one encoding.</summary>
internal sealed record PageVariant(string Path, long Length, string ETag, string? Encoding);
