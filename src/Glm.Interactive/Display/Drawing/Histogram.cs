using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>A small histogram: bars of equal width, the range below them and the median above.</summary>
internal static class Histogram
{
    private const int Bars = 30;
    private const double Width = 300;
    private const double BarHeight = 56;

    /// <summary>The histogram as a part of a page, described in words.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="most">What the highest value is called.</param>
    public static string Inline(IReadOnlyCollection<int> values, string title, string most = "longest")
    {
        var sorted = values.Order().ToArray();
        var range = sorted[0] == sorted[^1] ? $"all {Html.Number(sorted[0])}" : $"{Html.Number(sorted[0])} to {Html.Number(sorted[^1])}";
        return Draw(values, title, most).Inline($"{title}: {range}, median {Html.Number(sorted[sorted.Length / 2])}");
    }

    /// <param name="values">At least one.</param>
    /// <param name="title">What the values are, with their unit.</param>
    /// <param name="most">What the highest value is called.</param>
    public static Svg Draw(IReadOnlyCollection<int> values, string title, string most = "longest")
    {
        var sorted = values.Order().ToArray();
        var (low, median) = (sorted[0], sorted[sorted.Length / 2]);
        // A few giants must not squeeze all other values into one bar: they share the last one.
        var high = sorted[(int)((sorted.Length - 1) * 0.99)];
        var bars = Math.Min(Bars, high - low + 1);
        var counts = new int[bars];
        foreach (var value in sorted)
            counts[Math.Min(bars - 1, (int)((long)(value - low) * bars / (high - low + 1)))]++;
        var svg = new Svg(Width, BarHeight + 36);
        if (sorted[^1] == low)
        {
            svg.Text(0, 12, $"{title}: all {Html.Number(low)}", size: 10.5, opacity: 0.85);
            svg.Height = 18;
            return svg;
        }
        svg.Text(0, 12, $"{title}, median {Html.Number(median)}", size: 10.5, opacity: 0.85);
        var highest = counts.Max();
        for (var i = 0; i < bars; i++)
        {
            var height = BarHeight * counts[i] / highest;
            var (from, to) = (low + ((long)i * (high - low + 1) / bars), low + ((long)(i + 1) * (high - low + 1) / bars) - 1);
            var range =
                Html.Number(from)
                + (
                    i == bars - 1 && sorted[^1] > high ? " and more"
                    : to > from ? $"–{Html.Number(to)}"
                    : ""
                );
            using (svg.Group().Title($"{range}: {Html.Number(counts[i])}"))
                svg.Rect(i * Width / bars, 18 + BarHeight - height, Math.Max(1, (Width / bars) - 1.5), height, Palette.Category(0));
        }
        svg.Text(0, 18 + BarHeight + 13, Html.Number(low), size: 10, opacity: 0.75);
        svg.Text(
            Width,
            18 + BarHeight + 13,
            Html.Number(high) + (sorted[^1] > high ? $" ({most} {Html.Number(sorted[^1])})" : ""),
            TextAnchor.End,
            10,
            opacity: 0.75
        );
        return svg;
    }
}
