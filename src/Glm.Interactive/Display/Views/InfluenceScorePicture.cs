using System.Globalization;
using Glm.Analysis.Influence;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Average precision of every score with its interval, one row each: a panel for neighbours, and one for all pairs within windows. A
/// dashed line is a guess.
/// </summary>
internal static class InfluenceScorePicture
{
    private const double RowHeight = 19;
    private const double TextSize = 11;
    private const double Narrow = 600;
    private const double Top = 30;
    private const double Foot = 30;

    /// <param name="result">With scores.</param>
    /// <param name="width">Of the picture.</param>
    public static Svg Draw(InfluenceResult result, double width = GeneMapPicture.Width)
    {
        int[] groups =
        [
            .. new[] { InfluenceResult.Neighbours, InfluenceResult.WithinWindows }.Where(group =>
                !double.IsNaN(result.Scores[^1].Figures[group].AveragePrecision.Value)
            ),
        ];
        return Svg.Stack([.. groups.Select(group => Panel(result, group, width))]);
    }

    private static Svg Panel(InfluenceResult result, int group, double width)
    {
        var isNarrow = width < Narrow;
        var svg = new Svg(width, 0);
        // In a narrow place the name stands above its row.
        var rowHeight = isNarrow ? (2 * RowHeight) - 6 : RowHeight;
        var left = isNarrow ? 12 : 16 + result.Scores.Max(score => Svg.TextWidth(score.Name, TextSize, bold: true));
        var right = width - (isNarrow ? 12 : 150);
        var bottom = Top + (rowHeight * result.Scores.Count);
        double At(double value) => left + ((right - left) * Math.Clamp(value, 0, 1));

        var pairs = result.PairGroups[group];
        svg.Text(
            left,
            14,
            string.Create(CultureInfo.InvariantCulture, $"average precision, {pairs.Pairs:N0} {pairs.Name}"),
            size: isNarrow ? 11 : 12,
            bold: true
        );
        for (var tick = 0; tick <= 10; tick += isNarrow ? 2 : 1)
        {
            svg.Line(At(tick / 10.0), Top - 4, At(tick / 10.0), bottom, 0.12);
            svg.Text(
                At(tick / 10.0),
                bottom + 13,
                (tick / 10.0).ToString("0.0", CultureInfo.InvariantCulture),
                TextAnchor.Middle,
                10,
                opacity: 0.75
            );
        }
        svg.Path(new SvgPath().MoveTo(At(pairs.BaseRate), Top - 4).LineTo(At(pairs.BaseRate), bottom))
            .Stroke("currentColor")
            .StrokeOpacity(0.7)
            .StrokeWidth(1.2)
            .Dashed(5, 3)
            .Fill("none")
            .Title("a guess");
        for (var i = 0; i < result.Scores.Count; i++)
        {
            var score = result.Scores[i];
            var figure = score.Figures[group].AveragePrecision;
            var y = Top + (rowHeight * (i + (isNarrow ? 0.72 : 0.5)));
            var color = ColorOf(score.Name);
            if (isNarrow)
                svg.Text(left, y - 9, score.Name, size: 10);
            else
                svg.Text(left - 8, y + 4, score.Name, TextAnchor.End, TextSize, bold: score.Name == InfluenceScore.Influence);
            if (!double.IsNaN(figure.Low))
                svg.Path(new SvgPath().MoveTo(At(figure.Low), y).LineTo(At(figure.High), y)).Stroke(color).StrokeWidth(2.4).Fill("none");
            svg.Path(new SvgPath().Dot(At(figure.Value), y)).Stroke(color).StrokeWidth(8).RoundCaps().Fill("none");
            if (!isNarrow)
                svg.Text(right + 10, y + 4, figure.ToString(), size: 10.5, opacity: 0.85);
        }
        var hasIntervals = result.Scores.Any(score => !double.IsNaN(score.Figures[group].AveragePrecision.Low));
        svg.Text(left, bottom + 27, "dashed: a guess" + (hasIntervals ? "; lines: 95% intervals" : ""), size: 10, opacity: 0.75);
        svg.Height = bottom + Foot + 4;
        return svg;
    }

    private static string ColorOf(string score) =>
        score switch
        {
            InfluenceScore.Influence => Palette.Category(3),
            InfluenceScore.Attention => Palette.Category(2),
            _ => Palette.Category(0),
        };
}
