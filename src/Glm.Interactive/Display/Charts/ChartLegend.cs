using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>What stands to the right of a chart: the names of its traces, and the colour scale of a heat map.</summary>
internal static class ChartLegend
{
    public static void DrawScale(Svg svg, JsonObject trace, double x, double y, double height)
    {
        var (low, high) = PlotlyFigure.Range(trace);
        var colors = PlotlyFigure.ColorScale(trace);
        const int steps = 32;
        for (var i = 0; i < steps; i++)
            svg.Rect(x, y + (height * i / steps), 14, (height / steps) + 0.4, colors(1 - ((i + 0.5) / steps)));
        foreach (var tick in ChartAxis.RoundNumbers(low, high, 6))
            svg.Text(
                x + 19,
                y + (height * (1 - ((tick - low) / (high - low)))) + 3.5,
                ChartAxis.Short(tick),
                TextAnchor.Start,
                ChartAxis.LabelSize,
                opacity: 0.85
            );
    }

    public static void Draw(Svg svg, List<(string Name, string Color, bool IsLine)> entries, double x, double y)
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
            if (entries[i].IsLine)
                svg.Line(x, top + 5, x + 14, top + 5, 1, entries[i].Color, 2.5);
            else
                svg.Rect(x + 2, top, 10, 10, entries[i].Color).RoundCorners(2);
            svg.Text(x + 20, top + 9, entries[i].Name, size: ChartAxis.LabelSize);
        }
    }

    public static List<(string Name, string Color, bool IsLine)> Entries(JsonObject layout, List<JsonObject> traces)
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
                .Select(item =>
                    (
                        Html.Line(PlotlyFigure.PlainLabel(item.trace["name"]?.ToString() ?? $"trace {item.i}"), 26),
                        PlotlyFigure.Color(item.trace, item.i),
                        item.trace["mode"]?.ToString() is { } mode && !mode.Contains("markers", StringComparison.Ordinal)
                    )
                ),
        ];
    }
}
