using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Interactive.Hosting;
using Glm.Kernel.Documents;

namespace Glm.Kernel.Printing;

/// <summary>
/// Finds the figures of a notebook that has run: the pictures that its displays carry, which are what is shown where no script runs.
/// </summary>
internal static partial class NotebookFigures
{
    private const string Png = "image/png";

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>From top to bottom; the files are named by the number of the cell and by the result, or else its kind.</summary>
    public static IReadOnlyList<NotebookFigure> Of(NotebookDocument notebook)
    {
        var taken = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase); // as some file systems compare
        return
        [
            .. from cell in notebook.Cells
            where cell.IsCode
            from output in cell.Outputs.OfType<JsonObject>()
            where output["data"] is JsonObject
            from figure in In((JsonObject)output["data"]!)
            select figure with
            {
                Name = Free(FormattableString.Invariant($"cell-{cell.ExecutionCount ?? 0:00}-{ResultOf(output) ?? figure.Name}")),
            },
        ];

        string Free(string name)
        {
            var count = taken[name] = taken.GetValueOrDefault(name) + 1;
            return count == 1 ? name : FormattableString.Invariant($"{name}-{count}");
        }
    }

    /// <summary>How many charts have no still picture: only a script could draw them.</summary>
    public static int OnlyDrawnByScripts(NotebookDocument notebook) =>
        notebook
            .Cells.SelectMany(cell => cell.Outputs.OfType<JsonObject>())
            .Sum(output => ScriptOnly().Count(MultilineText.Join(output["data"]?[MimeBundle.Html])));

    private static IEnumerable<NotebookFigure> In(JsonObject data)
    {
        var html = MultilineText.Join(data[MimeBundle.Html]);
        // Of a picture that comes in two widths, the wide one is what a page shows.
        var stills = Still().Matches(html).Where(still => !still.Value.Contains("glm-narrow", StringComparison.Ordinal)).ToArray();
        foreach (var still in stills)
            yield return new NotebookFigure(
                still.Value.Contains("glm-still", StringComparison.Ordinal) ? "drawing" : "chart",
                Encoding.UTF8.GetString(Convert.FromBase64String(still.Groups[1].Value)),
                null
            );
        if (stills.Length > 0)
            yield break;
        if (data[MimeBundle.Svg] is { } svg)
            yield return new NotebookFigure("drawing", MultilineText.Join(svg), null);
        else if (data[Png] is { } png && Bytes(MultilineText.Join(png)) is { } bytes)
            yield return new NotebookFigure("picture", null, bytes);
    }

    private static string? ResultOf(JsonObject output) =>
        output["metadata"] is JsonObject metadata
        && metadata[NotebookCell.Mark] is JsonObject mark
        && mark[NotebookCell.Variable] is JsonValue value
        && value.TryGetValue<string>(out var name)
        && name.Length is > 0 and <= 60
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? name
            : null;

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) && bytes.AsSpan(0, count).StartsWith(Signature)
            ? bytes[..count]
            : null;
    }

    // Of the project's own displays; a notebook's other HTML is not searched for pictures.
    [GeneratedRegex("<img [^>]*src=\"data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)\"")]
    private static partial Regex Still();

    [GeneratedRegex("<div class=\"glm-chart\"[^>]*><span class=\"glm-note\">")]
    private static partial Regex ScriptOnly();
}
