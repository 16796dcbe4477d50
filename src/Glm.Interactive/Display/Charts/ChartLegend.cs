using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>What stands to the right of a chart: the names of its traces, and the colour scale of a heat map.</summary>
internal static class ChartLegend
{
    /// <summary>The width that an entry takes left of its name.</summary>
    public const double KeyWidth = 28;

    private const double RowHeight = 19;
    private const double Gap = 14;
    private const int MostRows = 8;
    private const double LongestName = 212;

    /// <summary>The width that an entry takes, with the room after it.</summary>
    public static double Width(LegendEntry entry) =>
        KeyWidth + Gap + Math.Min(LongestName, Svg.TextWidth(entry.Name, ChartAxis.LabelSize));

    /// <summary>The height that entries take side by side beneath a chart; 0 for none.</summary>
    public static double Height(IReadOnlyList<LegendEntry> entries, double width)
    {
        var rows = Rows(entries, width).Select(place => place.Row + 1).DefaultIfEmpty(0).Max();
        return rows == 0 ? 0 : (RowHeight * Math.Min(rows, MostRows)) + 8;
    }

    /// <summary>Draws entries side by side, in as many rows as they need.</summary>
    /// <param name="svg">Where to draw.</param>
    /// <param name="entries">In order.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="width">Of a row.</param>
    public static void DrawBeneath(Svg svg, IReadOnlyList<LegendEntry> entries, double x, double y, double width)
    {
        var places = Rows(entries, width);
        var shown = places.Count(place => place.Row < MostRows);
        if (shown < entries.Count)
            shown--;
        for (var i = 0; i < shown; i++)
            DrawEntry(svg, entries[i], x + places[i].Left, y + 4 + (RowHeight * places[i].Row));
        if (shown < entries.Count)
            DrawRest(svg, entries.Count - shown, x + places[shown].Left, y + 4 + (RowHeight * places[shown].Row));
    }

    private static List<(int Row, double Left)> Rows(IReadOnlyList<LegendEntry> entries, double width)
    {
        var places = new List<(int, double)>();
        var (row, left) = (0, 0.0);
        foreach (var entry in entries)
        {
            if (left > 0 && left + Width(entry) - Gap > width)
                (row, left) = (row + 1, 0);
            places.Add((row, left));
            left += Width(entry);
        }
        return places;
    }

    private static void DrawRest(Svg svg, int count, double x, double top) =>
        svg.Text(x, top + 10, Html.Count(count, "more class", "more classes"), size: ChartAxis.LabelSize, opacity: 0.75);

    private static void DrawEntry(Svg svg, LegendEntry entry, double x, double top)
    {
        if (entry.Line)
            ChartTraces.Dash(svg.Line(x, top + 5, x + 22, top + 5, 1, entry.Color, 2), entry.Dash);
        if (entry.Symbol.Length > 0)
            Marker.Draw(svg, [(x + 11, top + 5)], entry.Symbol, 8, entry.Color, 1);
        else if (!entry.Line)
            svg.Rect(x + 6, top, 10, 10, entry.Color).RoundCorners(2);
        svg.Text(x + KeyWidth, top + 9.5, entry.Name, size: ChartAxis.LabelSize);
    }

    public static void DrawScale(Svg svg, JsonObject trace, double x, double y, double height)
    {
        var (low, high) = PlotlyFigure.Range(trace);
        var colors = PlotlyFigure.ColorScale(trace);
        const int steps = 32;
        for (var i = 0; i < steps; i++)
            svg.Rect(x, y + (height * i / steps), 14, (height / steps) + 0.4, colors(1 - ((i + 0.5) / steps)));
        var isShare = trace["colorbar"]?["tickformat"]?.ToString().EndsWith('%') == true;
        svg.Text(x, y - 10, Html.Line(PlotlyFigure.Title(trace["colorbar"]?["title"]), 12), size: ChartAxis.LabelSize, opacity: 0.85);
        var step = ChartAxis.Step(low, high, 6);
        foreach (var tick in ChartAxis.RoundNumbers(low, high, 6))
            svg.Text(
                x + 19,
                y + (height * (1 - ((tick - low) / (high - low)))) + 3.5,
                isShare ? ChartAxis.Short(100 * tick, 100 * step) + "%" : ChartAxis.Short(tick, step),
                TextAnchor.Start,
                ChartAxis.LabelSize,
                opacity: 0.85
            );
    }

    /// <summary>Draws entries one below the other.</summary>
    public static void Draw(Svg svg, List<LegendEntry> entries, double x, double y)
    {
        var room = Math.Max(1, (int)((svg.Height - y) / RowHeight) - 1);
        for (var i = 0; i < Math.Min(room, entries.Count); i++)
        {
            if (i == room - 1 && entries.Count > room)
            {
                DrawRest(svg, entries.Count - i, x, y + (RowHeight * i));
                break;
            }
            DrawEntry(svg, entries[i], x, y + (RowHeight * i));
        }
    }

    public static List<LegendEntry> Entries(JsonObject layout, List<JsonObject> traces)
    {
        if (layout["showlegend"]?.ToString() == "false")
            return [];
        var shown = traces
            .Select((trace, i) => (trace, i))
            .Where(item => item.trace["showlegend"]?.ToString() != "false" && PlotlyFigure.Kind(item.trace) != "heatmap")
            .ToList();
        if (shown.Count < 2 && layout["showlegend"]?.ToString() != "true")
            return [];
        return
        [
            .. shown
                .DistinctBy(item => item.trace["legendgroup"]?.ToString() ?? $"#{item.i}")
                .OrderBy(item => item.trace["legendrank"] is { } rank ? PlotlyFigure.Number(rank) : 1000)
                .Select(item => new LegendEntry(
                    Html.Line(PlotlyFigure.PlainLabel(item.trace["name"]?.ToString() ?? $"trace {item.i}"), 34),
                    PlotlyFigure.Color(item.trace, item.i),
                    PlotlyFigure.HasLine(item.trace),
                    item.trace["line"]?["dash"]?.ToString() ?? "",
                    PlotlyFigure.HasMarkers(item.trace) ? PlotlyFigure.Symbol(item.trace) : ""
                )),
        ];
    }
}
