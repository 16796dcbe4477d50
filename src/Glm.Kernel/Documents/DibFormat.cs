using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Documents;

/// <summary>
/// Reads .dib: a line that is nothing but <c>#!language</c> begins a cell. Code in a language this program does not run keeps that line,
/// so that running it says so. What the <c>#!meta</c> block says becomes metadata of the notebook, as .NET Interactive converts it.
/// </summary>
internal static class DibFormat
{
    private static readonly HashSet<string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        "csharp",
        "c#",
        "fsharp",
        "f#",
        "pwsh",
        "powershell",
        "javascript",
        "js",
        "html",
        "markdown",
        "md",
        "mermaid",
        "sql",
        "kql",
        "python",
        "http",
        "value",
        "meta",
        "raw",
    };

    public static JsonObject Read(string text)
    {
        var cells = new JsonArray();
        var metadata = new JsonObject
        {
            ["kernelspec"] = new JsonObject
            {
                ["display_name"] = "glm",
                ["language"] = "C#",
                ["name"] = "glm",
            },
            ["language_info"] = new JsonObject { ["name"] = "C#" },
        };
        var language = "csharp";
        List<string> lines = [];
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("#!", StringComparison.Ordinal) && Languages.Contains(line[2..].Trim()))
            {
                Finish();
                language = line[2..].Trim().ToLowerInvariant();
            }
            else
            {
                lines.Add(line);
            }
        }
        Finish();
        return new JsonObject
        {
            ["cells"] = cells,
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
            ["metadata"] = metadata,
        };

        void Finish()
        {
            var source = string.Join('\n', lines).Trim('\n');
            lines.Clear();
            if (source.Length == 0)
                return;
            if (language == "meta")
            {
                Keep(source, metadata);
                return;
            }
            var kind = language switch
            {
                "markdown" or "md" => NotebookCell.Markdown,
                "raw" => NotebookCell.Raw,
                _ => NotebookCell.Code,
            };
            var isCSharp = language is "csharp" or "c#";
            if (kind == NotebookCell.Code && !isCSharp)
                source = $"#!{language}\n{source}";
            var cell = new JsonObject
            {
                ["cell_type"] = kind,
                // Where the notebook's language is another, a C# cell must say what it is.
                ["metadata"] =
                    isCSharp && DefaultLanguage(metadata) is not (null or "csharp")
                        ? new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" } }
                        : new JsonObject(),
                ["source"] = MultilineText.Split(source),
            };
            if (kind == NotebookCell.Code)
            {
                cell["execution_count"] = null;
                cell["outputs"] = new JsonArray();
            }
            cells.Add((JsonNode)cell);
        }
    }

    private static void Keep(string meta, JsonObject metadata)
    {
        if (Parsed(meta) is not { } said)
            return;
        foreach (var (name, value) in said.Where(entry => !metadata.ContainsKey(entry.Key)))
        {
            if (name == "kernelInfo" && value is JsonObject info)
                metadata["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = info.DeepClone() };
            else
                metadata[name] = value?.DeepClone();
        }
    }

    private static string? DefaultLanguage(JsonObject metadata) =>
        metadata["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"] is JsonValue value && value.TryGetValue<string>(out var name)
            ? name
            : null;

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
