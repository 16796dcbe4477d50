using System.Globalization;
using Glm.Analysis.Operons;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Average precision of every operon score with its interval, one row each: baselines, what a model says unasked, and what is learned from
/// it. A dashed line is a guess, a dotted one strand and distance; an open ring is the same score on the published random folds.
/// </summary>
internal static class OperonScorePicture
{
    private const double RowHeight = 19;
    private const double TextSize = 11;
    private const double Narrow = 600;

    // By the kind of score.
    private static readonly string[] Colors = [Palette.Category(0), Palette.Category(4), Palette.Category(3)];
    private static readonly string[] Kinds = ["baseline", "gLM, zero-shot", "gLM, learned"];

    /// <param name="result">With labels.</param>
    /// <param name="width">Of the picture.</param>
    public static Svg Draw(OperonResult result, double width = GeneMapPicture.Width)
    {
        var isNarrow = width < Narrow;
        var svg = new Svg(width, 0);
        // In a narrow place the name stands above its row.
        var rowHeight = isNarrow ? 2 * RowHeight - 6 : RowHeight;
        // As if all were bold, as one is.
        var names = TextFit
            .Distinct(
                [.. result.Scores.Select(score => Html.Line(score.Name, 90))],
                isNarrow ? width - 24 : width / 2,
                TextSize,
                bold: true
            )
            .Select(lines => lines[0])
            .ToArray();
        var left = isNarrow ? 12 : 20 + names.Max(name => Svg.TextWidth(name, TextSize, bold: true));
        var right = width - (isNarrow ? 12 : 150);
        var lowest = Math.Min(
            result.BaseRate,
            result.Scores.Min(score =>
                double.IsNaN(score.AveragePrecision.Low) ? score.AveragePrecision.Value : score.AveragePrecision.Low
            )
        );
        var low = Math.Max(0, Math.Floor((lowest - 0.02) * 10) / 10);
        double At(double value) => left + ((right - left) * (Math.Clamp(value, low, 1) - low) / (1 - low));

        const double top = 30;
        var bottom = top + (rowHeight * names.Length);
        svg.Text(left, 14, "average precision, all labelled pairs", size: 12, bold: true);
        for (var tick = low; tick < 1.05; tick += 0.1)
        {
            svg.Line(At(tick), top - 4, At(tick), bottom, 0.12);
            svg.Text(At(tick), bottom + 13, tick.ToString("0.0", CultureInfo.InvariantCulture), TextAnchor.Middle, 10, opacity: 0.75);
        }
        Mark(result.BaseRate, 5);
        if (result.Find(OperonAnalysis.DistanceBaseline) is { } baseline)
            Mark(baseline.AveragePrecision.Value, 2);

        for (var i = 0; i < names.Length; i++)
        {
            var score = result.Scores[i];
            var y = top + (rowHeight * (i + (isNarrow ? 0.72 : 0.5)));
            var color = Colors[(int)score.Kind];
            var figure = score.AveragePrecision;
            if (isNarrow)
                svg.Text(left, y - 9, names[i], size: 10);
            else
                svg.Text(left - 8, y + 4, names[i], TextAnchor.End, TextSize, bold: score.Name == result.Predictor);
            if (!double.IsNaN(figure.Low))
                svg.Path(new SvgPath().MoveTo(At(figure.Low), y).LineTo(At(figure.High), y)).Stroke(color).StrokeWidth(2.4).Fill("none");
            svg.Path(new SvgPath().Dot(At(figure.Value), y)).Stroke(color).StrokeWidth(8).RoundCaps().Fill("none");
            if (!double.IsNaN(score.RandomFolds))
                svg.Path(Ring(At(score.RandomFolds), y, 5)).Stroke(color).StrokeWidth(1.3).Fill("none");
            if (!isNarrow)
                svg.Text(
                    right + 10,
                    y + 4,
                    string.Create(CultureInfo.InvariantCulture, $"{figure.Value:0.000} [{figure.Low:0.000}, {figure.High:0.000}]"),
                    size: 10.5,
                    opacity: 0.85
                );
        }
        svg.Height = bottom + 20 + DrawLegend(svg, result, bottom + 20, width);
        return svg;

        void Mark(double value, double dash)
        {
            svg.Path(new SvgPath().MoveTo(At(value), top - 4).LineTo(At(value), bottom))
                .Stroke("currentColor")
                .StrokeOpacity(0.7)
                .StrokeWidth(1.2)
                .Dashed(dash, 3)
                .Fill("none");
        }
    }

    private static double DrawLegend(Svg svg, OperonResult result, double y, double width)
    {
        var (x, row) = (14.0, y + 10);
        foreach (var (name, color, kind) in Entries())
        {
            var room = 22 + Svg.TextWidth(name, 10.5) + 12;
            if (x + room > width && x > 14)
                (x, row) = (14, row + 16);
            if (kind == 0)
                svg.Path(new SvgPath().Dot(x + 6, row - 3.5)).Stroke(color).StrokeWidth(8).RoundCaps().Fill("none");
            else if (kind == 1)
                svg.Path(Ring(x + 6, row - 3.5, 4.5)).Stroke(color).StrokeWidth(1.3).Fill("none");
            else
                svg.Path(new SvgPath().MoveTo(x, row - 3.5).LineTo(x + 14, row - 3.5))
                    .Stroke(color)
                    .StrokeWidth(1.4)
                    .Dashed(kind == 2 ? 5 : 2, 3)
                    .Fill("none");
            svg.Text(x + 19, row, name, size: 10.5, opacity: 0.9);
            x += room;
        }
        return row - y + 8;

        IEnumerable<(string Name, string Color, int Kind)> Entries()
        {
            for (var i = 0; i < Kinds.Length; i++)
                if (result.Scores.Any(score => (int)score.Kind == i))
                    yield return (Kinds[i], Colors[i], 0);
            if (result.Scores.Any(score => !double.IsNaN(score.RandomFolds)))
                yield return ("published random folds, which leak", "currentColor", 1);
            yield return ("a guess", "currentColor", 2);
            if (result.Find(OperonAnalysis.DistanceBaseline) is not null)
                yield return ("strand and distance", "currentColor", 3);
        }
    }

    /// <summary>A circle as a polygon fine enough to look like one.</summary>
    private static SvgPath Ring(double x, double y, double radius)
    {
        const int corners = 24;
        var path = new SvgPath();
        for (var i = 0; i < corners; i++)
        {
            var angle = 2 * Math.PI * i / corners;
            var (px, py) = (x + (radius * Math.Cos(angle)), y + (radius * Math.Sin(angle)));
            path = i == 0 ? path.MoveTo(px, py) : path.LineTo(px, py);
        }
        return path.Close();
    }
}
