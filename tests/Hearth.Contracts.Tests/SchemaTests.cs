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

    [Theory]
    [InlineData("client.golden.json", "client.schema.json")]
    [InlineData("server.golden.json", "server.schema.json")]
    public void GoldenMessagesFitTheirSchema(string golden, string name)
    {
        JsonObject schema = Read(name);
        var check = new SchemaCheck(schema);

        foreach (JsonObject vector in GoldenMessages.Read(golden, "valid"))
        {
            // The union says only that nothing fits; the definition says why.
            JsonNode message = vector["message"]!;
            Assert.Null(check.Explain(message, DefinitionOf(schema, message["type"]!.GetValue<string>())));
            Assert.Null(check.Explain(message, new JsonObject { ["oneOf"] = schema["oneOf"]!.DeepClone() }));
        }
    }

    [Fact]
    public void GoldenBodiesFitTheirSchema()
    {
        JsonObject schema = Read("http.schema.json");

        foreach (JsonObject vector in GoldenMessages.Read("http.golden.json", "valid"))
        {
            JsonNode definition = schema["$defs"]![vector["type"]!.GetValue<string>()]!;
            Assert.Null(new SchemaCheck(schema).Explain(vector["message"], definition));
        }
    }

    [Fact]
    public void CheckSeesWhatDoesNotFit()
    {
        JsonObject schema = Read("client.schema.json");
        var check = new SchemaCheck(schema);
        JsonNode definition = DefinitionOf(schema, "join");

        Assert.NotNull(check.Explain(JsonNode.Parse("""{"type":"join","protocol":1,"room":"garden"}"""), definition));
        Assert.NotNull(check.Explain(
            JsonNode.Parse("""{"type":"join","protocol":"1","room":"garden","name":"Anna"}"""), definition));
        Assert.NotNull(check.Explain(
            JsonNode.Parse("""{"type":"join","protocol":1,"room":"garden","name":"Anna","device":"toaster"}"""), definition));
    }

    private static JsonObject Read(string name) =>
        JsonNode.Parse(SchemaExport.All().Single(file => file.Name == name).Text)!.AsObject();

    private static JsonNode DefinitionOf(JsonObject schema, string type) => schema["$defs"]!.AsObject()
        .Single(entry => entry.Value!["properties"]?["type"]?["const"]?.GetValue<string>() == type).Value!;

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(field => field.Key == "$ref"
            ? [field.Value!.GetValue<string>()]
            : References(field.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
