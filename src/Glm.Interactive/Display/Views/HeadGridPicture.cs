using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Correlations of heads as panels of squares, layers by row and heads by column: blue below 0, orange above, and a dot where the
/// corrected p is below 0.05.
/// </summary>
internal static class HeadGridPicture
{
    private const double Cell = 22;
    private const double SmallestCell = 8;
    private const double Left = 62;
    private const double Top = 34;
    private const double Between = 34;
    private const double RowGap = 46;
    private const double KeySize = 10;
    private const string Positive = "#d55e00";
    private const string Negative = "#0072b2";
    private const string Middle = "#f4f2ee";
    private const double Significant = 0.05;

    /// <summary>A panel.</summary>
    /// <param name="Title">Above it.</param>
    /// <param name="Values">[layers, heads], r and its corrected p; NaN where there is none.</param>
    internal sealed record Panel(string Title, IReadOnlyList<(double R, double P)> Values)
    {
        /// <summary>One property of all heads.</summary>
        public static Panel Of(string title, IReadOnlyList<HeadProfile> heads, int property) =>
            new(title, [.. heads.Select(head => (head.Correlations[property], head.PValues[property]))]);
    }

    /// <param name="layers">At least 1.</param>
    /// <param name="heads">Per layer, at least 1.</param>
    /// <param name="panels">At least one.</param>
    /// <param name="width">The most that the picture may take, so far as squares can shrink.</param>
    public static Svg Draw(int layers, int heads, IReadOnlyList<Panel> panels, double width = GeneMapPicture.Width)
    {
        var cell = Math.Clamp((width - Left - 20) / heads, SmallestCell, Cell);
        var panelWidth = Math.Max(heads * cell, panels.Max(panel => Svg.TextWidth(panel.Title, 11.5)));
        var perRow = Math.Clamp((int)((width - Left) / (panelWidth + Between)), 1, panels.Count);
        var rows = (panels.Count + perRow - 1) / perRow;
        var rowHeight = (layers * cell) + RowGap;
        var most = panels
            .SelectMany(panel => panel.Values)
            .Select(value => Math.Abs(value.R))
            .Where(double.IsFinite)
            .DefaultIfEmpty(1)
            .Max();
        most = Math.Max(0.05, most);
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"r from -{most:0.00} (blue) to +{most:0.00} (orange); dot: corrected p < 0.05"
        );
        var svg = new Svg(
            Math.Max(Left + Svg.TextWidth(key, KeySize) + 8, Left + (perRow * (panelWidth + Between))),
            Top + (rows * rowHeight) + 6
        );
        for (var number = 0; number < panels.Count; number++)
        {
            var (left, top) = (Left + (number % perRow * (panelWidth + Between)), Top + (number / perRow * rowHeight));
            svg.Text(left, top - 8, panels[number].Title, size: 11.5, bold: true);
            for (var layer = 0; layer < layers; layer++)
            for (var head = 0; head < heads; head++)
                DrawHead(left + (head * cell), top + (layer * cell), layer, head, panels[number].Values[(layer * heads) + head]);
            for (var head = 0; head < heads; head++)
                if (cell >= 14 || head % 5 == 0)
                    svg.Text(left + (cell * (head + 0.45)), top + (layers * cell) + 13, Number(head), TextAnchor.Middle, 10);
            if (number % perRow != 0)
                continue;
            for (var layer = 0; layer < layers; layer++)
                if (cell >= 12 || layer % 5 == 0)
                    svg.Text(left - 8, top + (cell * (layer + 0.65)), Number(layer), TextAnchor.End, 10);
            svg.Text(16, top + (layers * cell / 2), "layer", TextAnchor.Middle, 11, -90, 0.75);
        }
        svg.Text(Left, svg.Height - 8, key, size: KeySize, opacity: 0.8);
        return svg;

        void DrawHead(double x, double y, int layer, int head, (double R, double P) value)
        {
            var color = double.IsNaN(value.R)
                ? Palette.Neutral
                : Palette.Mix(Middle, value.R < 0 ? Negative : Positive, Math.Min(1, Math.Abs(value.R) / most));
            var title = string.Create(
                CultureInfo.InvariantCulture,
                $"layer {layer}, head {head}: r = {value.R:0.000}, corrected p = {value.P:0.0e0}"
            );
            using (svg.Group().Title(title))
            {
                svg.Rect(x, y, cell - 1, cell - 1, color);
                if (value.P < Significant)
                    svg.Path(new SvgPath().Dot(x + (cell / 2) - 0.5, y + (cell / 2) - 0.5))
                        .Stroke(Palette.InkOn(color))
                        .StrokeWidth(Math.Min(4, cell / 4))
                        .RoundCaps()
                        .Fill("none");
            }
        }

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
