using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Documents;

/// <summary>
/// Writes JSON to the byte as Jupyter does: keys sorted, one space of indent, everything beyond ASCII as it is, a line feed at the end.
/// What was read and not changed keeps its spelling of numbers.
/// </summary>
internal static class NotebookJson
{
    public static string Write(JsonNode root)
    {
        var text = new StringBuilder();
        Append(text, root, 0);
        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject map:
                text.Append('{');
                var separator = "";
                foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    NewLine(text.Append(separator), depth + 1);
                    AppendString(text, key);
                    text.Append(": ");
                    Append(text, value, depth + 1);
                    separator = ",";
                }
                NewLine(text, depth);
                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    NewLine(text, depth + 1);
                    Append(text, list[i], depth + 1);
                }
                NewLine(text, depth);
                text.Append(']');
                break;
            default:
                AppendValue(text, node.AsValue());
                break;
        }
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            text.Append(value.TryGetValue<JsonElement>(out var number) ? number.GetRawText() : value.ToJsonString());
            return;
        }
        try
        {
            AppendString(text, value.GetValue<string>());
        }
        catch (InvalidOperationException) when (value.TryGetValue<JsonElement>(out var element))
        {
            // Half of a surrogate pair, escaped: no .NET string, yet not ours to change.
            text.Append(element.GetRawText());
        }
    }

    private static void NewLine(StringBuilder text, int depth) => text.Append('\n').Append(' ', depth);

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
