using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Draws a figure of Plotly as a still SVG. It knows what this project uses: scatter (lines, markers), bar and heat map traces; a title,
/// several panels, linear, logarithmic and category axes, a legend, a colour scale, and annotations in paper coordinates.
/// </summary>
public static class StaticChart
{
    // Of a column of text, so that letters can still be read where the picture is scaled down to a narrow one.
    private const int DefaultWidth = 620;

    // Of the width, at most, for the names of rows.
    private const double LargestShare = 0.5;

    // For the names of rows between two panels.
    private const double InnerNames = 100;

    /// <summary>Draws a figure (data and layout, as Plotly reads it) as an SVG file; null if it has no trace that can be drawn.</summary>
    public static string? Render(JsonObject figure) => Picture(figure)?.Standalone();

    /// <summary>The same, with its size.</summary>
    internal static Svg? Picture(JsonObject figure)
    {
        var layout = figure["layout"] as JsonObject ?? [];
        var traces = (figure["data"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(trace => PlotlyFigure.Kind(trace) is "scatter" or "bar" or "heatmap")
            .ToList();
        return traces.Count == 0 ? null : Draw(layout, traces);
    }

    private static Svg Draw(JsonObject layout, List<JsonObject> traces)
    {
        var title = PlotlyFigure.Title(layout["title"]);
        var svg = new Svg(PlotlyFigure.Size(layout, "width", DefaultWidth), PlotlyFigure.Size(layout, "height", 450));
        var legend = ChartLegend.Entries(layout, traces);
        var scale = traces.FirstOrDefault(trace => PlotlyFigure.Kind(trace) == "heatmap" && trace["showscale"]?.ToString() != "false");
        var axes = traces.Select(trace => (PlotlyFigure.Axis(trace, "x"), PlotlyFigure.Axis(trace, "y"))).Distinct().ToList();
        var panels = axes.Select(pair => new ChartPanel(
                layout,
                pair.Item1,
                pair.Item2,
                [.. traces.Where(trace => (PlotlyFigure.Axis(trace, "x"), PlotlyFigure.Axis(trace, "y")) == pair)]
            ))
            .ToList();

        var notes = (layout["annotations"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var head = 14.0 + (title.Length > 0 ? 24 : 0);
        foreach (var panel in panels)
            panel.Y.FitBeside((svg.Height - head - 28) * (panel.Y1 - panel.Y0), panel.X0 < 0.02 ? svg.Width * LargestShare : InnerNames);
        var left =
            18
            + panels.Where(panel => panel.X0 < 0.02).Select(panel => panel.Y.LabelWidth).DefaultIfEmpty(30).Max()
            + (panels[0].Y.Title.Length > 0 ? 18 : 0);
        var scaleWidth = scale is not null ? 66 : 0;
        var names = legend.Select(ChartLegend.Width).DefaultIfEmpty(0).Max();
        var isBeneath = names > svg.Width / 4 || panels.Any(panel => panel.X0 > 0.02);
        var right = 16 + (isBeneath ? 0 : names) + scaleWidth;
        if (layout["width"] is null)
            svg.Width = Math.Max(svg.Width, left + right + panels.Max(panel => panel.X.LeastLength / (panel.X1 - panel.X0)));
        var width = svg.Width - left - right;

        var headings = PanelTitle.Of(notes.Where(IsOnPaper), left, width, svg.Width);
        var top = head + PanelTitle.Height(headings);
        var rotate = panels.Any(panel => panel.X.Crowded(width * (panel.X1 - panel.X0)));
        foreach (var panel in panels)
            panel.FitBelow(width, left, svg.Width, rotate);
        var bottom = 28.0 + panels.Max(panel => panel.Depth);
        var height = svg.Height - top - bottom;
        if (isBeneath)
            svg.Height += ChartLegend.Height(legend, svg.Width - left - 16);

        if (title.Length > 0)
            svg.Text(svg.Width / 2, 22, Html.Line(title, 80), TextAnchor.Middle, 14, bold: true);
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = panels[i];
            var shift = panel.ShiftFrom(panels, width);
            panel.Place(
                left + (panel.X0 * width) + shift,
                top + ((1 - panel.Y1) * height),
                ((panel.X1 - panel.X0) * width) - shift,
                (panel.Y1 - panel.Y0) * height
            );
            DrawAxes(svg, panel, rotate);
            using (svg.Window(panel.Left, panel.Top, panel.Width, panel.Height))
                ChartTraces.Draw(svg, panel, traces);
            ChartTraces.DrawMarkers(svg, panel, traces);
        }
        foreach (var heading in headings)
            heading.Draw(svg, top, height);
        foreach (var note in notes.Where(note => !IsOnPaper(note)))
            if (panels.FirstOrDefault(panel => panel.IsOf(note["xref"]?.ToString(), note["yref"]?.ToString())) is { } panel)
                DrawNote(svg, panel, note);
        if (isBeneath)
            ChartLegend.DrawBeneath(svg, legend, left, top + height + bottom, svg.Width - left - 16);
        else
            ChartLegend.Draw(svg, legend, svg.Width - right + 12 + scaleWidth, top);
        if (scale is not null)
            ChartLegend.DrawScale(svg, scale, svg.Width - right + 14, top, height);
        return svg;
    }

    private static bool IsOnPaper(JsonObject note) => note["xref"]?.ToString() == "paper" && note["yref"]?.ToString() == "paper";

    /// <summary>Words at a point of a panel, above it; its anchor is where Plotly has it.</summary>
    private static void DrawNote(Svg svg, ChartPanel panel, JsonObject note)
    {
        var (x, y) = (panel.X.Place(note["x"]), panel.Y.Place(note["y"]));
        if (!double.IsFinite(x) || !double.IsFinite(y))
            return;
        var anchor = note["xanchor"]?.ToString() switch
        {
            "right" => TextAnchor.End,
            "left" => TextAnchor.Start,
            _ => TextAnchor.Middle,
        };
        var font = note["font"] as JsonObject;
        var size = PlotlyFigure.Size(font, "size", 12, least: 6);
        var words = Html.Line(PlotlyFigure.PlainLabel(note["text"]?.ToString() ?? ""), 60);
        var (left, bottom) = (
            panel.Left + (x * panel.Width) - (anchor == TextAnchor.End ? 2 : 0),
            panel.Top + ((1 - y) * panel.Height) - 3
        );
        // Curves behind words would cross out their letters.
        var width = Svg.TextWidth(words, size);
        var shift =
            anchor == TextAnchor.End ? width
            : anchor == TextAnchor.Middle ? width / 2
            : 0;
        svg.Rect(left - shift, bottom - (0.8 * size), width, size, "#ffffff").Class("glm-paper").FillOpacity(0.8);
        svg.Text(left, bottom, words, anchor, size, fill: PlotlyFigure.SafeColor(font?["color"]) ?? "currentColor");
    }

    private static void DrawAxes(Svg svg, ChartPanel panel, bool rotate)
    {
        var (x, y) = (panel.X, panel.Y);
        foreach (var (place, lines) in y.Ticks(panel.Height, ChartAxis.Upright))
        {
            var py = panel.Top + (panel.Height * (1 - place));
            if (!y.IsCategory)
                svg.Line(panel.Left, py, panel.Left + panel.Width, py, 0.13);
            var size = y.SizeOn(panel.Height);
            for (var i = 0; i < lines.Length; i++)
                svg.Text(
                    panel.Left - 6,
                    py + 3.5 + ChartAxis.LineShift(i, lines.Length, size),
                    lines[i],
                    TextAnchor.End,
                    size,
                    opacity: 0.85
                );
        }
        foreach (var (place, lines) in x.Ticks(panel.Width, ChartAxis.Level))
        {
            var px = panel.Left + (panel.Width * place);
            if (!x.IsCategory)
                svg.Line(px, panel.Top, px, panel.Top + panel.Height, 0.13);
            svg.Text(
                rotate ? px + 3 : px,
                panel.Top + panel.Height + (rotate ? 8 : 14),
                lines[0],
                rotate ? TextAnchor.End : TextAnchor.Middle,
                x.SizeOn(panel.Width),
                rotate ? x.AngleOn(panel.Width) : 0,
                0.85
            );
        }
        svg.Line(panel.Left, panel.Top + panel.Height, panel.Left + panel.Width, panel.Top + panel.Height, 0.4);
        svg.Line(panel.Left, panel.Top, panel.Left, panel.Top + panel.Height, 0.4);
        for (var i = 0; i < panel.TitleBelow.Count; i++)
            svg.Text(
                panel.Left + (panel.Width / 2),
                panel.Top + panel.Height + (rotate ? 14 + panel.NameDepth : 20) + (ChartPanel.TitleLine * (i + 1)) - 1,
                panel.TitleBelow[i],
                TextAnchor.Middle,
                ChartPanel.TitleSize
            );
        if (y.Title.Length > 0)
            svg.Text(
                panel.Left - y.LabelWidth - 14,
                panel.Top + (panel.Height / 2),
                Html.Line(y.Title, 60),
                TextAnchor.Middle,
                ChartPanel.TitleSize,
                -90
            );
    }
}
