using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Draws the part of Plotly's figures that this project uses as a still SVG: scatter (lines, markers), bar and heat map; title,
/// panels by axis domains, linear, logarithmic and category axes, legend, colour scale, annotations placed on the paper.
/// </summary>
public static partial class StaticChart
{
    private const int DefaultWidth = 820;
    private const int MarkerLimit = 6000;
    private const double TickSize = 10.5;

    /// <summary>A figure (data and layout, as Plotly reads it) as an SVG file; null if it has no trace that can be drawn.</summary>
    public static string? Render(JsonObject figure)
    {
        var layout = figure["layout"] as JsonObject ?? [];
        var traces = (figure["data"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(trace => Kind(trace) is "scatter" or "bar" or "heatmap")
            .ToList();
        return traces.Count == 0 ? null : Draw(layout, traces).Standalone();
    }

    /// <summary>The text of a title, which Plotly accepts as a string or as an object.</summary>
    internal static string Title(JsonNode? title) =>
        PlainLabel((title as JsonObject)?["text"]?.ToString() ?? (title is JsonValue ? title.ToString() : ""));

    /// <summary>A label without the few tags and entities that Plotly understands.</summary>
    internal static string PlainLabel(string label) =>
        WebUtility.HtmlDecode(Tags().Replace(label.Length > 2000 ? label[..2000] : label, " ")).Trim();

    internal static int Size(JsonObject? layout, string name, int otherwise) =>
        layout?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? Math.Clamp((int)value.GetValue<double>(), 80, 4000)
            : otherwise;

    private static Svg Draw(JsonObject layout, List<JsonObject> traces)
    {
        var title = Title(layout["title"]);
        var svg = new Svg(Size(layout, "width", DefaultWidth), Size(layout, "height", 450));
        var legend = Legend(layout, traces);
        var scale = traces.FirstOrDefault(trace => Kind(trace) == "heatmap" && trace["showscale"]?.ToString() != "false");
        var axes = traces.Select(trace => (Axis(trace, "x"), Axis(trace, "y"))).Distinct().ToList();
        var panels = axes.Select(pair => new Panel(
                layout,
                pair.Item1,
                pair.Item2,
                [.. traces.Where(trace => (Axis(trace, "x"), Axis(trace, "y")) == pair)]
            ))
            .ToList();

        var hasAnnotations = layout["annotations"] is JsonArray { Count: > 0 };
        var top = 14.0 + (title.Length > 0 ? 24 : 0) + (hasAnnotations ? 18 : 0);
        var left =
            18
            + panels.Where(panel => panel.X0 < 0.02).Select(panel => panel.Y.LabelWidth).DefaultIfEmpty(30).Max()
            + (panels[0].Y.Title.Length > 0 ? 16 : 0);
        var rotate = panels.Any(panel => panel.X.Crowded((svg.Width - left - 40) * (panel.X1 - panel.X0)));
        var bottom =
            26.0
            + (rotate ? Math.Min(90, panels.Max(panel => panel.X.LabelWidth) * 0.75) : 0)
            + (panels.Any(panel => panel.X.Title.Length > 0) ? 18 : 0);
        var right =
            16
            + (legend.Count > 0 ? Math.Min(190, 30 + legend.Max(entry => Svg.TextWidth(entry.Name, TickSize))) : 0)
            + (scale is not null ? 62 : 0);
        var (width, height) = (svg.Width - left - right, svg.Height - top - bottom);

        if (title.Length > 0)
            svg.Text(svg.Width / 2, 22, Html.Line(title, 110), "middle", 14, bold: true);
        for (var i = 0; i < panels.Count; i++)
        {
            var panel = panels[i];
            panel.Place(
                left + (panel.X0 * width),
                top + ((1 - panel.Y1) * height),
                (panel.X1 - panel.X0) * width,
                (panel.Y1 - panel.Y0) * height
            );
            DrawAxes(svg, panel, rotate);
            svg.Raw(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<svg x=\"{Svg.N(panel.Left)}\" y=\"{Svg.N(panel.Top)}\" width=\"{Svg.N(panel.Width)}\" "
                        + $"height=\"{Svg.N(panel.Height)}\" viewBox=\"{Svg.N(panel.Left)} {Svg.N(panel.Top)} {Svg.N(panel.Width)} "
                        + $"{Svg.N(panel.Height)}\" overflow=\"hidden\">"
                )
            );
            DrawTraces(svg, panel, traces);
            svg.Raw("</svg>");
        }
        foreach (var note in (layout["annotations"] as JsonArray ?? []).OfType<JsonObject>())
            if (note["xref"]?.ToString() == "paper" && note["yref"]?.ToString() == "paper")
                svg.Text(
                    left + (Number(note["x"]) * width),
                    top + ((1 - Number(note["y"])) * height) - 5,
                    Html.Line(PlainLabel(note["text"]?.ToString() ?? ""), 90),
                    "middle",
                    12,
                    bold: true
                );
        DrawLegend(svg, legend, svg.Width - right + 12 + (scale is not null ? 62 : 0), top);
        if (scale is not null)
            DrawScale(svg, scale, svg.Width - right + 14, top, height);
        return svg;
    }

    private static void DrawAxes(Svg svg, Panel panel, bool rotate)
    {
        var (x, y) = (panel.X, panel.Y);
        foreach (var (place, label) in y.Ticks((int)(panel.Height / 34)))
        {
            var py = panel.Top + (panel.Height * (1 - place));
            if (!y.IsCategory)
                svg.Line(panel.Left, py, panel.Left + panel.Width, py, 0.13);
            svg.Text(panel.Left - 6, py + 3.5, Html.Line(label, 26), "end", TickSize, opacity: 0.85);
        }
        foreach (var (place, label) in x.Ticks((int)(panel.Width / 70)))
        {
            var px = panel.Left + (panel.Width * place);
            if (!x.IsCategory)
                svg.Line(px, panel.Top, px, panel.Top + panel.Height, 0.13);
            svg.Text(px, panel.Top + panel.Height + 14, Html.Line(label, 26), rotate ? "end" : "middle", TickSize, rotate ? -45 : 0, 0.85);
        }
        svg.Line(panel.Left, panel.Top + panel.Height, panel.Left + panel.Width, panel.Top + panel.Height, 0.4)
            .Line(panel.Left, panel.Top, panel.Left, panel.Top + panel.Height, 0.4);
        if (x.Title.Length > 0)
            svg.Text(
                panel.Left + (panel.Width / 2),
                panel.Top + panel.Height + 32 + (rotate ? Math.Min(90, x.LabelWidth * 0.75) : 0),
                Html.Line(x.Title, 70),
                "middle",
                11.5
            );
        if (y.Title.Length > 0)
        {
            var titleX = panel.Left - y.LabelWidth - 14;
            svg.Text(titleX, panel.Top + (panel.Height / 2), Html.Line(y.Title, 60), "middle", 11.5, -90);
        }
    }

    private static void DrawTraces(Svg svg, Panel panel, List<JsonObject> all)
    {
        var bars = panel.Traces.Where(trace => Kind(trace) == "bar").ToList();
        foreach (var trace in panel.Traces)
        {
            var color = Color(trace, all.IndexOf(trace));
            switch (Kind(trace))
            {
                case "bar":
                    DrawBars(svg, panel, trace, color, bars.IndexOf(trace), bars.Count);
                    break;
                case "heatmap":
                    DrawHeatMap(svg, panel, trace);
                    break;
                default:
                    DrawScatter(svg, panel, trace, color);
                    break;
            }
        }
    }

    private static void DrawScatter(Svg svg, Panel panel, JsonObject trace, string color)
    {
        var (xs, ys) = (trace["x"] as JsonArray, trace["y"] as JsonArray ?? []);
        var mode = trace["mode"]?.ToString() ?? (ys.Count < 20 ? "lines+markers" : "lines");
        var opacity =
            trace["opacity"] is { } o ? Number(o)
            : trace["marker"]?["opacity"] is { } m ? Number(m)
            : 1;
        var (line, dots) = (new StringBuilder(), new StringBuilder());
        var pen = false;
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
            var py = panel.Y.Place(ys[i]);
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                pen = false;
                continue;
            }
            var (sx, sy) = (Svg.N(panel.Left + (px * panel.Width)), Svg.N(panel.Top + ((1 - py) * panel.Height)));
            line.Append(pen ? 'L' : 'M').Append(sx).Append(' ').Append(sy);
            dots.Append('M').Append(sx).Append(' ').Append(sy).Append("h0");
            pen = true;
        }
        if (mode.Contains("lines", StringComparison.Ordinal) && line.Length > 0)
        {
            var dash = trace["line"]?["dash"]?.ToString() switch
            {
                "dash" => " stroke-dasharray=\"7 5\"",
                "dot" => " stroke-dasharray=\"2 4\"",
                _ => "",
            };
            var width = trace["line"]?["width"] is { } w ? Math.Clamp(Number(w), 0.5, 10) : 2;
            svg.Raw(
                $"<path d=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{Svg.N(width)}\" "
                    + $"stroke-opacity=\"{Svg.N(opacity)}\" stroke-linejoin=\"round\"{dash}/>"
            );
        }
        if (mode.Contains("markers", StringComparison.Ordinal) && dots.Length > 0)
        {
            var size =
                trace["marker"]?["size"] is JsonValue s && s.GetValueKind() == JsonValueKind.Number ? Math.Clamp(Number(s), 1, 30) : 6;
            svg.Raw(
                $"<path d=\"{dots}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{Svg.N(size)}\" "
                    + $"stroke-opacity=\"{Svg.N(opacity)}\" stroke-linecap=\"round\"/>"
            );
        }
    }

    private static void DrawBars(Svg svg, Panel panel, JsonObject trace, string color, int index, int count)
    {
        var (xs, ys) = (trace["x"] as JsonArray ?? [], trace["y"] as JsonArray ?? []);
        var slot = panel.Width * panel.X.SlotWidth(xs.Count);
        var width = slot * 0.8 / count;
        var floor = Math.Clamp(panel.Y.Place(JsonValue.Create(0.0)), 0, 1);
        var errors = trace["error_y"]?["array"] as JsonArray;
        for (var i = 0; i < Math.Min(xs.Count, ys.Count); i++)
        {
            var (px, py) = (panel.X.Place(xs[i]), panel.Y.Place(ys[i]));
            if (!double.IsFinite(px) || !double.IsFinite(py))
                continue;
            var x = panel.Left + (px * panel.Width) - (slot * 0.4) + (index * width);
            var (high, low) = (Math.Max(py, floor), Math.Min(py, floor));
            svg.Rect(x, panel.Top + ((1 - high) * panel.Height), width * 0.94, (high - low) * panel.Height, color);
            if (errors is null || i >= errors.Count || !double.IsFinite(Number(errors[i])))
                continue;
            var (up, down) = (
                panel.Y.Place(JsonValue.Create(Number(ys[i]) + Number(errors[i]))),
                panel.Y.Place(JsonValue.Create(Number(ys[i]) - Number(errors[i])))
            );
            svg.Line(
                x + (width / 2),
                panel.Top + ((1 - up) * panel.Height),
                x + (width / 2),
                panel.Top + ((1 - down) * panel.Height),
                0.8
            );
        }
    }

    private static void DrawHeatMap(Svg svg, Panel panel, JsonObject trace)
    {
        var z = (trace["z"] as JsonArray ?? []).OfType<JsonArray>().ToList();
        var columns = z.Count == 0 ? 0 : z.Max(row => row.Count);
        if (columns == 0)
            return;
        var (low, high) = Range(trace);
        var colors = ColorScale(trace);
        var write = trace["texttemplate"] is not null && z.Count * columns <= 400;
        var texts = trace["text"] as JsonArray;
        var (xs, ys) = (trace["x"] as JsonArray, trace["y"] as JsonArray);
        var (w, h) = (panel.Width * panel.X.SlotWidth(columns), panel.Height * panel.Y.SlotWidth(z.Count));
        for (var i = 0; i < z.Count; i++)
        for (var j = 0; j < z[i].Count; j++)
        {
            var value = Number(z[i][j]);
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
            svg.Rect(x - (w / 2), y - (h / 2), w + 0.3, h + 0.3, color);
            if (write && w > 12 && h > 9)
                svg.Text(
                    x,
                    y + 3.5,
                    (texts?[i] as JsonArray)?[j]?.ToString() ?? Html.Number(value),
                    "middle",
                    Math.Min(TickSize, h * 0.6),
                    fill: Palette.InkOn(color)
                );
        }
    }

    private static void DrawScale(Svg svg, JsonObject trace, double x, double y, double height)
    {
        var (low, high) = Range(trace);
        var colors = ColorScale(trace);
        const int steps = 32;
        for (var i = 0; i < steps; i++)
            svg.Rect(x, y + (height * i / steps), 14, (height / steps) + 0.4, colors(1 - ((i + 0.5) / steps)));
        foreach (var tick in NiceTicks(low, high, 6))
            svg.Text(x + 19, y + (height * (1 - ((tick - low) / (high - low)))) + 3.5, Short(tick), "start", TickSize, opacity: 0.85);
    }

    private static void DrawLegend(Svg svg, List<(string Name, string Color, bool IsLine)> entries, double x, double y)
    {
        var room = Math.Max(1, (int)((svg.Height - y) / 17) - 1);
        for (var i = 0; i < Math.Min(room, entries.Count); i++)
        {
            var top = y + (17 * i);
            if (i == room - 1 && entries.Count > room)
            {
                svg.Text(x, top + 9, Html.Count(entries.Count - i, "more class", "more classes"), size: TickSize, opacity: 0.75);
                break;
            }
            if (entries[i].IsLine)
                svg.Line(x, top + 5, x + 14, top + 5, 1, entries[i].Color, 2.5);
            else
                svg.Rect(x + 2, top, 10, 10, entries[i].Color, "rx=\"2\"");
            svg.Text(x + 20, top + 9, entries[i].Name, size: TickSize);
        }
    }

    private static List<(string Name, string Color, bool IsLine)> Legend(JsonObject layout, List<JsonObject> traces)
    {
        if (layout["showlegend"]?.ToString() == "false")
            return [];
        var shown = traces
            .Select((trace, i) => (trace, i))
            .Where(item => item.trace["showlegend"]?.ToString() != "false" && Kind(item.trace) != "heatmap")
            .ToList();
        if (shown.Count < 2 && layout["showlegend"]?.ToString() != "true")
            return [];
        return
        [
            .. shown
                .DistinctBy(item => item.trace["legendgroup"]?.ToString() ?? $"#{item.i}")
                .Select(item =>
                    (
                        Html.Line(PlainLabel(item.trace["name"]?.ToString() ?? $"trace {item.i}"), 26),
                        Color(item.trace, item.i),
                        item.trace["mode"]?.ToString() is { } mode && !mode.Contains("markers", StringComparison.Ordinal)
                    )
                ),
        ];
    }

    private static string Kind(JsonObject trace) =>
        trace["type"]?.ToString() switch
        {
            null or "scattergl" => "scatter",
            var kind => kind,
        };

    private static string Axis(JsonObject trace, string letter) => trace[letter + "axis"]?.ToString() ?? letter;

    private static string Color(JsonObject trace, int index) =>
        SafeColor(trace["line"]?["color"]) ?? SafeColor(trace["marker"]?["color"]) ?? Palette.Category(index);

    private static string? SafeColor(JsonNode? color) =>
        color is JsonValue value && value.GetValueKind() == JsonValueKind.String && ColorText().IsMatch(value.GetValue<string>())
            ? value.GetValue<string>()
            : null;

    private static (double Low, double High) Range(JsonObject trace)
    {
        var values = (trace["z"] as JsonArray ?? [])
            .OfType<JsonArray>()
            .SelectMany(row => row)
            .Select(Number)
            .Where(double.IsFinite)
            .ToList();
        var low =
            trace["zmin"] is { } zmin ? Number(zmin)
            : values.Count == 0 ? 0
            : values.Min();
        var high =
            trace["zmax"] is { } zmax ? Number(zmax)
            : values.Count == 0 ? 1
            : values.Max();
        return (low, high > low ? high : low + 1);
    }

    private static Func<double, string> ColorScale(JsonObject trace)
    {
        if (trace["colorscale"] is not JsonArray { Count: > 1 } steps)
            return Palette.At;
        var stops = steps
            .OfType<JsonArray>()
            .Where(step => step.Count == 2 && SafeColor(step[1]) is { } color && HexColor().IsMatch(color))
            .Select(step => (Place: Number(step[0]), Color: step[1]!.GetValue<string>()))
            .ToList();
        if (stops.Count < 2)
            return Palette.At;
        return place =>
        {
            var next = Math.Clamp(stops.FindIndex(stop => stop.Place >= place), 1, stops.Count - 1);
            var (from, to) = (stops[next - 1], stops[next]);
            return Palette.Mix(from.Color, to.Color, Math.Clamp((place - from.Place) / Math.Max(1e-9, to.Place - from.Place), 0, 1));
        };
    }

    internal static double Number(JsonNode? node) =>
        node is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.Number => value.GetValue<double>(),
                JsonValueKind.String
                    when double.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) =>
                    parsed,
                _ => double.NaN,
            }
            : double.NaN;

    /// <summary>Round numbers between two bounds, about as many as wanted.</summary>
    internal static IEnumerable<double> NiceTicks(double low, double high, int wanted)
    {
        if (!(high > low) || !double.IsFinite(high - low))
            yield break;
        var raw = (high - low) / Math.Max(1, wanted);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step =
            power
            * (
                (raw / power) switch
                {
                    < 1.5 => 1,
                    < 3.5 => 2,
                    < 7.5 => 5,
                    _ => 10,
                }
            );
        var first = Math.Ceiling((low / step) - 1e-9);
        for (var i = 0; i <= 50 && (first + i) * step <= high + (step * 1e-6); i++)
            yield return (first + i) * step;
    }

    internal static string Short(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
            >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
            >= 1e-3 => value.ToString("0.####", CultureInfo.InvariantCulture),
            < 1e-12 => "0",
            _ => value.ToString("0.#e0", CultureInfo.InvariantCulture),
        };

    [GeneratedRegex("<[^<>]{0,60}>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|rgba?\([\d\s.,%]{1,40}\))$")]
    private static partial Regex ColorText();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColor();

    /// <summary>A pair of axes and what is drawn between them.</summary>
    private sealed class Panel
    {
        public Panel(JsonObject layout, string x, string y, List<JsonObject> traces)
        {
            Traces = traces;
            var xLayout = layout["xaxis" + x[1..]] as JsonObject ?? [];
            var yLayout = layout["yaxis" + y[1..]] as JsonObject ?? [];
            (X0, X1) = Domain(xLayout);
            (Y0, Y1) = Domain(yLayout);
            X = new Scale(xLayout, traces, "x");
            Y = new Scale(yLayout, traces, "y");
        }

        public List<JsonObject> Traces { get; }

        public Scale X { get; }

        public Scale Y { get; }

        public double X0 { get; }

        public double X1 { get; }

        public double Y0 { get; }

        public double Y1 { get; }

        public double Left { get; private set; }

        public double Top { get; private set; }

        public double Width { get; private set; }

        public double Height { get; private set; }

        public void Place(double left, double top, double width, double height) =>
            (Left, Top, Width, Height) = (left, top, Math.Max(10, width), Math.Max(10, height));

        private static (double, double) Domain(JsonObject axis) =>
            axis["domain"] is JsonArray { Count: 2 } domain && Number(domain[1]) > Number(domain[0])
                ? (Number(domain[0]), Number(domain[1]))
                : (0, 1);
    }

    /// <summary>Places values of one axis between 0 and 1.</summary>
    private sealed class Scale
    {
        private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
        private readonly bool _log;
        private readonly bool _silent;
        private readonly bool _percent;
        private readonly bool _reversed;
        private readonly double _low;
        private readonly double _high;

        public Scale(JsonObject axis, List<JsonObject> traces, string letter)
        {
            Title = StaticChart.Title(axis["title"]);
            _silent = axis["showticklabels"]?.ToString() == "false";
            _percent = axis["tickformat"]?.ToString().EndsWith('%') == true;
            _log = axis["type"]?.ToString() == "log";
            _reversed = axis["autorange"]?.ToString() == "reversed";
            var cells = traces.Where(trace => Kind(trace) == "heatmap").ToList();
            var values = traces.SelectMany(trace => Values(trace, letter)).ToList();
            IsCategory =
                axis["type"]?.ToString() == "category"
                || values.Any(value => value is JsonValue v && v.GetValueKind() == JsonValueKind.String && !double.IsFinite(Number(v)));
            if (IsCategory)
            {
                foreach (var value in values)
                    _categories.TryAdd(value?.ToString() ?? "", _categories.Count);
                (_low, _high) = (-0.5, Math.Max(0.5, _categories.Count - 0.5));
                return;
            }
            var numbers = values.Select(Number).Where(value => double.IsFinite(value) && (!_log || value > 0)).Select(Unit).ToList();
            var (low, high) = numbers.Count == 0 ? (0.0, 1.0) : (numbers.Min(), numbers.Max());
            if (axis["range"] is JsonArray { Count: 2 } range && double.IsFinite(Number(range[0])) && double.IsFinite(Number(range[1])))
            {
                (low, high) = (Math.Min(Number(range[0]), Number(range[1])), Math.Max(Number(range[0]), Number(range[1])));
            }
            else
            {
                if (letter == "y" && traces.Any(trace => Kind(trace) == "bar") || axis["rangemode"]?.ToString() == "tozero")
                    low = Math.Min(low, 0);
                var isMarkers = traces.Any(trace => Kind(trace) == "scatter");
                var pad =
                    cells.Count > 0 || (letter == "x" && traces.Any(trace => Kind(trace) == "bar"))
                        ? 0.5
                        : (high - low) * (letter == "y" || isMarkers ? 0.05 : 0);
                (low, high) = (low == 0 && cells.Count == 0 ? 0 : low - pad, high + pad);
            }
            (_low, _high) = high > low ? (low, high) : (low - 0.5, low + 0.5);
        }

        public string Title { get; }

        public bool IsCategory { get; }

        public double LabelWidth => Ticks(8).Select(tick => Svg.TextWidth(Html.Line(tick.Label, 26), TickSize)).DefaultIfEmpty(10).Max();

        public bool Crowded(double width) => IsCategory && _categories.Count * (LabelWidth + 6) > width;

        public double SlotWidth(int count) =>
            IsCategory ? 1.0 / Math.Max(1, _categories.Count) : 1.0 / Math.Max(1, Math.Max(count, _high - _low));

        public double Place(JsonNode? value)
        {
            var number = IsCategory ? _categories.GetValueOrDefault(value?.ToString() ?? "", -1) : Unit(Number(value));
            var place = (number - _low) / (_high - _low);
            return _reversed ? 1 - place : place;
        }

        public IEnumerable<(double Place, string Label)> Ticks(int wanted)
        {
            if (_silent)
                return [];
            if (IsCategory)
            {
                var skip = Math.Max(1, _categories.Count / 40);
                return _categories
                    .Where(pair => pair.Value % skip == 0)
                    .Select(pair => (Flip((pair.Value - _low) / (_high - _low)), PlainLabel(pair.Key)));
            }
            return NiceTicks(_low, _high, Math.Clamp(wanted, 2, 12))
                .Where(tick => !_log || _high - _low < 1 || tick == Math.Floor(tick))
                .Select(tick =>
                    (Flip((tick - _low) / (_high - _low)), _percent ? Short(100 * tick) + "%" : Short(_log ? Math.Pow(10, tick) : tick))
                );
        }

        private double Flip(double place) => _reversed ? 1 - place : place;

        private double Unit(double value) =>
            _log
                ? value > 0
                    ? Math.Log10(value)
                    : double.NaN
                : value;

        private static IEnumerable<JsonNode?> Values(JsonObject trace, string letter)
        {
            if (trace[letter] is JsonArray given)
                return given;
            var z = trace["z"] as JsonArray;
            var count =
                Kind(trace) == "heatmap"
                    ? letter == "y"
                        ? z?.Count ?? 0
                        : (z?.FirstOrDefault() as JsonArray)?.Count ?? 0
                    : (trace["y"] as JsonArray)?.Count ?? 0;
            return Enumerable.Range(0, count).Select(i => (JsonNode?)JsonValue.Create((double)i));
        }
    }
}
