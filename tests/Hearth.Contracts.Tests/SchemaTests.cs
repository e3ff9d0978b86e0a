using System.Text.Json.Nodes;

namespace Hearth.Contracts.Tests;

public sealed class SchemaTests
{
    public static TheoryData<string> Files => [.. SchemaExport.All().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void CommittedSchemaIsWhatTheRecordsSay(string name)
    {
        string committed = File.ReadAllText(RepositoryFiles.Path("docs", "protocol", "schemas", name));
        string exported = SchemaExport.All().Single(file => file.Name == name).Text;

        // To renew: dotnet run --project tests/Hearth.Contracts.Tests -- --write-schemas
        Assert.Equal(exported, committed.ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryReferenceLeadsToADefinition(string name)
    {
        JsonNode schema = JsonNode.Parse(SchemaExport.All().Single(file => file.Name == name).Text)!;
        JsonObject definitions = schema["$defs"]!.AsObject();

        foreach (string reference in References(schema))
        {
            Assert.StartsWith("#/$defs/", reference, StringComparison.Ordinal);
            Assert.True(definitions.ContainsKey(reference["#/$defs/".Length..]), reference);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(field => field.Key == "$ref"
            ? [field.Value!.GetValue<string>()]
            : References(field.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
