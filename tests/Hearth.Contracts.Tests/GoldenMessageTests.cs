using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts.Tests;

public sealed class GoldenMessageTests
{
    private const string Client = "client.golden.json";
    private const string Server = "server.golden.json";
    private const string Http = "http.golden.json";

    public static TheoryData<string> ValidClientMessages => GoldenMessages.Names(Client, "valid");

    public static TheoryData<string> LenientClientMessages => GoldenMessages.Names(Client, "lenient");

    public static TheoryData<string> InvalidClientMessages => GoldenMessages.Names(Client, "invalid");

    public static TheoryData<string> ValidServerMessages => GoldenMessages.Names(Server, "valid");

    public static TheoryData<string> ValidHttpBodies => GoldenMessages.Names(Http, "valid");

    [Theory]
    [MemberData(nameof(ValidClientMessages))]
    public void ReadsAndWritesClientMessage(string name)
    {
        JsonObject vector = GoldenMessages.Find(Client, "valid", name);

        Assert.True(ClientMessageReader.TryRead(
            GoldenMessages.Frame(vector), out ClientMessage? message, out MessageFault? fault), fault?.Message);

        AssertSameJson(vector["message"], JsonSerializer.Serialize(message!, ContractsJson.Default.ClientMessage));
    }

    [Theory]
    [MemberData(nameof(LenientClientMessages))]
    public void ReadsWhatDiffersOnlyInForm(string name)
    {
        JsonObject vector = GoldenMessages.Find(Client, "lenient", name);

        Assert.True(ClientMessageReader.TryRead(GoldenMessages.Frame(vector), out ClientMessage? message, out _));

        AssertSameJson(vector["message"], JsonSerializer.Serialize(message!, ContractsJson.Default.ClientMessage));
    }

    [Theory]
    [MemberData(nameof(InvalidClientMessages))]
    public void RefusesWithTheCodeAndTheNumber(string name)
    {
        JsonObject vector = GoldenMessages.Find(Client, "invalid", name);

        Assert.False(ClientMessageReader.TryRead(GoldenMessages.Frame(vector), out _, out MessageFault? fault));

        Assert.Equal(vector["code"]!.GetValue<string>(), fault!.Code);
        Assert.Equal(vector["re"]?.GetValue<long>(), fault.Seq);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ValidServerMessages))]
    public void ReadsAndWritesServerMessage(string name)
    {
        JsonObject vector = GoldenMessages.Find(Server, "valid", name);

        ServerMessage? message = JsonSerializer.Deserialize(
            GoldenMessages.Frame(vector), ContractsJson.Default.ServerMessage);

        AssertSameJson(vector["message"], JsonSerializer.Serialize(message!, ContractsJson.Default.ServerMessage));
    }

    [Theory]
    [MemberData(nameof(ValidHttpBodies))]
    public void ReadsAndWritesHttpBody(string name)
    {
        JsonObject vector = GoldenMessages.Find(Http, "valid", name);
        Type type = typeof(CreatedRoom).Assembly
            .GetType("Hearth.Contracts.Http." + vector["type"]!.GetValue<string>(), throwOnError: true)!;

        object? body = JsonSerializer.Deserialize(GoldenMessages.Frame(vector), type, ContractsJson.Default);

        AssertSameJson(vector["message"], JsonSerializer.Serialize(body, type, ContractsJson.Default));
    }

    [Theory]
    [InlineData(typeof(ClientMessage), Client)]
    [InlineData(typeof(ServerMessage), Server)]
    public void EveryTypeOfMessageHasAVector(Type root, string file)
    {
        IEnumerable<string> declared = root
            .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
            .Cast<JsonDerivedTypeAttribute>()
            .Select(derived => (string)derived.TypeDiscriminator!);
        HashSet<string> shown = [.. GoldenMessages.Read(file, "valid")
            .Select(vector => vector["message"]!["type"]!.GetValue<string>())];

        Assert.Equal([], declared.Except(shown));
    }

    private static void AssertSameJson(JsonNode? expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(actual)), $"{expected?.ToJsonString()}\n{actual}");
}
