using Microsoft.Extensions.FileProviders;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
{
    builder.WebHost.UseUrls("http://localhost:8080");
}

WebApplication app = builder.Build();
string pages = Path.Combine(AppContext.BaseDirectory, "web");
app.MapGet("/healthz", () => "ok");
if (Directory.Exists(pages))
{
    var files = new PhysicalFileProvider(pages);
    app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
    app.MapGet("/", () => Results.File(Path.Combine(pages, "index.html"), "text/html; charset=utf-8"));
    app.MapGet("/r/{room}", () => Results.File(Path.Combine(pages, "index.html"), "text/html; charset=utf-8"));
}
else
{
    app.MapGet("/", () => "Hearth runs, but its pages are not built. Run ./run, or node web/build.mjs.");
}

await app.StartAsync();
foreach (string url in app.Urls)
{
    Console.WriteLine($"Hearth is at {url}");
}

await app.WaitForShutdownAsync();
