using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Formats.Text;
using Glm.Interactive.Provenance;
using Glm.Kernel.Documents;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// An executed notebook as one self-contained HTML file that needs no network and no server. Everything but the cells' own
/// <c>text/html</c> is encoded; the page's policy forbids loading anything.
/// </summary>
public static partial class HtmlReport
{
    // Lines of code that no page break parts.
    private const int ShortCode = 10;

    /// <summary>Writes the report, to a temporary file first.</summary>
    /// <exception cref="Runtime.GlmException">The file cannot be written.</exception>
    public static void Write(string path, NotebookDocument notebook, Provenance provenance) =>
        TextFile.Replace(path, writer => writer.Write(Render(notebook, provenance)));

    /// <summary>The page.</summary>
    /// <param name="notebook">With its outputs.</param>
    /// <param name="provenance">How it was made.</param>
    /// <param name="onPaper">Whether it is to be printed: scripts do not run, so that pictures stay still, and colours are light.</param>
    public static string Render(NotebookDocument notebook, Provenance provenance, bool onPaper = false)
    {
        var markdown = new MarkdownHtml(Path.GetDirectoryName(notebook.Path)!);
        var body = new StringBuilder();
        foreach (var cell in notebook.Cells)
            AppendCell(body, cell, markdown);
        var headings = markdown.Headings;
        var title = headings.Count > 0 && headings[0].Level == 1 ? headings[0].Title : Path.GetFileNameWithoutExtension(notebook.Path);
        var methods = Methods.Of(RecordedOutput.RecordsOf(notebook));
        var main = body.ToString();
        return ReportPage.Render(
            title,
            headings,
            onPaper ? NarrowStill().Replace(main, "$1") : main,
            provenance with
            {
                Methods = methods,
            },
            onPaper
        );
    }

    private static void AppendCell(StringBuilder body, NotebookCell cell, MarkdownHtml markdown)
    {
        var source = cell.Source;
        if (cell.Kind == NotebookCell.Markdown)
        {
            body.Append("<section class=\"text\">")
                .Append(markdown.Render(source, cell.Json["attachments"] as JsonObject))
                .Append("</section>\n");
            return;
        }
        if (cell.Kind == NotebookCell.Raw)
        {
            body.Append("<section class=\"raw\"><pre>").Append(Encode(source)).Append("</pre></section>\n");
            return;
        }
        if (string.IsNullOrWhiteSpace(source) && cell.Outputs.Count == 0)
            return;
        var code = source.TrimEnd();
        var number = cell.ExecutionCount is { } count ? count.ToString(CultureInfo.InvariantCulture) : " ";
        body.Append(
            CultureInfo.InvariantCulture,
            $"<section class=\"cell\"><details class=\"code\" open><summary "
                + $"title=\"Show or hide the code\">[{number}]{Duration(cell)}</summary>"
                + $"<pre{(code.Count(c => c == '\n') < ShortCode ? " class=\"short\"" : "")}>"
                + $"{CodeHighlighter.Html(code)}</pre></details>\n"
        );
        foreach (var output in cell.Outputs.OfType<JsonObject>())
            AppendOutput(body, output, markdown);
        body.Append("</section>\n");
    }

    private static void AppendOutput(StringBuilder body, JsonObject output, MarkdownHtml markdown)
    {
        switch (MultilineText.Join(output["output_type"]))
        {
            case "stream":
                var isError = MultilineText.Join(output["name"]) == "stderr";
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"<pre class=\"{(isError ? "stderr" : "stdout")}\">{Encode(AsTerminal(MultilineText.Join(output["text"])))}</pre>\n"
                );
                break;
            case "error":
                var trace = output["traceback"] is JsonArray lines
                    ? string.Join('\n', lines.Select(MultilineText.Join))
                    : MultilineText.Join(output["evalue"]);
                body.Append(CultureInfo.InvariantCulture, $"<pre class=\"error\">{Encode(AsTerminal(trace))}</pre>\n");
                break;
            case "display_data" or "execute_result" when output["data"] is JsonObject data:
                body.Append("<div class=\"output\">").Append(Richest(data, markdown)).Append("</div>\n");
                break;
        }
    }

    private static string Richest(JsonObject data, MarkdownHtml markdown)
    {
        if (data["text/html"] is { } html)
            return MultilineText.Join(html);
        if (data["image/svg+xml"] is { } svg)
            return $"<img alt=\"{Alternative(data)}\" src=\"{DataUrl.OfText("image/svg+xml", MultilineText.Join(svg))}\">";
        foreach (var mime in new[] { "image/png", "image/jpeg", "image/gif" })
            if (data[mime] is { } picture && DataUrl.OfBase64(mime, MultilineText.Join(picture)) is { } url)
                return $"<img alt=\"{Alternative(data)}\" src=\"{url}\">";
        if (data["text/markdown"] is { } text)
            return markdown.Render(MultilineText.Join(text));
        return $"<pre>{Encode(AsTerminal(MultilineText.Join(data["text/plain"])))}</pre>";
    }

    private static string Alternative(JsonObject data) => Encode(MultilineText.Join(data["text/plain"]));

    private static string Duration(NotebookCell cell)
    {
        if (!Time("iopub.status.busy", out var from) || !Time("iopub.status.idle", out var to) || to - from < TimeSpan.FromSeconds(0.5))
            return "";
        return string.Create(CultureInfo.InvariantCulture, $" <span class=\"time\">{(to - from).TotalSeconds:0.0} s</span>");

        bool Time(string key, out DateTimeOffset time) =>
            DateTimeOffset.TryParse(
                MultilineText.Join(cell.Json["metadata"]?["execution"]?[key]),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out time
            );
    }

    // A terminal's overwritten lines and colours have no place on paper: the last state of each line stays.
    private static string AsTerminal(string text)
    {
        text = Escape().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.Contains('\r', StringComparison.Ordinal)
            ? string.Join(
                '\n',
                text.Split('\n')
                    .Select(line => line.TrimEnd('\r') is var kept && kept.LastIndexOf('\r') is >= 0 and var at ? kept[(at + 1)..] : kept)
            )
            : text;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\u001b\[[0-9;?]*[ -/]*[@-~]", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    /// <summary>A picture for narrow places and the same for wide ones, of which paper takes the wide one.</summary>
    [GeneratedRegex(
        "<img class=\"glm-still[^\">]* glm-narrow\"[^>]*><script type=\"text/html\" class=\"glm-live\">"
            + "(<img class=\"glm-still[^\">]* glm-wide\"[^>]*>)</script>",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex NarrowStill();
}
