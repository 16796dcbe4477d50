using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Interactive.Hosting;
using Glm.Kernel.Documents;

namespace Glm.Kernel.Printing;

/// <summary>
/// Draws the charts of a notebook that only Plotly can draw, such as pies and histograms: a browser runs the Plotly.js that the notebook
/// carries, and its picture takes the place of the words that stand for the chart where no script runs.
/// </summary>
internal static partial class PlotlyStills
{
    private const string Begin = "[charts]";

    private const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><pre id="out"></pre>LOADER<script>
        (async figures => {
          const Plotly = await window.__glmPlotly;
          let text = "[charts]";
          for (const figure of figures) {
            const place = document.body.appendChild(document.createElement("div")), layout = figure.layout || {};
            const size = { width: layout.width || 620, height: layout.height || 450 };
            await Plotly.newPlot(place, figure.data, Object.assign({}, layout, size), { staticPlot: true });
            const picture = await Plotly.toImage(place, Object.assign({ format: "svg" }, size));
            text += btoa(unescape(encodeURIComponent(decodeURIComponent(picture.slice(picture.indexOf(",") + 1))))) + " ";
          }
          document.getElementById("out").textContent = text;
        })([FIGURES]);
        </script>
        """;

    /// <summary>Puts pictures into the document, which from then on is for paper alone. Without a browser nothing changes.</summary>
    /// <exception cref="Runtime.GlmException">The browser failed.</exception>
    public static async Task AddAsync(NotebookDocument notebook)
    {
        var outputs = notebook
            .Cells.SelectMany(cell => cell.Outputs.OfType<JsonObject>())
            .Select(output => output["data"] as JsonObject)
            .OfType<JsonObject>()
            .Select(data => (Data: data, Html: MultilineText.Join(data[MimeBundle.Html])))
            .ToArray();
        var charts = outputs.SelectMany(output => Unseen().Matches(output.Html)).ToArray();
        var loader = outputs.Select(output => Loader().Match(output.Html)).FirstOrDefault(match => match.Success)?.Value;
        if (charts.Length == 0 || loader is null || ChromiumBrowser.Find() is null)
            return;
        var page = Page.Replace("LOADER", loader, StringComparison.Ordinal)
            .Replace("FIGURES", string.Join(',', charts.Select(chart => chart.Groups["figure"].Value)), StringComparison.Ordinal);
        var drawn = ChromiumBrowser.Written(
            await ChromiumBrowser.OpenAsync(page, "--dump-dom", "--virtual-time-budget=60000").ConfigureAwait(false),
            Begin
        );
        var pictures = new Queue<string>(drawn);
        if (pictures.Count != charts.Length)
            return; // the charts keep their words
        foreach (var (data, html) in outputs.Where(output => Unseen().IsMatch(output.Html)))
            data[MimeBundle.Html] = Unseen()
                .Replace(html, chart =>
                    $"{chart.Groups["box"].Value}<img alt=\"{chart.Groups["words"].Value}\" style=\"max-width:100%;height:auto\" "
                    + $"src=\"data:image/svg+xml;base64,{pictures.Dequeue()}\">{chart.Groups["rest"].Value}"
                );
    }

    // What PlotlyBlock writes: a place with words instead of a picture, and the figure as JSON, in which no "<" stands.
    [GeneratedRegex(
        "(?<box><div class=\"glm-chart\" id=\"(?<id>glm-[0-9a-f]+)\"[^>]*>)<span class=\"glm-note\">(?<words>[^<]*)</span>"
            + "(?<rest></div>.*?<script type=\"application/json\" id=\"\\k<id>-data\">(?<figure>[^<]*)</script>)",
        RegexOptions.Singleline
    )]
    private static partial Regex Unseen();

    [GeneratedRegex("<script>\\(function \\(packed\\).*?</script>", RegexOptions.Singleline)]
    private static partial Regex Loader();
}
