using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Contracts.Tests;

/// <summary>Checks a value against the part of JSON Schema that the export writes; anything else in a schema is an error.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> Annotations =
        ["$schema", "title", "description", "$defs", "format", "required", "properties"];

    /// <summary>Why the value does not fit; null when it does.</summary>
    public string? Explain(JsonNode? value, JsonNode schema, string path = "$")
    {
        if (schema is not JsonObject rules)
        {
            return schema.GetValue<bool>() ? null : $"{path}: nothing fits";
        }

        foreach ((string name, JsonNode? rule) in rules)
        {
            string? problem = name switch
            {
                "$ref" => Explain(value, document["$defs"]![rule!.GetValue<string>()["#/$defs/".Length..]]!, path),
                "oneOf" => rule!.AsArray().Count(choice => Explain(value, choice!, path) is null) == 1
                    ? null : $"{path}: fits not exactly one",
                "const" => JsonNode.DeepEquals(value, rule) ? null : $"{path}: is not {rule}",
                "enum" => rule!.AsArray().Any(choice => JsonNode.DeepEquals(value, choice)) ? null : $"{path}: is none of {rule}",
                "type" => IsOfType(value, rule!.GetValue<string>()) ? null : $"{path}: is no {rule}",
                "items" => value!.AsArray().Select((item, i) => Explain(item, rule!, $"{path}[{i}]")).FirstOrDefault(p => p is not null),
                _ => Annotations.Contains(name) ? null : $"{path}: unknown rule {name}",
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return ExplainFields(value, rules, path);
    }

    private string? ExplainFields(JsonNode? value, JsonObject rules, string path)
    {
        if (value is not JsonObject map)
        {
            return null;
        }

        string? missing = rules["required"]?.AsArray().Select(name => name!.GetValue<string>()).FirstOrDefault(name => !map.ContainsKey(name));
        if (missing is not null)
        {
            return $"{path}: {missing} is missing";
        }

        return rules["properties"]?.AsObject()
            .Where(field => map.ContainsKey(field.Key))
            .Select(field => Explain(map[field.Key], field.Value!, $"{path}.{field.Key}"))
            .FirstOrDefault(problem => problem is not null);
    }

    private static bool IsOfType(JsonNode? value, string type) => (value?.GetValueKind(), type) switch
    {
        (JsonValueKind.String, "string") or (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") => true,
        (JsonValueKind.Number, "integer") => value!.AsValue().TryGetValue(out long _),
        _ => false,
    };
}
