using System.Text.Json.Nodes;

namespace Glm.Kernel.Documents;

/// <summary>
/// Reads .dib: a line that is nothing but <c>#!language</c> begins a cell. Code in a language this program does not run keeps that line,
/// so that
/// running it says so.
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
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject
                {
                    ["display_name"] = "glm",
                    ["language"] = "C#",
                    ["name"] = "glm",
                },
                ["language_info"] = new JsonObject { ["name"] = "C#" },
            },
        };

        void Finish()
        {
            var source = string.Join('\n', lines).Trim('\n');
            lines.Clear();
            if (source.Length == 0 || language == "meta")
                return;
            var kind = language switch
            {
                "markdown" or "md" => NotebookCell.Markdown,
                "raw" => NotebookCell.Raw,
                _ => NotebookCell.Code,
            };
            if (kind == NotebookCell.Code && language is not ("csharp" or "c#"))
                source = $"#!{language}\n{source}";
            var cell = new JsonObject
            {
                ["cell_type"] = kind,
                ["metadata"] = new JsonObject(),
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
}
