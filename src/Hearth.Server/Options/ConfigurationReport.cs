using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Hearth.Server.Options;

/// <summary>
/// What <c>--check</c> prints: each setting in effect and where it came from, and what is written in the section but
/// means nothing. Secrets are not printed.
/// </summary>
internal static class ConfigurationReport
{
    private static readonly string[] Secrets = ["Credential", "Token", "Headers", "Password", "SharedSecret", "Secret"];

    /// <summary>One line for each setting, in the order of the options classes.</summary>
    public static IEnumerable<string> Settings(HearthOptions options, IConfigurationRoot configuration) =>
        Lines(options, HearthOptions.Section, configuration);

    /// <summary>Keys of the section that no setting has: most of them are slips of the pen.</summary>
    public static IEnumerable<string> UnknownKeys(HearthOptions options, IConfigurationRoot configuration)
    {
        HashSet<string> known = new(Keys(options, HearthOptions.Section), StringComparer.OrdinalIgnoreCase);
        return configuration.GetSection(HearthOptions.Section).AsEnumerable()
            .Where(entry => entry.Value is not null && !known.Contains(entry.Key))
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Lines(object node, string path, IConfigurationRoot configuration)
    {
        foreach ((string key, object? value) in Leaves(node, path))
        {
            string name = key[(key.LastIndexOf(':') + 1)..];
            string text = Text(value);
            string shown = Secrets.Contains(name) && text.Length > 0 ? "(set)" : text.Length > 0 ? text : "(none)";
            yield return $"{key} = {shown}  [{Source(key, configuration)}]";
        }
    }

    private static IEnumerable<string> Keys(object node, string path) => Leaves(node, path).Select(leaf => leaf.Key);

    /// <summary>The settings below an options object; an empty list is a setting too.</summary>
    private static IEnumerable<(string Key, object? Value)> Leaves(object node, string path)
    {
        foreach (PropertyInfo property in node.GetType().GetProperties())
        {
            object? value = property.GetValue(node);
            string key = $"{path}:{property.Name}";
            IEnumerable<(string, object?)> leaves = value switch
            {
                IList { Count: > 0 } list => list.Cast<object>().SelectMany((item, index) => LeavesOf(item, $"{key}:{index}")),
                _ => LeavesOf(value, key),
            };
            foreach ((string, object?) leaf in leaves)
            {
                yield return leaf;
            }
        }
    }

    private static IEnumerable<(string Key, object? Value)> LeavesOf(object? value, string key) =>
        value is not null && value.GetType().Namespace == typeof(HearthOptions).Namespace && value.GetType().IsClass
            ? Leaves(value, key)
            : [(key, value)];

    private static string Text(object? value) => value switch
    {
        null or IList => "",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Source(string key, IConfigurationRoot configuration)
    {
        IConfigurationProvider? provider = configuration.Providers.Reverse().FirstOrDefault(each => each.TryGet(key, out _));
        return provider switch
        {
            null => "default",
            FileConfigurationProvider file => file.Source.Path ?? "file",
            Microsoft.Extensions.Configuration.EnvironmentVariables.EnvironmentVariablesConfigurationProvider =>
                "environment " + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant(),
            Microsoft.Extensions.Configuration.CommandLine.CommandLineConfigurationProvider => "command line",
            _ => provider.ToString() ?? "other",
        };
    }
}
