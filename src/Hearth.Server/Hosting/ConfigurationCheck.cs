using Hearth.Server.Https;
using Hearth.Server.Options;
using Hearth.Server.Secrets;

namespace Hearth.Server.Hosting;

/// <summary><c>--check</c>: says what the settings are, where they came from and what is wrong with them, and starts nothing.</summary>
internal static class ConfigurationCheck
{
    public const string Switch = "--check";

    /// <summary>0 when the server would start with these settings.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        HearthOptions options;
        try
        {
            options = ServerApplication.BindOptions(builder.Configuration);
        }
        catch (StartFailure e)
        {
            output.WriteLine(e.Message);
            return 1;
        }

        IConfigurationRoot configuration = builder.Configuration;
        foreach (string line in ConfigurationReport.Settings(options, configuration))
        {
            output.WriteLine(line);
        }

        foreach (string key in ConfigurationReport.UnknownKeys(options, configuration))
        {
            output.WriteLine($"{key} is no setting of Hearth; is it misspelt?");
        }

        string[] problems =
        [
            .. HearthOptionsValidator.Problems(options),
            .. DirectoryProblems(options.DataDirectory),
            .. HttpsSetup.Problems(options.Https),
        ];
        foreach (string problem in problems)
        {
            output.WriteLine(problem);
        }

        output.WriteLine(problems.Length == 0 ? "Hearth can start with these settings." : "Hearth cannot start with these settings.");
        return problems.Length == 0 ? 0 : 1;
    }

    private static IEnumerable<string> DirectoryProblems(string configured)
    {
        string? directory = configured.Length > 0 ? configured : ServerKey.DefaultDirectory;
        if (directory is null)
        {
            return ["There is no home directory. Set Hearth:DataDirectory to where secrets may be kept."];
        }

        try
        {
            ServerKey.Open(directory);
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"Hearth:DataDirectory cannot be used: {e.Message}"];
        }
    }
}
