using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Every head as a small square of colours, layers by row and heads by column, for where no script draws them. Each square has colours of
/// its own, up to its largest value, and of long windows the largest of neighbouring values.
/// </summary>
internal static class AttentionGridPicture
{
    private const int MostPixels = 48; // of a side
    private const int Steps = 64;
    private const double Left = 42;
    private const double Top = 34;
    private const double Foot = 20;
    private const double LargestTile = 64;
    private const string Chosen = "#e66100";

    private static readonly string[] Colors = [.. Enumerable.Range(0, Steps).Select(i => Palette.At(i / (Steps - 1.0)))];

    /// <param name="attention">Of at least one head.</param>
    /// <param name="layer">Of the head that is shown large.</param>
    /// <param name="head">The head that is shown large.</param>
    /// <param name="width">Of the picture, in which squares shrink to fit.</param>
    public static Svg Draw(AttentionResult attention, int layer, int head, double width = GeneMapPicture.NarrowWidth)
    {
        var (layers, heads, n) = (attention.Layers, attention.Heads, attention.Length);
        var block = ((n - 1) / MostPixels) + 1;
        var side = ((n - 1) / block) + 1;
        var tile = Math.Min(LargestTile, (width - Left - 8) / heads);
        var gap = Math.Min(3, tile / 5);
        var svg = new Svg(width, Top + (layers * tile) + Foot);
        if (attention.Reduction == AttentionReduction.Heads)
            svg.Text(Left, 12, "head", size: 10.5, opacity: 0.75);
        svg.Text(12, Top + (layers * tile / 2), "layer", TextAnchor.Middle, 10.5, -90, 0.75);
        var every = (int)Math.Ceiling(13 / tile);
        for (var column = 0; column < heads && attention.Reduction == AttentionReduction.Heads; column += every)
            svg.Text(Left + (tile * (column + 0.5)) - (gap / 2), Top - 8, Number(column), TextAnchor.Middle, 10);
        for (var row = 0; row < layers; row += every)
            svg.Text(Left - 7, Top + (tile * (row + 0.5)) + 3, Number(row), TextAnchor.End, 10);
        // All squares in one image, with transparent pixels between them.
        var between = Math.Max(1, (int)Math.Round(side * gap / (tile - gap)));
        var step = side + between;
        var image = new PixelImage(heads * step, layers * step, Colors);
        for (var row = 0; row < layers; row++)
        for (var column = 0; column < heads; column++)
            Fill(image, column * step, row * step, attention.Head(row, column), n, block);
        svg.Image(Left, Top, heads * tile, layers * tile, image);
        var (size, margin) = (tile * side / step, gap / 2);
        svg.Rect(Left + (tile * head) - margin, Top + (tile * layer) - margin, size + (2 * margin), size + (2 * margin), "none")
            .Stroke(Chosen)
            .StrokeWidth(Math.Max(1.5, gap));
        svg.Text(Left, svg.Height - 5, "each square up to its own largest value", size: 10, opacity: 0.75);
        return svg;

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static void Fill(PixelImage image, int left, int top, ReadOnlySpan<float> values, int n, int block)
    {
        var most = AttentionView.Most(values);
        for (var row = 0; row < n; row += block)
        for (var column = 0; column < n; column += block)
        {
            var largest = 0f;
            for (var i = row; i < Math.Min(n, row + block); i++)
            for (var j = column; j < Math.Min(n, column + block); j++)
                largest = Math.Max(largest, AttentionView.Finite(values[(i * n) + j]));
            image.Set(left + (column / block), top + (row / block), (int)(largest / most * (Steps - 1)));
        }
    }
}
