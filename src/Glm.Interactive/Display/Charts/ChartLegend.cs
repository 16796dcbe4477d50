using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>What stands to the right of a chart: the names of its traces, and the colour scale of a heat map.</summary>
internal static class ChartLegend
{
    /// <summary>The width that an entry takes left of its name.</summary>
    public const double KeyWidth = 28;

    public static void DrawScale(Svg svg, JsonObject trace, double x, double y, double height)
    {
        var (low, high) = PlotlyFigure.Range(trace);
        var colors = PlotlyFigure.ColorScale(trace);
        const int steps = 32;
        for (var i = 0; i < steps; i++)
            svg.Rect(x, y + (height * i / steps), 14, (height / steps) + 0.4, colors(1 - ((i + 0.5) / steps)));
        var isShare = trace["colorbar"]?["tickformat"]?.ToString().EndsWith('%') == true;
        svg.Text(x, y - 7, Html.Line(PlotlyFigure.Title(trace["colorbar"]?["title"]), 12), size: ChartAxis.LabelSize, opacity: 0.85);
        foreach (var tick in ChartAxis.RoundNumbers(low, high, 6))
            svg.Text(
                x + 19,
                y + (height * (1 - ((tick - low) / (high - low)))) + 3.5,
                isShare ? ChartAxis.Short(100 * tick) + "%" : ChartAxis.Short(tick),
                TextAnchor.Start,
                ChartAxis.LabelSize,
                opacity: 0.85
            );
    }

    public static void Draw(Svg svg, List<LegendEntry> entries, double x, double y)
    {
        var room = Math.Max(1, (int)((svg.Height - y) / 17) - 1);
        for (var i = 0; i < Math.Min(room, entries.Count); i++)
        {
            var top = y + (17 * i);
            if (i == room - 1 && entries.Count > room)
            {
                svg.Text(
                    x,
                    top + 9,
                    Html.Count(entries.Count - i, "more class", "more classes"),
                    size: ChartAxis.LabelSize,
                    opacity: 0.75
                );
                break;
            }
            var entry = entries[i];
            if (entry.Line)
                ChartTraces.Dash(svg.Line(x, top + 5, x + 22, top + 5, 1, entry.Color, 2), entry.Dash);
            if (entry.Symbol.Length > 0)
                Marker.Draw(svg, [(x + 11, top + 5)], entry.Symbol, 8, entry.Color, 1);
            else if (!entry.Line)
                svg.Rect(x + 6, top, 10, 10, entry.Color).RoundCorners(2);
            svg.Text(x + KeyWidth, top + 9, entry.Name, size: ChartAxis.LabelSize);
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
