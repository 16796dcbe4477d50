using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Shows a Plotly.NET chart offline: Plotly.js comes from the Plotly.NET assembly, once per notebook (<see cref="ChartLoader"/>). Where
/// scripts do not run, a still picture of the chart takes its place. The chart's data unfold as a table.
/// </summary>
public static class PlotlyBlock
{
    private const int PackFrom = 64;
    private const int DefaultHeight = 450;

    /// <summary>A display of one chart: text/html, text/plain, and image/svg+xml where the kind of chart has a static picture.</summary>
    public static MimeBundle Create(GenericChart chart)
    {
        var part = Part(chart, ChartLoader.Current ?? new ChartLoader());
        return Html.Bundle(part.Plain, Html.View(Html.NewId(), part.Html), part.StaticSvg);
    }

    /// <summary>A chart in one line of text, without making its display.</summary>
    internal static string Text(GenericChart chart) => Describe(Figure(chart));

    /// <summary>A still picture of a chart, an SVG file; null where its kind has none.</summary>
    internal static string? Still(GenericChart chart) => StaticChart.Render(Figure(chart));

    /// <summary>A chart for use inside a larger display.</summary>
    /// <param name="chart">Untrusted text in it is encoded here.</param>
    /// <param name="loader">Share it among the charts of a display: only one of them carries Plotly.js.</param>
    /// <param name="thinner">A chart with less in it, of which the still picture is made; null for the same.</param>
    internal static ChartPart Part(GenericChart chart, ChartLoader loader, GenericChart? thinner = null)
    {
        var figure = Figure(chart);
        var layout = figure["layout"] as JsonObject;
        var height = PlotlyFigure.Size(layout, "height", DefaultHeight);
        var picture = StaticChart.Picture(thinner is null ? figure : Figure(thinner));
        var svg = picture?.Standalone();
        var plain = Describe(figure);
        var table = ChartTable.Of(figure);
        Pack(figure["data"] as JsonArray);
        var id = Html.NewId();
        // A width that the user asked for is kept; otherwise the chart is as wide as its place.
        var fixedWidth = layout?["width"] is not null ? " data-fixed=\"1\"" : "";
        var still = svg is null
            ? $"<span class=\"glm-note\">{Html.Encode(plain, 1000)} (drawn by a script)</span>"
            : $"<img alt=\"{Html.Encode(plain, 1000)}\" width=\"{Html.AttributeNumber(picture!.Width)}\" "
                + $"height=\"{Html.AttributeNumber(picture.Height)}\" "
                + $"style=\"max-width:100%;height:auto\" src=\"{Html.SvgDataUri(svg)}\">";
        var html =
            $"<div class=\"glm-chart\" id=\"{id}\" data-height=\"{height}\"{fixedWidth}>{still}</div>"
            + Html.Details("table", table.ToHtml())
            + $"<script type=\"application/json\" id=\"{id}-data\">{Html.Json(figure)}</script>"
            + loader.Take()
            + Html.Script("chart.js", id);
        return new ChartPart(id, html, svg, plain);
    }

    private static JsonObject Figure(GenericChart chart)
    {
        // By way of bytes, which replaces unpaired surrogates: they are not valid JSON.
        var figure = JsonNode.Parse(Encoding.UTF8.GetBytes(GenericChart.toJson(chart)))!.AsObject();
        foreach (var trace in (figure["data"] as JsonArray ?? []).OfType<JsonObject>())
        foreach (var name in (string[])["x", "y", "z"])
            LeaveGaps(trace[name] as JsonArray);
        return figure;
    }

    /// <summary>Replaces NaN and infinities, which Plotly.NET writes as words and Plotly would take for categories.</summary>
    private static void LeaveGaps(JsonArray? values)
    {
        for (var i = 0; i < values?.Count; i++)
        {
            if (values[i] is JsonArray row)
                LeaveGaps(row);
            else if (
                values[i] is JsonValue value
                && value.GetValueKind() == JsonValueKind.String
                && value.GetValue<string>() is "NaN" or "Infinity" or "-Infinity"
            )
                values[i] = null;
        }
    }

    private static string Describe(JsonObject figure)
    {
        var traces = figure["data"] as JsonArray ?? [];
        var title = PlotlyFigure.Title(figure["layout"]?["title"]);
        var kinds = string.Join(", ", traces.Select(trace => Html.Line(trace?["type"]?.ToString() ?? "scatter", 20)).Distinct());
        var names = traces
            .Select(trace => trace?["name"]?.ToString())
            .Where(name => !string.IsNullOrEmpty(name))
            .Distinct()
            .Take(8)
            .Select(name => Html.Line(PlotlyFigure.PlainLabel(name!), 30))
            .ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Chart{(title.Length > 0 ? $" \"{Html.Line(title, 100)}\"" : "")}: {Html.Count(traces.Count, "trace")} "
                + $"({kinds}){(names.Count > 0 ? ": " + string.Join(", ", names) : "")}"
        );
    }

    /// <summary>Writes long coordinate arrays as typed arrays: half the size, and nothing to parse.</summary>
    private static void Pack(JsonArray? traces)
    {
        foreach (var trace in (traces ?? []).OfType<JsonObject>())
        foreach (var axis in (string[])["x", "y"])
            if (
                trace[axis] is JsonArray { Count: >= PackFrom } values
                && values.All(value => value is JsonValue v && v.GetValueKind() == JsonValueKind.Number)
            )
                trace[axis] = Packed([.. values.Select(value => value!.GetValue<double>())]);
    }

    private static JsonObject Packed(double[] values) =>
        values.All(value => value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue)
            ? new JsonObject
            {
                ["dtype"] = "i4",
                ["bdata"] = Convert.ToBase64String(MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, value => (int)value))),
            }
            : new JsonObject { ["dtype"] = "f8", ["bdata"] = Convert.ToBase64String(MemoryMarshal.AsBytes<double>(values)) };
}
