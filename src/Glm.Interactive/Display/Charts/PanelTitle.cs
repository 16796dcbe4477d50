using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Charts;

/// <summary>The title of a panel: words at a place of the whole chart, which stand above it, in as many lines as they need.</summary>
/// <param name="X">The middle, on the picture.</param>
/// <param name="Y">0 at the foot of the chart, 1 at its head.</param>
/// <param name="Size">Font size.</param>
/// <param name="Lines">From top to bottom.</param>
internal sealed record PanelTitle(double X, double Y, double Size, string[] Lines)
{
    private const double LargestSize = 13;
    private const double Foot = 5;
    private const int MostLines = 3;

    private double LineHeight => 1.15 * Size;

    /// <summary>Titles side by side do not touch, and none leaves the picture.</summary>
    /// <param name="notes">Annotations in coordinates of the paper.</param>
    /// <param name="left">Where the chart begins.</param>
    /// <param name="width">Of the chart.</param>
    /// <param name="end">The right edge of the picture.</param>
    public static IReadOnlyList<PanelTitle> Of(IEnumerable<JsonObject> notes, double left, double width, double end)
    {
        var places = notes.Select(note => (Note: note, X: left + (Number(note, "x") * width), Y: Number(note, "y"))).ToList();
        return
        [
            .. places.Select(place =>
            {
                var beside = places
                    .Where(other => other.Note != place.Note && Math.Abs(other.Y - place.Y) < 0.01)
                    .Select(other => Math.Abs(other.X - place.X))
                    .Where(distance => distance > 1);
                var room = beside.Append(2 * Math.Min(place.X, end - place.X)).Min() - 8;
                var size = Math.Min(LargestSize, PlotlyFigure.Size(place.Note["font"] as JsonObject, "size", 13, least: 6));
                var text = PlotlyFigure.PlainLabel(place.Note["text"]?.ToString() ?? "");
                return new PanelTitle(place.X, place.Y, size, TextFit.Balance(text, Math.Max(40, room), size, MostLines, bold: true));
            }),
        ];
    }

    /// <summary>The room above the chart that the uppermost titles need; 0 for none.</summary>
    public static double Height(IReadOnlyList<PanelTitle> titles) =>
        titles.Where(title => title.Y > 0.9).Select(title => Foot + (title.LineHeight * title.Lines.Length)).DefaultIfEmpty(0).Max();

    /// <param name="svg">Where to draw.</param>
    /// <param name="top">Of the chart.</param>
    /// <param name="height">Of the chart.</param>
    public void Draw(Svg svg, double top, double height)
    {
        var foot = top + ((1 - Y) * height) - Foot;
        for (var i = 0; i < Lines.Length; i++)
            svg.Text(X, foot - (LineHeight * (Lines.Length - 1 - i)), Lines[i], TextAnchor.Middle, Size, bold: true);
    }

    private static double Number(JsonObject note, string name) =>
        PlotlyFigure.Number(note[name]) is var number && double.IsFinite(number) ? number : 0;
}
