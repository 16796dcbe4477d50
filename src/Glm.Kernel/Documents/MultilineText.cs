using System.Text.Json.Nodes;

namespace Glm.Kernel.Documents;

/// <summary>Text as notebooks keep it: an array of lines, each with its line feed, or one string.</summary>
internal static class MultilineText
{
    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    public static string Join(JsonNode? node) =>
        node switch
        {
            JsonArray lines => string.Concat(lines.OfType<JsonValue>().Select(Text)),
            JsonValue value => Text(value),
            _ => "",
        };

    private static string Text(JsonValue value)
    {
        try
        {
            return value.TryGetValue<string>(out var text) ? text : value.ToJsonString();
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD"; // half of a surrogate pair
        }
    }
}
