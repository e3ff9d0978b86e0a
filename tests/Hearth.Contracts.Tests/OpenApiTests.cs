using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearth.Contracts.Tests;

public sealed partial class OpenApiTests
{
    [Fact]
    public void CommittedDocumentIsWhatTheRecordsSay()
    {
        string committed = File.ReadAllText(RepositoryFiles.Path("docs", "protocol", "openapi.json"));

        // To renew: dotnet run --project tests/Hearth.Contracts.Tests -- --write-schemas
        Assert.Equal(OpenApiExport.Text(), committed.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void EveryReferenceLeadsToASchema()
    {
        string text = OpenApiExport.Text();
        JsonObject schemas = JsonNode.Parse(text)!["components"]!["schemas"]!.AsObject();

        string[] references = [.. Reference().Matches(text).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            Assert.StartsWith("#/components/schemas/", reference, StringComparison.Ordinal);
            Assert.True(schemas.ContainsKey(reference["#/components/schemas/".Length..]), reference);
        });
    }

    [GeneratedRegex("\"\\$ref\": \"([^\"]+)\"")]
    private static partial Regex Reference();
}
