using Hearth.Server.Pages;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Tests;

public sealed class StaticPagesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-pages-");

    public StaticPagesTests()
    {
        Write("index.html", "shell");
        Write("index.html.br", "shell, br");
        Write("index.html.gz", "shell, gz");
        Write("mark.svg", "mark");
        Write("assets/app-ABC.js", "code");
        Write("assets/app-ABC.js.br", "code, br");
        Write("notes.secret", "unknown kind");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("br;q=0.5", "br")]
    [InlineData("br;q=0.000", "")]
    [InlineData("identity", "")]
    [InlineData("", "")]
    public async Task SmallestFormTheClientTakesIsServed(string accepted, string encoding)
    {
        HttpContext context = await GetAsync("/", accepted);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(encoding, context.Response.Headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", context.Response.Headers.Vary.ToString());
        Assert.Equal("text/html; charset=utf-8", context.Response.ContentType);
        Assert.Equal("no-cache", context.Response.Headers.CacheControl.ToString());
        Assert.Equal(context.Response.ContentLength, context.Response.Body.Length);
    }

    [Fact]
    public async Task HashedNamesAreKeptForEverAndOthersAskedForAgain()
    {
        Assert.Equal("public, max-age=31536000, immutable", (await GetAsync("/assets/app-ABC.js")).Response.Headers.CacheControl.ToString());
        Assert.Equal("no-cache", (await GetAsync("/mark.svg")).Response.Headers.CacheControl.ToString());
    }

    [Fact]
    public async Task UnchangedPageIsNotSentAgain()
    {
        string tag = (await GetAsync("/mark.svg")).Response.Headers.ETag.ToString();

        HttpContext context = await GetAsync("/mark.svg", tag: tag);

        Assert.Equal(304, context.Response.StatusCode);
        Assert.Equal(0, context.Response.Body.Length);
    }

    [Theory]
    [InlineData("/assets")]
    [InlineData("/assets/")]
    [InlineData("/index.html")]
    [InlineData("/index.html.br")]
    [InlineData("/notes.secret")]
    [InlineData("/../notes.secret")]
    public async Task WhatIsNotOnTheListDoesNotExist(string path) =>
        Assert.Equal(404, (await GetAsync(path)).Response.StatusCode);

    [Fact]
    public async Task MissingPagesAreSaidInASentence()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;

        await new StaticPages(Path.Combine(_folder.FullName, "none")).ServeShellAsync(context);

        Assert.StartsWith("Hearth runs, but its pages are not built.", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }

    private async Task<HttpContext> GetAsync(string path, string accepted = "", string? tag = null)
    {
        var pages = new StaticPages(_folder.FullName);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Request.Headers.AcceptEncoding = accepted;
        context.Request.Headers.IfNoneMatch = tag;
        context.Response.Body = new MemoryStream();
        await (path == "/" ? pages.ServeShellAsync(context) : pages.ServeAsync(context));
        return context;
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
