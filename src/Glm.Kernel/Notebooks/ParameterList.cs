using Glm.Kernel.Documents;

namespace Glm.Kernel.Notebooks;

/// <summary>The parameters of a notebook as a table of text.</summary>
public static class ParameterList
{
    /// <summary>A line per parameter: name, type, default, what is accepted, and what it is. Untrusted text.</summary>
    public static string Text(NotebookDocument notebook)
    {
        var parameters = NotebookParameters.Of(notebook);
        if (parameters.Count == 0)
            return "The notebook declares no parameters.\n";
        string[][] rows =
        [
            ["name", "type", "default", "accepted", "description"],
            .. parameters.Select(parameter =>
                (string[])
                    [
                        parameter.Name,
                        parameter.Type ?? "",
                        parameter.Default.Length == 0 ? "\"\"" : parameter.Default,
                        parameter.Rule,
                        parameter.Rules?.Description ?? "",
                    ]
            ),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(
            rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n")
        );
    }
}
