namespace Hearth.Contracts.Tests;

/// <summary>Runs the tests, or with <c>--write-schemas</c> writes <c>docs/protocol/schemas</c> and <c>openapi.json</c> from the records.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["--write-schemas"])
        {
            foreach ((string name, string text) in SchemaExport.All())
            {
                File.WriteAllText(RepositoryFiles.Path("docs", "protocol", "schemas", name), text);
            }

            File.WriteAllText(RepositoryFiles.Path("docs", "protocol", "openapi.json"), OpenApiExport.Text());
            return 0;
        }

        return Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
