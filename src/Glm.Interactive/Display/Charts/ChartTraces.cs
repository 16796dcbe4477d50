using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>Draws the traces of one panel: scatter (lines, markers), bars and heat maps.</summary>
internal static class ChartTraces
{
    private const int MarkerLimit = 6000;

    /// <summary>Draws what belongs inside the panel: lines, bars and cells. Values beyond the axes are drawn beyond the panel.</summary>
    public static void Draw(Svg svg, ChartPanel panel, List<JsonObject> all)
    {
        var bars = panel.Traces.Where(trace => PlotlyFigure.Kind(trace) == "bar").ToList();
        foreach (var trace in panel.Traces)
        {
            var color = PlotlyFigure.Color(trace, all.IndexOf(trace));
            switch (PlotlyFigure.Kind(trace))
            {
                case "bar":
                    DrawBars(svg, panel, trace, color, bars.IndexOf(trace), bars.Count);
                    break;
                case "heatmap":
                    DrawHeatMap(svg, panel, trace);
                    break;
                default:
                    if (PlotlyFigure.HasLine(trace))
                        DrawLine(svg, panel, trace, color);
                    break;
            }
        }
    }

    /// <summary>Draws the points that lie within the panel, and whole where they lie on its rim.</summary>
    public static void DrawMarkers(Svg svg, ChartPanel panel, List<JsonObject> all)
    {
        foreach (var trace in panel.Traces.Where(PlotlyFigure.HasMarkers))
        {
            var size =
                trace["marker"]?["size"] is JsonValue s && s.GetValueKind() == JsonValueKind.Number
                    ? Math.Clamp(PlotlyFigure.Number(s), 1, 30)
                    : 6;
            const double rim = 0.5;
            var inside = Points(panel, trace)
                .Where(point =>
                    point.X >= panel.Left - rim
                    && point.X <= panel.Left + panel.Width + rim
                    && point.Y >= panel.Top - rim
                    && point.Y <= panel.Top + panel.Height + rim
                );
            Marker.Draw(svg, inside, PlotlyFigure.Symbol(trace), size, PlotlyFigure.Color(trace, all.IndexOf(trace)), Opacity(trace));
        }
    }

    /// <summary>Breaks a line as a trace says.</summary>
    /// <param name="line">Just drawn.</param>
    /// <param name="dash">"dash" or "dot"; any other line is solid.</param>
    public static void Dash(SvgElement line, string dash)
    {
        if (dash == "dash")
            line.Dashed(7, 5);
        else if (dash == "dot")
            line.Dashed(2, 3);
    }

    private static void DrawLine(Svg svg, ChartPanel panel, JsonObject trace, string color)
    {
        var line = new SvgPath();
        var pen = false;
        foreach (var (x, y) in Points(panel, trace))
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
            {
                pen = false;
                continue;
            }
            _ = pen ? line.LineTo(x, y) : line.MoveTo(x, y);
            pen = true;
        }
        if (line.IsEmpty)
            return;
        var width = trace["line"]?["width"] is { } w ? Math.Clamp(PlotlyFigure.Number(w), 0.5, 10) : 2;
        Dash(
            svg.Path(line).Fill("none").Stroke(color).StrokeWidth(width).StrokeOpacity(Opacity(trace)).RoundJoins(),
            trace["line"]?["dash"]?.ToString() ?? ""
        );
    }

    private static double Opacity(JsonObject trace) =>
        trace["opacity"] is { } o ? PlotlyFigure.Number(o)
        : trace["marker"]?["opacity"] is { } m ? PlotlyFigure.Number(m)
        : 1;

    /// <summary>The points of a trace on the picture, thinned where they are very many; NaN for a gap.</summary>
    private static IEnumerable<(double X, double Y)> Points(ChartPanel panel, JsonObject trace)
    {
        var (xs, ys) = (trace["x"] as JsonArray, trace["y"] as JsonArray ?? []);
        var skip = Math.Max(1, (int)Math.Ceiling(ys.Count / (double)MarkerLimit));
        for (var i = 0; i < ys.Count; i++)
        {
            if (skip > 1 && i % skip != 0 && i != ys.Count - 1)
                continue;
            var px = panel.X.Place(
                xs is null ? JsonValue.Create((double)i)
                : i < xs.Count ? xs[i]
                : null
            );
            yield return (panel.Left + (px * panel.Width), panel.Top + ((1 - panel.Y.Place(ys[i])) * panel.Height));
        }
    }

    private static void DrawBars(Svg svg, ChartPanel panel, JsonObject trace, string color, int index, int count)
    {
        var isLevel = PlotlyFigure.IsLevel(trace);
        var (names, lengths) = isLevel ? (panel.Y, panel.X) : (panel.X, panel.Y);
        var (places, values) = (trace[isLevel ? "y" : "x"] as JsonArray ?? [], trace[isLevel ? "x" : "y"] as JsonArray ?? []);
        var errors = trace[isLevel ? "error_x" : "error_y"]?["array"] as JsonArray;
        // All in shares of the axes, on which bars side by side begin where the axis begins.
        var slot = names.SlotWidth(places.Count);
        var width = slot * 0.8 / count;
        var floor = Math.Clamp(lengths.Place(JsonValue.Create(0.0)), 0, 1);
        for (var i = 0; i < Math.Min(places.Count, values.Count); i++)
        {
            var (place, end) = (names.Place(places[i]), lengths.Place(values[i]));
            if (!double.IsFinite(place) || !double.IsFinite(end))
                continue;
            var shift = (width * (index + 0.5)) - (slot * 0.4);
            var middle = names.IsReversed ? place - shift : place + shift;
            var (x1, y1) = At(middle - (width * 0.47), Math.Min(end, floor));
            var (x2, y2) = At(middle + (width * 0.47), Math.Max(end, floor));
            svg.Rect(Math.Min(x1, x2), Math.Min(y1, y2), Math.Abs(x2 - x1), Math.Abs(y2 - y1), color);
            if (errors is null || i >= errors.Count || !double.IsFinite(PlotlyFigure.Number(errors[i])))
                continue;
            var (value, error) = (PlotlyFigure.Number(values[i]), PlotlyFigure.Number(errors[i]));
            var (lowX, lowY) = At(middle, lengths.Place(JsonValue.Create(value - error)));
            var (highX, highY) = At(middle, lengths.Place(JsonValue.Create(value + error)));
            svg.Line(highX, highY, lowX, lowY, 0.8);
        }

        (double X, double Y) At(double along, double length) => isLevel ? panel.At(length, along) : panel.At(along, length);
    }

    private static void DrawHeatMap(Svg svg, ChartPanel panel, JsonObject trace)
    {
        var z = (trace["z"] as JsonArray ?? []).OfType<JsonArray>().ToList();
        var columns = z.Count == 0 ? 0 : z.Max(row => row.Count);
        if (columns == 0)
            return;
        var (low, high) = PlotlyFigure.Range(trace);
        var colors = PlotlyFigure.ColorScale(trace);
        var write = trace["texttemplate"] is not null && z.Count * columns <= 400;
        var texts = trace["text"] as JsonArray;
        var (xs, ys) = (trace["x"] as JsonArray, trace["y"] as JsonArray);
        var (w, h) = (panel.Width * panel.X.SlotWidth(columns), panel.Height * panel.Y.SlotWidth(z.Count));
        for (var i = 0; i < z.Count; i++)
        for (var j = 0; j < z[i].Count; j++)
        {
            var value = PlotlyFigure.Number(z[i][j]);
            if (!double.IsFinite(value))
                continue;
            var color = colors(high > low ? (value - low) / (high - low) : 0);
            var x =
                panel.Left
                + (
                    panel.X.Place(
                        xs is null ? JsonValue.Create((double)j)
                        : j < xs.Count ? xs[j]
                        : null
                    ) * panel.Width
                );
            var y =
                panel.Top
                + (
                    (
                        1
                        - panel.Y.Place(
                            ys is null ? JsonValue.Create((double)i)
                            : i < ys.Count ? ys[i]
                            : null
                        )
                    ) * panel.Height
                );
            svg.Rect(x - (w / 2), y - (h / 2), w + 0.3, h + 0.3, color).CrispEdges();
            if (write && w > 12 && h > 9)
                svg.Text(
                    x,
                    y + 3.5,
                    (texts?[i] as JsonArray)?[j]?.ToString() ?? Html.Number(value),
                    TextAnchor.Middle,
                    Math.Min(ChartAxis.LabelSize, h * 0.6),
                    fill: Palette.InkOn(color)
                );
        }
    }
}
