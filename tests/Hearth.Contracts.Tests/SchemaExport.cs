using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Hearth.Contracts.Http;
using Hearth.Contracts.Signaling;

namespace Hearth.Contracts.Tests;

/// <summary>
/// JSON Schemas of the wire. The exporter knows neither <c>$defs</c> nor titles, leaves <c>type</c> off enums
/// and spells an optional field as "null or"; on this wire an absent field is absent, never null.
/// </summary>
internal static class SchemaExport
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IEnumerable<(string Name, string Text)> All()
    {
        yield return ("client.schema.json", Union(typeof(ClientMessage)));
        yield return ("server.schema.json", Union(typeof(ServerMessage)));
        yield return ("http.schema.json", Bundle());
    }

    private static string Union(Type root)
    {
        var definitions = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var choices = new JsonArray();
        foreach (JsonDerivedTypeAttribute derived in root.GetCustomAttributes<JsonDerivedTypeAttribute>())
        {
            JsonObject schema = Define(derived.DerivedType, definitions);
            AddDiscriminator(schema, (string)derived.TypeDiscriminator!);
            choices.Add(Reference(derived.DerivedType));
        }

        return Write(root.Name, DescriptionOf(root), ("oneOf", choices), definitions);
    }

    private static string Bundle()
    {
        var definitions = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (Type type in (Type[])[
            typeof(CreateRoomRequest), typeof(CreatedRoom), typeof(RoomLookup), typeof(OpenConnectionRequest),
            typeof(OpenedConnection), typeof(RequestRefusal), typeof(SecureAddress)])
        {
            Define(type, definitions);
        }

        return Write("Http", "The bodies of the HTTP API.", null, definitions);
    }

    private static string Write(
        string title,
        string? description,
        (string Name, JsonNode Value)? body,
        SortedDictionary<string, JsonNode> definitions)
    {
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
            ["description"] = description,
        };
        if (body is { } part)
        {
            document[part.Name] = part.Value;
        }

        var all = new JsonObject();
        foreach ((string name, JsonNode schema) in definitions)
        {
            all[name] = schema;
        }

        document["$defs"] = all;
        return document.ToJsonString(Written) + "\n";
    }

    /// <summary>Adds the schema of <paramref name="type"/>, and of every type it is made of, to the definitions.</summary>
    private static JsonObject Define(Type type, SortedDictionary<string, JsonNode> definitions)
    {
        if (definitions.TryGetValue(type.Name, out JsonNode? known))
        {
            return (JsonObject)known;
        }

        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Transform(type, context, node, definitions),
        };
        var schema = (JsonObject)ContractsJson.Default.Options.GetJsonSchemaAsNode(type, options);
        definitions.Add(type.Name, schema);
        return schema;
    }

    private static JsonNode Transform(
        Type root,
        JsonSchemaExporterContext context,
        JsonNode node,
        SortedDictionary<string, JsonNode> definitions)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        string? description = DescriptionOf(context.PropertyInfo?.AttributeProvider);
        bool own = type.Assembly == typeof(ContractsJson).Assembly && type != typeof(RawJson);
        if (own && type != root)
        {
            Define(type, definitions);
            JsonObject reference = Reference(type);
            return description is null ? reference : Described(reference, description);
        }

        if (node is not JsonObject schema)
        {
            // "true": any JSON.
            return description is null ? node : Described([], description);
        }

        schema.Remove("default");
        WithoutNull(schema);
        if (schema.ContainsKey("enum") && !schema.ContainsKey("type"))
        {
            schema.Insert(0, "type", "string");
        }

        if (type == root && context.PropertyInfo is null)
        {
            schema.Insert(0, "title", type.Name);
            description = DescriptionOf(type);
        }

        return description is null ? schema : Described(schema, description);
    }

    private static void WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            string[] kept = [.. types.Select(t => t!.GetValue<string>()).Where(t => t != "null")];
            schema["type"] = kept is [string only] ? only : new JsonArray([.. kept.Select(t => (JsonNode)t)]);
        }

        if (schema["enum"] is JsonArray values)
        {
            schema["enum"] = new JsonArray([.. values.Where(v => v is not null).Select(v => v!.DeepClone())]);
        }
    }

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema.Insert(schema.ContainsKey("title") ? 1 : 0, "description", description);
        return schema;
    }

    private static void AddDiscriminator(JsonObject schema, string discriminator)
    {
        JsonObject properties = schema["properties"] as JsonObject ?? [];
        properties.Insert(0, "type", new JsonObject { ["const"] = discriminator });
        JsonArray required = schema["required"] as JsonArray ?? [];
        required.Insert(0, "type");
        schema["properties"] = properties;
        schema["required"] = required;
    }

    private static JsonObject Reference(Type type) => new() { ["$ref"] = "#/$defs/" + type.Name };

    private static string? DescriptionOf(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            .OfType<DescriptionAttribute>().FirstOrDefault()?.Description;
}
