using System.Text.Json.Nodes;

namespace Glm.Kernel.Documents;

/// <summary>A cell of a <see cref="NotebookDocument"/>: a view of its JSON. What this type has no word for stays as it was read.</summary>
public sealed class NotebookCell
{
    public const string Code = "code";
    public const string Markdown = "markdown";
    public const string Raw = "raw";

    /// <summary>In an output's metadata: what this program notes of it.</summary>
    internal const string Mark = "glm";

    /// <summary>In that note: the C# variable that holds what is shown.</summary>
    internal const string Variable = "variable";

    internal NotebookCell(JsonObject json) => Json = json;

    internal JsonObject Json { get; }

    /// <summary>"code", "markdown" or "raw".</summary>
    public string Kind => Json["cell_type"]!.GetValue<string>();

    public bool IsCode => Kind == Code;

    /// <summary>The text, with line feeds between lines.</summary>
    public string Source
    {
        get => MultilineText.Join(Json["source"]);
        set => Json["source"] = MultilineText.Split(value);
    }

    /// <summary>Tags such as "parameters".</summary>
    public IReadOnlyList<string> Tags =>
        Json["metadata"]?["tags"] is JsonArray tags
            ? [.. tags.OfType<JsonValue>().Select(tag => tag.TryGetValue<string>(out var text) ? text : "")]
            : [];

    /// <summary>The language a polyglot notebook says the cell is in; null where it says nothing.</summary>
    public string? Language =>
        Text(Json["metadata"]?["polyglot_notebook"], "kernelName")
        ?? Text(Json["metadata"]?["dotnet_interactive"], "language")
        ?? OfEditor(Text(Json["metadata"]?["vscode"], "languageId"));

    /// <summary>The outputs as nbformat has them; empty for cells without code.</summary>
    public JsonArray Outputs
    {
        get
        {
            if (Json["outputs"] is JsonArray outputs)
                return outputs;
            outputs = [];
            if (IsCode)
                Json["outputs"] = outputs;
            return outputs;
        }
    }

    /// <summary>The number in brackets beside the cell; null before it ran.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;
        set => Json["execution_count"] = value;
    }

    internal JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
                Json["metadata"] = metadata = [];
            return metadata;
        }
    }

    internal void AddTag(string tag)
    {
        if (Tags.Contains(tag))
            return;
        if (Metadata["tags"] is JsonArray tags)
            tags.Add((JsonNode)tag);
        else
            Metadata["tags"] = new JsonArray(tag);
    }

    // The editor's own name for cells of any language, and its prefix for those of one.
    private static string? OfEditor(string? language) =>
        language is null or "polyglot-notebook" ? null
        : language.StartsWith("dotnet-interactive.", StringComparison.Ordinal) ? language["dotnet-interactive.".Length..]
        : language;

    private static string? Text(JsonNode? parent, string key) =>
        (parent as JsonObject)?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
