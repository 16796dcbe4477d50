using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Charts;

/// <summary>
/// Reads the JSON of a figure. What is missing or of an unexpected kind gets a default, since the figure may be a user's own.
/// </summary>
internal static partial class PlotlyFigure
{
    /// <summary>The text of a title, which Plotly accepts as a string or as an object.</summary>
    public static string Title(JsonNode? title) =>
        PlainLabel((title as JsonObject)?["text"]?.ToString() ?? (title is JsonValue ? title.ToString() : ""));

    /// <summary>A label without the few tags and entities that Plotly understands.</summary>
    public static string PlainLabel(string label) =>
        WebUtility.HtmlDecode(Tags().Replace(label.Length > 2000 ? label[..2000] : label, " ")).Trim();

    public static int Size(JsonObject? layout, string name, int otherwise, int least = 80) =>
        layout?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? Math.Clamp((int)value.GetValue<double>(), least, 4000)
            : otherwise;

    public static string Kind(JsonObject trace) =>
        trace["type"]?.ToString() switch
        {
            null or "scattergl" => "scatter",
            var kind => kind,
        };

    public static string Axis(JsonObject trace, string letter) => trace[letter + "axis"]?.ToString() ?? letter;

    /// <summary>Whether a trace is of bars that lie: their names on the y axis and their lengths on the x axis.</summary>
    public static bool IsLevel(JsonObject trace) => Kind(trace) == "bar" && trace["orientation"]?.ToString() == "h";

    public static string Color(JsonObject trace, int index) =>
        SafeColor(trace["line"]?["color"]) ?? SafeColor(trace["marker"]?["color"]) ?? Palette.Category(index);

    /// <summary>Whether a trace of points is joined by lines, as Plotly decides it.</summary>
    public static bool HasLine(JsonObject trace) =>
        Kind(trace) == "scatter" && trace["mode"]?.ToString().Contains("lines", StringComparison.Ordinal) != false;

    /// <summary>Whether each point of a trace has a shape, as Plotly decides it.</summary>
    public static bool HasMarkers(JsonObject trace) =>
        Kind(trace) == "scatter"
        && (trace["mode"]?.ToString().Contains("markers", StringComparison.Ordinal) ?? (trace["y"] as JsonArray)?.Count is null or < 20);

    /// <summary>The shape of a trace's points; "circle" unless it is told.</summary>
    public static string Symbol(JsonObject trace) =>
        trace["marker"]?["symbol"] is JsonValue symbol && symbol.GetValueKind() == JsonValueKind.String
            ? symbol.GetValue<string>()
            : "circle";

    public static string? SafeColor(JsonNode? color) =>
        color is JsonValue value && value.GetValueKind() == JsonValueKind.String && ColorText().IsMatch(value.GetValue<string>())
            ? value.GetValue<string>()
            : null;

    public static (double Low, double High) Range(JsonObject trace)
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

    public static Func<double, string> ColorScale(JsonObject trace)
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

    public static double Number(JsonNode? node) =>
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

    [GeneratedRegex("<[^<>]{0,60}>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20}|rgba?\([\d\s.,%]{1,40}\))$")]
    private static partial Regex ColorText();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColor();
}
