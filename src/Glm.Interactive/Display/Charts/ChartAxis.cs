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

    /// <summary>From one number to the next on an upright axis, at least.</summary>
    public const double Upright = 34;

    /// <summary>From one number to the next on a level axis, at least.</summary>
    public const double Level = 70;

    /// <summary>The sine of the angle of slanted names: how deep they reach by their length.</summary>
    public const double Slant = 0.71;

    private const double SmallestLabel = 7;

    // The most characters of a category's name.
    private const int NameLimit = 90;

    // Between the baselines of a name in two lines, by its font size.
    private const double LineHeight = 1.12;

    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);
    private readonly string[] _names = [];
    private readonly bool _log;
    private readonly bool _silent;
    private readonly bool _percent;
    private readonly double _low;
    private readonly double _high;
    private string[][] _labels = [];

    public ChartAxis(JsonObject axis, List<JsonObject> traces, string letter)
    {
        Title = PlotlyFigure.Title(axis["title"]);
        _silent = axis["showticklabels"]?.ToString() == "false";
        _percent = axis["tickformat"]?.ToString().EndsWith('%') == true;
        _log = axis["type"]?.ToString() == "log";
        IsReversed = axis["autorange"]?.ToString() == "reversed";
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
            _names = [.. _categories.Keys.Select(name => Html.Line(PlotlyFigure.PlainLabel(name), NameLimit))];
            _labels = Array.ConvertAll(_names, name => (string[])[name]);
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
            var bars = traces.Where(trace => PlotlyFigure.Kind(trace) == "bar").ToList();
            var fromZero =
                bars.Any(trace => letter == (PlotlyFigure.IsLevel(trace) ? "x" : "y")) || axis["rangemode"]?.ToString() == "tozero";
            if (fromZero)
                low = Math.Min(low, 0);
            var isMarkers = traces.Any(PlotlyFigure.HasMarkers);
            var pad =
                cells.Count > 0 || bars.Any(trace => letter == (PlotlyFigure.IsLevel(trace) ? "y" : "x"))
                    ? 0.5
                    : (high - low) * (letter == "y" || isMarkers || bars.Count > 0 ? 0.05 : 0);
            (low, high) = (fromZero && low == 0 && cells.Count == 0 ? 0 : low - pad, high + pad);
        }
        (_low, _high) = high > low ? (low, high) : (low - 0.5, low + 0.5);
    }

    public string Title { get; }

    public bool IsCategory { get; }

    /// <summary>Whether it runs from right to left, or downwards.</summary>
    public bool IsReversed { get; }

    /// <summary>The width of the widest label, once labels are fitted; 0 where there is none.</summary>
    public double LabelWidth { get; private set; }

    /// <summary>Fits the labels of an upright axis: names that are wider than their room take two lines or are cut.</summary>
    /// <param name="length">Of the axis, at most.</param>
    /// <param name="room">The width that names may take.</param>
    public void FitBeside(double length, double room)
    {
        var size = SizeOn(length);
        Fit(length, Upright, room, length / Math.Max(1, _names.Length) >= 2.2 * size * LineHeight ? 2 : 1);
    }

    /// <summary>Fits the labels of a level axis, which stand below it.</summary>
    /// <param name="length">Of the axis.</param>
    /// <param name="room">The length that names may take.</param>
    public void FitBelow(double length, double room) => Fit(length, Level, room, 1);

    /// <summary>The height that turned names take below an axis.</summary>
    public double DepthOn(double length)
    {
        var size = SizeOn(length);
        return AngleOn(length) < -80 ? LabelWidth : Slant * (LabelWidth + size);
    }

    /// <summary>The distance at which a label of a line stands from the middle of its lines.</summary>
    public static double LineShift(int line, int lines, double size) => (line - ((lines - 1) / 2.0)) * size * LineHeight;

    /// <summary>The font size at which the categories have room along an axis of this length, as far as type can shrink.</summary>
    public double SizeOn(double length) =>
        IsCategory ? Math.Clamp((length / Math.Max(1, _categories.Count)) - 0.5, SmallestLabel, LabelSize) : LabelSize;

    /// <summary>By how many degrees labels are turned that have no room side by side: slanted, or upright where they are close.</summary>
    public double AngleOn(double length) => length / Math.Max(1, _categories.Count) * 0.7 >= SizeOn(length) ? -45 : -90;

    /// <summary>The least length on which every category has its name; 0 for numbers.</summary>
    public double LeastLength => _silent ? 0 : _categories.Count * (SmallestLabel + 0.5);

    /// <summary>Whether names have no room side by side.</summary>
    public bool Crowded(double width) =>
        IsCategory && !_silent && _names.Length * (_names.Select(name => Svg.TextWidth(name, LabelSize)).Max() + 6) > width;

    public double SlotWidth(int count) =>
        IsCategory ? 1.0 / Math.Max(1, _categories.Count) : 1.0 / Math.Max(1, Math.Max(count, _high - _low));

    public double Place(JsonNode? value)
    {
        var number = IsCategory ? _categories.GetValueOrDefault(value?.ToString() ?? "", -1) : Unit(PlotlyFigure.Number(value));
        var place = (number - _low) / (_high - _low);
        return IsReversed ? 1 - place : place;
    }

    /// <summary>Where numbers stand, about so far apart, and categories, all of which are named where they have room.</summary>
    /// <param name="length">Of the axis, in units of the picture.</param>
    /// <param name="apart">From one number to the next: <see cref="Upright"/> or <see cref="Level"/>.</param>
    public IEnumerable<(double Place, string[] Lines)> Ticks(double length, double apart)
    {
        if (_silent)
            return [];
        if (IsCategory)
        {
            var skip = Math.Max(1, (int)Math.Ceiling(SizeOn(length) * _categories.Count / length));
            return _categories
                .Where(pair => pair.Value % skip == 0)
                .Select(pair => (Flip((pair.Value - _low) / (_high - _low)), _labels[pair.Value]));
        }
        var wanted = Math.Clamp((int)(length / apart), 2, 12);
        var step = Step(_low, _high, wanted);
        return RoundNumbers(_low, _high, wanted)
            .Where(tick => !_log || _high - _low < 1 || tick == Math.Floor(tick))
            .Select(tick => (Flip((tick - _low) / (_high - _low)), (string[])[Label(tick, step)]));
    }

    private string Label(double tick, double step) =>
        _percent ? Short(100 * tick, 100 * step) + "%"
        : _log ? Short(Math.Pow(10, tick), Math.Pow(10, tick) / 100)
        : Short(tick, step);

    private void Fit(double length, double apart, double room, int lines)
    {
        if (IsCategory)
            _labels = TextFit.Distinct(_names, room, SizeOn(length), lines);
        LabelWidth = Ticks(length, apart)
            .SelectMany(tick => tick.Lines)
            .Select(line => Svg.TextWidth(line, SizeOn(length)))
            .DefaultIfEmpty(0)
            .Max();
    }

    private double Flip(double place) => IsReversed ? 1 - place : place;

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
        var step = Step(low, high, wanted);
        var first = Math.Ceiling((low / step) - 1e-9);
        for (var i = 0; i <= 50 && (first + i) * step <= high + (step * 1e-6); i++)
            yield return (first + i) * step;
    }

    /// <summary>The distance of <see cref="RoundNumbers"/>: 1, 2 or 5 times a power of ten.</summary>
    internal static double Step(double low, double high, int wanted)
    {
        var raw = (high - low) / Math.Max(1, wanted);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power
            * (
                (raw / power) switch
                {
                    < 1.5 => 1,
                    < 3.5 => 2,
                    < 7.5 => 5,
                    _ => 10,
                }
            );
    }

    /// <summary>A number with as many digits as tell it from the next one.</summary>
    /// <param name="value">A tick.</param>
    /// <param name="step">From one tick to the next.</param>
    internal static string Short(double value, double step)
    {
        var size = Math.Abs(value);
        if (!(size > step * 1e-6))
            return "0";
        if (size < 1e-3 && Digits(step) > 4)
        {
            var power = Math.Floor(Math.Log10(size) + 1e-9);
            return (value / Math.Pow(10, power)).ToString(Format(step / Math.Pow(10, power)), CultureInfo.InvariantCulture)
                + string.Create(CultureInfo.InvariantCulture, $"e{power}");
        }
        var (unit, sign) =
            size >= 1e6 ? (1e6, "M")
            : size >= 1e4 ? (1e3, "k")
            : (1.0, "");
        return (value / unit).ToString(Format(step / unit), CultureInfo.InvariantCulture) + sign;
    }

    private static string Format(double step) => "0." + new string('#', Digits(step));

    private static int Digits(double step) => Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 12);
}
