using System.Text.Json.Nodes;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Charts;

/// <summary>A pair of axes and what is drawn between them.</summary>
internal sealed class ChartPanel
{
    /// <summary>Font size of the titles of axes.</summary>
    public const double TitleSize = 13;

    /// <summary>From one line of such a title to the next.</summary>
    public const double TitleLine = 15;

    // Names that are turned are no longer than that.
    private const double LongestName = 170;

    private readonly string _x;
    private readonly string _y;

    public ChartPanel(JsonObject layout, string x, string y, List<JsonObject> traces)
    {
        (Traces, _x, _y) = (traces, x, y);
        var xLayout = layout["xaxis" + x[1..]] as JsonObject ?? [];
        var yLayout = layout["yaxis" + y[1..]] as JsonObject ?? [];
        (X0, X1) = Domain(xLayout);
        (Y0, Y1) = Domain(yLayout);
        X = new ChartAxis(xLayout, traces, "x");
        Y = new ChartAxis(yLayout, traces, "y");
    }

    public List<JsonObject> Traces { get; }

    public ChartAxis X { get; }

    public ChartAxis Y { get; }

    public double X0 { get; }

    public double X1 { get; }

    public double Y0 { get; }

    public double Y1 { get; }

    public double Left { get; private set; }

    public double Top { get; private set; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>The lines of the title of its level axis.</summary>
    public IReadOnlyList<string> TitleBelow { get; private set; } = [];

    /// <summary>The height that turned names take below it; 0 where names stand side by side.</summary>
    public double NameDepth { get; private set; }

    /// <summary>The height that it takes below its axis, beyond a line of numbers.</summary>
    public double Depth => (NameDepth > 0 ? NameDepth + 4 : 0) + (TitleBelow.Count > 0 ? 3 + (TitleLine * TitleBelow.Count) : 0);

    /// <summary>Whether these are the names of its axes, such as "x2" and "y2".</summary>
    public bool IsOf(string? x, string? y) => x == _x && y == _y;

    /// <summary>How far its left edge must move for its labels not to reach into the panel before it; 0 where there is room.</summary>
    /// <param name="all">The panels of the chart.</param>
    /// <param name="width">Of all panels.</param>
    public double ShiftFrom(IEnumerable<ChartPanel> all, double width)
    {
        var before = all.Where(other => other.X1 <= X0).Select(other => other.X1).DefaultIfEmpty(double.NegativeInfinity).Max();
        var room = (X0 - before) * width;
        var needed = Y.LabelWidth == 0 ? 0 : Y.LabelWidth + 12 + (Y.Title.Length > 0 ? 18 : 0);
        return Math.Clamp(needed - room, 0, (X1 - X0) * width / 3);
    }

    /// <summary>Fits what stands below it.</summary>
    /// <param name="width">Of all panels.</param>
    /// <param name="left">Of the first panel.</param>
    /// <param name="end">The right edge of the picture.</param>
    /// <param name="isTurned">Whether names are turned for want of room.</param>
    public void FitBelow(double width, double left, double end, bool isTurned)
    {
        var length = (X1 - X0) * width;
        // A slanted name ends at its place and begins to the left of it.
        var slanted = (left + (X0 * width) + (length * X.SlotWidth(1) / 2)) / ChartAxis.Slant;
        X.FitBelow(length, X.AngleOn(length) < -80 ? LongestName : Math.Min(LongestName, slanted));
        NameDepth = isTurned ? X.DepthOn(length) : 0;
        var middle = left + ((X0 + X1) / 2 * width);
        var room = X1 - X0 < 0.9 ? 1.1 * length : 2 * Math.Min(middle, end - middle);
        TitleBelow = X.Title.Length > 0 ? TextFit.Balance(X.Title, room - 4, TitleSize, 2) : [];
    }

    public void Place(double left, double top, double width, double height) =>
        (Left, Top, Width, Height) = (left, top, Math.Max(10, width), Math.Max(10, height));

    /// <summary>A place on the picture, given in shares of both axes.</summary>
    public (double X, double Y) At(double x, double y) => (Left + (x * Width), Top + ((1 - y) * Height));

    private static (double, double) Domain(JsonObject axis) =>
        axis["domain"] is JsonArray { Count: 2 } domain && PlotlyFigure.Number(domain[1]) > PlotlyFigure.Number(domain[0])
            ? (PlotlyFigure.Number(domain[0]), PlotlyFigure.Number(domain[1]))
            : (0, 1);
}
