using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Contracts.Tests;

/// <summary>
/// The HTTP API as an OpenAPI 3.1 document: the paths are written here, the bodies come from the records by way of
/// <c>http.schema.json</c>.
/// </summary>
internal static class OpenApiExport
{
    private const string Definitions = "#/$defs/";
    private const string Components = "#/components/schemas/";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text() => Document().ToJsonString(Written) + "\n";

    private static JsonObject Document() => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Hearth",
            ["version"] = "1",
            ["description"] = "Rooms, health and metrics of a Hearth server. Calls are set up over the signaling wire: docs/protocol/signaling.md.",
            ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
        },
        ["paths"] = new JsonObject
        {
            ["/api/rooms"] = new JsonObject { ["post"] = CreateRoom() },
            ["/api/rooms/{id}"] = new JsonObject { ["get"] = LookUpRoom() },
            ["/api/secure-address"] = new JsonObject { ["get"] = FindSecureAddress() },
            ["/api/openapi.json"] = new JsonObject { ["get"] = Simple("getOpenApi", "This document.", "application/json") },
            ["/healthz"] = new JsonObject { ["get"] = Simple("getHealth", "Says `ok` while the server takes requests.", "text/plain") },
            ["/metrics"] = new JsonObject { ["get"] = Metrics() },
        },
        ["components"] = new JsonObject
        {
            ["schemas"] = Schemas(),
            ["securitySchemes"] = new JsonObject
            {
                ["operator"] = new JsonObject
                {
                    ["type"] = "http",
                    ["scheme"] = "bearer",
                    ["description"] = "Hearth:Operator:Token, or the token in the data directory.",
                },
            },
        },
    };

    private static JsonObject CreateRoom() => new()
    {
        ["operationId"] = "createRoom",
        ["summary"] = "Makes a room.",
        ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json("CreateRoomRequest") },
        ["responses"] = Responses(
            ("201", "The room is open.", "CreatedRoom"),
            ("400", "`invalid-message` or `invalid-room`.", "RequestRefusal"),
            ("403", "`origin-refused`.", "RequestRefusal"),
            ("409", "`room-exists`.", "RequestRefusal"),
            ("413", "`message-too-large`.", "RequestRefusal"),
            ("429", "`rate-limited` or `too-many-rooms`.", "RequestRefusal"),
            ("503", "`server-full`.", "RequestRefusal")),
    };

    private static JsonObject LookUpRoom() => new()
    {
        ["operationId"] = "lookUpRoom",
        ["summary"] = "Says whether a room is open.",
        ["parameters"] = new JsonArray(
            Parameter("id", "path", "Four words, or a name.", isRequired: true),
            Parameter("Hearth-Proof", "header", "The proof of a keyed room: whoever has it may see who is inside.", isRequired: false)),
        ["responses"] = Responses(
            ("200", "What is known of the room.", "RoomLookup"),
            ("400", "`invalid-room`.", "RequestRefusal"),
            ("429", "`rate-limited`.", "RequestRefusal")),
    };

    private static JsonObject FindSecureAddress() => new()
    {
        ["operationId"] = "findSecureAddress",
        ["summary"] = "Says where a page without https finds the one with it.",
        ["responses"] = Responses(("200", "What is served with https, and what a device has to trust first.", "SecureAddress")),
    };

    private static JsonObject Metrics()
    {
        JsonObject operation = Simple("getMetrics", "Numbers for Prometheus (text format 0.0.4).", "text/plain");
        operation["security"] = new JsonArray(new JsonObject { ["operator"] = new JsonArray() });
        operation["responses"]!["401"] = Response("`operator-token-needed`.", "RequestRefusal");
        operation["responses"]!["429"] = Response("`rate-limited`.", "RequestRefusal");
        return operation;
    }

    private static JsonObject Simple(string id, string summary, string mediaType) => new()
    {
        ["operationId"] = id,
        ["summary"] = summary,
        ["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = summary,
                ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = new JsonObject() } },
            },
        },
    };

    private static JsonObject Parameter(string name, string place, string description, bool isRequired) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["description"] = description,
        ["required"] = isRequired,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Responses(params (string Status, string Description, string Body)[] responses) =>
        new(responses.Select(each => KeyValuePair.Create<string, JsonNode?>(each.Status, Response(each.Description, each.Body))));

    private static JsonObject Response(string description, string body) => new()
    {
        ["description"] = description,
        ["content"] = Json(body),
    };

    private static JsonObject Json(string schema) => new()
    {
        ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Components + schema } },
    };

    private static JsonObject Schemas()
    {
        string text = SchemaExport.All().Single(file => file.Name == "http.schema.json").Text;
        return JsonNode.Parse(text.Replace(Definitions, Components, StringComparison.Ordinal))!["$defs"]!.DeepClone().AsObject();
    }
}
