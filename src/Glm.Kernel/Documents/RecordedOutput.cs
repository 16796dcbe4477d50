using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Documents;

/// <summary>One output of a cell, as far as it can be compared with that of another run.</summary>
/// <param name="Parts">What it shows by mime type; a stream's text under its name. JSON is left out.</param>
/// <param name="Record">How it came to be; null for one that no command of <c>#!glm</c> made.</param>
/// <param name="Shown">The hash of its parts when it was made; empty where none was kept.</param>
internal sealed record RecordedOutput(IReadOnlyDictionary<string, string> Parts, CommandRecord? Record, string Shown)
{
    /// <summary>What the value held that C# showed; null where it is not a result of this library.</summary>
    public ResultContent? Content { get; private init; }

    /// <summary>Whether it is still what it was when it was made, as far as a hash was kept.</summary>
    public bool IsAsMade => Shown.Length == 0 || Shown == RecordJson.HashOf(Parts);

    /// <summary>Its metadata, as JSON; null for one without a record.</summary>
    public string? Metadata => Record is null ? null : RecordJson.Metadata(Record);

    /// <summary>The records of an executed notebook, in the order of its cells.</summary>
    /// <exception cref="GlmException">One is damaged, or of a later version.</exception>
    public static IReadOnlyList<CommandRecord> RecordsOf(NotebookDocument notebook) =>
        [
            .. notebook
                .Cells.Where(cell => cell.IsCode)
                .SelectMany((cell, i) => Of(cell, $"{Path.GetFileName(notebook.Path)}, cell [{i + 1}]"))
                .Select(output => output.Record)
                .OfType<CommandRecord>(),
        ];

    /// <summary>The outputs of a cell, without those that show how far something is.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="place">Begins the message of an error.</param>
    public static IReadOnlyList<RecordedOutput> Of(NotebookCell cell, string place) =>
        [.. cell.Outputs.OfType<JsonObject>().Select(output => Of(output, place)).OfType<RecordedOutput>()];

    private static RecordedOutput? Of(JsonObject output, string place)
    {
        var kind = Text(output["output_type"]);
        if (kind == "stream")
            return new RecordedOutput(Single(Text(output["name"]), MultilineText.Join(output["text"])), null, "");
        if (kind == "error")
            return new RecordedOutput(Single("error", Text(output["evalue"])), null, "");
        if ((output["metadata"] as JsonObject)?[RecordJson.MetadataKey] is not JsonObject about)
            return new RecordedOutput(Data(output), null, "");
        if (about["passing"] is not null)
            return null;
        if (about["line"] is null)
            return new RecordedOutput(Data(output), null, Text(about["shown"])) { Content = ContentOf(about["content"], place) };
        using var json = JsonDocument.Parse(about.ToJsonString());
        var record = RecordJson.Read(json.RootElement, place);
        return new RecordedOutput(Data(output), record, record.Shown);
    }

    private static ResultContent? ContentOf(JsonNode? node, string place)
    {
        if (node is null)
            return null;
        using var json = JsonDocument.Parse(node.ToJsonString());
        return RecordJson.ReadContent(json.RootElement, place);
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    private static Dictionary<string, string> Single(string name, string text) => new(StringComparer.Ordinal) { [name] = text };

    private static Dictionary<string, string> Data(JsonObject output) =>
        (output["data"] as JsonObject ?? [])
            .Where(part => !part.Key.EndsWith("json", StringComparison.Ordinal))
            .ToDictionary(part => part.Key, part => MultilineText.Join(part.Value), StringComparer.Ordinal);
}
