using System.Text;
using System.Text.Json.Nodes;

namespace Hearth.Contracts.Tests;

/// <summary>The shared vectors of <c>tests/vectors/signaling</c>; TypeScript tests read the same files.</summary>
internal static class GoldenMessages
{
    public static IEnumerable<JsonObject> Read(string file, string section)
    {
        string text = File.ReadAllText(RepositoryFiles.Path("tests", "vectors", "signaling", file));
        return JsonNode.Parse(text)![section]!.AsArray().Select(entry => entry!.AsObject());
    }

    public static TheoryData<string> Names(string file, string section) =>
        [.. Read(file, section).Select(entry => entry["name"]!.GetValue<string>())];

    public static JsonObject Find(string file, string section, string name) =>
        Read(file, section).Single(entry => entry["name"]!.GetValue<string>() == name);

    /// <summary>The frame of a vector: its <c>text</c>, its <c>base64</c> or its <c>message</c>.</summary>
    public static byte[] Frame(JsonObject vector) =>
        vector["text"] is { } text ? Encoding.UTF8.GetBytes(text.GetValue<string>())
        : vector["base64"] is { } bytes ? Convert.FromBase64String(bytes.GetValue<string>())
        : Encoding.UTF8.GetBytes(vector["message"]!.ToJsonString());
}
