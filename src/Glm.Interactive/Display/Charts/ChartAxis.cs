using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>An axis: places values between 0 and 1, and chooses ticks.</summary>
internal sealed class ChartAxis
{
    /// <summary>Font size of numbers and categories along an axis.</summary>
    public const double LabelSize = 12;

    private const double SmallestLabel = 7;

    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
    private readonly bool _log;
    private readonly bool _silent;
    private readonly bool _percent;
    private readonly bool _reversed;
    private readonly double _low;
    private readonly double _high;

    public ChartAxis(JsonObject axis, List<JsonObject> traces, string letter)
    {
        Title = PlotlyFigure.Title(axis["title"]);
        _silent = axis["showticklabels"]?.ToString() == "false";
        _percent = axis["tickformat"]?.ToString().EndsWith('%') == true;
        _log = axis["type"]?.ToString() == "log";
        _reversed = axis["autorange"]?.ToString() == "reversed";
        var cells = traces.Where(trace => PlotlyFigure.Kind(trace) == "heatmap").ToList();
        var values = traces.SelectMany(trace => Values(trace, letter)).ToList();
        IsCategory =
            axis["type"]?.ToString() == "category"
            || values.Any(value =>
                value is JsonValue v && v.GetValueKind() == JsonValueKind.String && !double.IsFinite(PlotlyFigure.Number(v))
            );
        if (IsCategory)
        {
            foreach (var value in values)
                _categories.TryAdd(value?.ToString() ?? "", _categories.Count);
            (_low, _high) = (-0.5, Math.Max(0.5, _categories.Count - 0.5));
            return;
        }
        var numbers = values
            .Select(PlotlyFigure.Number)
            .Where(value => double.IsFinite(value) && (!_log || value > 0))
            .Select(Unit)
            .ToList();
        var (low, high) = numbers.Count == 0 ? (0.0, 1.0) : (numbers.Min(), numbers.Max());
        if (
            axis["range"] is JsonArray { Count: 2 } range
            && double.IsFinite(PlotlyFigure.Number(range[0]))
            && double.IsFinite(PlotlyFigure.Number(range[1]))
        )
        {
            (low, high) = (
                Math.Min(PlotlyFigure.Number(range[0]), PlotlyFigure.Number(range[1])),
                Math.Max(PlotlyFigure.Number(range[0]), PlotlyFigure.Number(range[1]))
            );
        }
        else
        {
            var fromZero =
                letter == "y" && traces.Any(trace => PlotlyFigure.Kind(trace) == "bar") || axis["rangemode"]?.ToString() == "tozero";
            if (fromZero)
                low = Math.Min(low, 0);
            var isMarkers = traces.Any(PlotlyFigure.HasMarkers);
            var pad =
                cells.Count > 0 || (letter == "x" && traces.Any(trace => PlotlyFigure.Kind(trace) == "bar"))
                    ? 0.5
                    : (high - low) * (letter == "y" || isMarkers ? 0.05 : 0);
            (low, high) = (fromZero && low == 0 && cells.Count == 0 ? 0 : low - pad, high + pad);
        }
        (_low, _high) = high > low ? (low, high) : (low - 0.5, low + 0.5);
    }

    public string Title { get; }

    public bool IsCategory { get; }

    public double LabelWidth =>
        Ticks(8, double.PositiveInfinity).Select(tick => Svg.TextWidth(Html.Line(tick.Label, 26), LabelSize)).DefaultIfEmpty(10).Max();

    /// <summary>The font size at which the categories have room along an axis of this length, as far as type can shrink.</summary>
    public double SizeOn(double length) =>
        IsCategory ? Math.Clamp((length / Math.Max(1, _categories.Count)) - 0.5, SmallestLabel, LabelSize) : LabelSize;

    /// <summary>By how many degrees labels are turned that have no room side by side: slanted, or upright where they are close.</summary>
    public double AngleOn(double length) => length / Math.Max(1, _categories.Count) * 0.7 >= SizeOn(length) ? -45 : -90;

    /// <summary>The least length on which every category has its name; 0 for numbers.</summary>
    public double LeastLength => _silent ? 0 : _categories.Count * (SmallestLabel + 0.5);

    public bool Crowded(double width) => IsCategory && _categories.Count * (LabelWidth + 6) > width;

    public double SlotWidth(int count) =>
        IsCategory ? 1.0 / Math.Max(1, _categories.Count) : 1.0 / Math.Max(1, Math.Max(count, _high - _low));

    public double Place(JsonNode? value)
    {
        var number = IsCategory ? _categories.GetValueOrDefault(value?.ToString() ?? "", -1) : Unit(PlotlyFigure.Number(value));
        var place = (number - _low) / (_high - _low);
        return _reversed ? 1 - place : place;
    }

    /// <param name="wanted">About how many numbers; categories are all named where they have room.</param>
    /// <param name="length">Of the axis, in units of the picture.</param>
    public IEnumerable<(double Place, string Label)> Ticks(int wanted, double length)
    {
        if (_silent)
            return [];
        if (IsCategory)
        {
            var skip = Math.Max(1, (int)Math.Ceiling(SizeOn(length) * _categories.Count / length));
            return _categories
                .Where(pair => pair.Value % skip == 0)
                .Select(pair => (Flip((pair.Value - _low) / (_high - _low)), PlotlyFigure.PlainLabel(pair.Key)));
        }
        return RoundNumbers(_low, _high, Math.Clamp(wanted, 2, 12))
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
            PlotlyFigure.Kind(trace) == "heatmap"
                ? letter == "y"
                    ? z?.Count ?? 0
                    : (z?.FirstOrDefault() as JsonArray)?.Count ?? 0
                : (trace["y"] as JsonArray)?.Count ?? 0;
        return Enumerable.Range(0, count).Select(i => (JsonNode?)JsonValue.Create((double)i));
    }

    /// <summary>Round numbers between two bounds, about as many as wanted.</summary>
    internal static IEnumerable<double> RoundNumbers(double low, double high, int wanted)
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
}
