using System.Text.Json.Nodes;

namespace Glm.Interactive.Display.Charts;

/// <summary>A pair of axes and what is drawn between them.</summary>
internal sealed class ChartPanel
{
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

    /// <summary>Whether these are the names of its axes, such as "x2" and "y2".</summary>
    public bool IsOf(string? x, string? y) => x == _x && y == _y;

    public void Place(double left, double top, double width, double height) =>
        (Left, Top, Width, Height) = (left, top, Math.Max(10, width), Math.Max(10, height));

    private static (double, double) Domain(JsonObject axis) =>
        axis["domain"] is JsonArray { Count: 2 } domain && PlotlyFigure.Number(domain[1]) > PlotlyFigure.Number(domain[0])
            ? (PlotlyFigure.Number(domain[0]), PlotlyFigure.Number(domain[1]))
            : (0, 1);
}
