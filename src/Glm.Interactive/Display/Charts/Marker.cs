using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Charts;

/// <summary>Draws the points of a trace in the shapes that this project uses: circles, squares and diamonds.</summary>
internal static class Marker
{
    /// <param name="svg">Where to draw.</param>
    /// <param name="points">The middle of each point.</param>
    /// <param name="symbol">"square" or "diamond"; anything else is a circle.</param>
    /// <param name="size">Across, in units of the picture.</param>
    /// <param name="color">Of the inside; points have no rim.</param>
    /// <param name="opacity">0 to 1; where points overlap they are no darker.</param>
    public static void Draw(
        SvgWriter svg,
        IEnumerable<(double X, double Y)> points,
        string symbol,
        double size,
        string color,
        double opacity
    )
    {
        var path = new SvgPath();
        var half = size / 2;
        foreach (var (x, y) in points)
            _ = symbol switch
            {
                "square" => path.MoveTo(x - half, y - half)
                    .LineTo(x + half, y - half)
                    .LineTo(x + half, y + half)
                    .LineTo(x - half, y + half)
                    .Close(),
                "diamond" => path.MoveTo(x, y - (1.3 * half))
                    .LineTo(x + (1.3 * half), y)
                    .LineTo(x, y + (1.3 * half))
                    .LineTo(x - (1.3 * half), y)
                    .Close(),
                _ => path.Dot(x, y),
            };
        if (path.IsEmpty)
            return;
        if (symbol is "square" or "diamond")
            svg.Path(path).Fill(color).FillOpacity(opacity);
        else
            svg.Path(path).Fill("none").Stroke(color).StrokeWidth(size).StrokeOpacity(opacity).RoundCaps();
    }
}
