using System.Globalization;
using System.Text;
using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Formats.Text;
using Glm.Kernel.Documents;
using Glm.Runtime;

namespace Glm.Kernel.Printing;

/// <summary>Writes the figures of a notebook as files: drawings as SVG and, with a browser, as PNG of 300 dpi.</summary>
internal static class FigureFolder
{
    private const double Dpi = 300;
    private const double ScreenDpi = 96;
    private const int LargestSide = 16_000; // pixels that a browser draws at a time
    private const string Begin = "[pictures]";

    // A picture that is drawn on a canvas is drawn at the canvas' size, from its outlines.
    private const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><pre id="out"></pre><script>
        (async pictures => {
          let text = "[pictures]";
          for (const [source, width, height] of pictures) {
            const image = new Image(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
            image.src = "data:image/svg+xml;base64," + source;
            await image.decode();
            canvas.width = width;
            canvas.height = height;
            pen.fillStyle = "#ffffff";
            pen.fillRect(0, 0, width, height);
            pen.drawImage(image, 0, 0, width, height);
            text += canvas.toDataURL("image/png").split(",")[1] + " ";
          }
          document.getElementById("out").textContent = text;
        })(PICTURES);
        </script>
        """;

    /// <summary>Writes all figures; files of earlier runs with the same names are replaced.</summary>
    /// <param name="folder">Full path; it exists.</param>
    /// <param name="notebook">With its outputs.</param>
    /// <returns>What was written, in a line.</returns>
    /// <exception cref="GlmException">A file cannot be written, or the browser failed.</exception>
    public static async Task<string> WriteAsync(string folder, NotebookDocument notebook)
    {
        var figures = NotebookFigures.Of(notebook);
        var drawings = new List<(string Name, string Svg, int Width, int Height, double Dpi)>();
        foreach (var figure in figures)
        {
            if (figure.Png is { } pixels)
            {
                StoredFile.Replace(Path.Combine(folder, figure.Name + ".png"), stream => stream.Write(pixels));
                continue;
            }
            var (svg, width, height) = FigureSvg.Of(figure.Svg!);
            TextFile.Replace(Path.Combine(folder, figure.Name + ".svg"), writer => writer.Write(svg));
            var scale = Math.Min(Dpi / ScreenDpi, LargestSide / Math.Max(1, Math.Max(width, height)));
            drawings.Add((figure.Name, svg, Pixels(width), Pixels(height), scale * ScreenDpi));

            int Pixels(double length) => Math.Max(1, (int)Math.Round(length * scale));
        }
        var drawn = drawings.Count > 0 && ChromiumBrowser.Find() is not null;
        if (drawn)
        {
            var pictures = await DrawAsync([.. drawings.Select(drawing => (drawing.Svg, drawing.Width, drawing.Height))])
                .ConfigureAwait(false);
            foreach (var (drawing, png) in drawings.Zip(pictures))
                StoredFile.Replace(Path.Combine(folder, drawing.Name + ".png"), stream =>
                    stream.Write(PngFile.WithResolution(png, drawing.Dpi))
                );
        }
        return Told(folder, notebook, figures.Count, drawings.Count == 0 || drawn);
    }

    private static string Told(string folder, NotebookDocument notebook, int count, bool complete)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"Wrote {count} {(count == 1 ? "figure" : "figures")} to {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}"
        );
        if (!complete)
            line += $", as SVG only: PNG needs Chromium or Chrome on the PATH, or named by {ChromiumBrowser.Variable}";
        return NotebookFigures.OnlyDrawnByScripts(notebook) is > 0 and var left
            ? line + string.Create(CultureInfo.InvariantCulture, $"; {left} of a kind that only Plotly draws, in the report")
            : line;
    }

    private static async Task<IReadOnlyList<byte[]>> DrawAsync(IReadOnlyList<(string Svg, int Width, int Height)> pictures)
    {
        var given = JsonSerializer.Serialize(
            pictures.Select(picture =>
                new object[] { Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.Svg)), picture.Width, picture.Height }
            )
        );
        var shown = await ChromiumBrowser
            .OpenAsync(Page.Replace("PICTURES", given, StringComparison.Ordinal), "--dump-dom", "--virtual-time-budget=60000")
            .ConfigureAwait(false);
        var drawn = ChromiumBrowser.Written(shown, Begin);
        return drawn.Length == pictures.Count
            ? [.. drawn.Select(Convert.FromBase64String)]
            : throw new GlmException($"The browser drew {drawn.Length} of {pictures.Count} figures; the others are there as SVG.");
    }
}
