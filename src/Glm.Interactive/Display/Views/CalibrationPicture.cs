using System.Globalization;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Statistics;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Whether probabilities are as good as their word: what was claimed against what was found, and below it how often it was claimed.
/// </summary>
internal static class CalibrationPicture
{
    private const double Size = 220;
    private const double Left = 52;
    private const double Top = 16;

    // Between the curve and the counts below it, and the height of these.
    private const double Gap = 12;
    private const double Counts = 40;
    private const string Color = "#0072b2";

    /// <summary>The same as a table.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="items">What has the probabilities, in the plural.</param>
    /// <param name="truth">What was found.</param>
    public static DataTable Table(CalibrationCurve curve, string items, string truth)
    {
        var table = new DataTable(["probability", items, "mean probability", truth]);
        foreach (var bin in curve.Bins)
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{bin.From:0.0}–{bin.To:0.0}"),
                Html.Number(bin.Items),
                bin.MeanProbability.ToString("0.000", CultureInfo.InvariantCulture),
                bin.PositiveShare.ToString("0.000", CultureInfo.InvariantCulture)
            );
        return table;
    }

    /// <summary>Draws it.</summary>
    /// <param name="curve">At least one bin.</param>
    /// <param name="truth">What was found, for the axis.</param>
    public static Svg Draw(CalibrationCurve curve, string truth)
    {
        var svg = new Svg(Left + Size + 24, Top + Size + Gap + Counts + 44);
        double X(double value) => Left + (Size * value);
        double Y(double value) => Top + (Size * (1 - value));
        const double ground = Top + Size + Gap + Counts;
        for (var tick = 0.0; tick < 1.01; tick += 0.25)
        {
            svg.Line(X(tick), Top, X(tick), ground, 0.12);
            svg.Line(Left, Y(tick), Left + Size, Y(tick), 0.12);
            svg.Text(X(tick), ground + 14, tick.ToString("0.##", CultureInfo.InvariantCulture), TextAnchor.Middle, 10);
            svg.Text(Left - 6, Y(tick) + 3.5, tick.ToString("0.##", CultureInfo.InvariantCulture), TextAnchor.End, 10);
        }
        DrawCounts(svg, curve, X, ground);
        svg.Path(new SvgPath().MoveTo(X(0), Y(0)).LineTo(X(1), Y(1)))
            .Stroke("currentColor")
            .StrokeOpacity(0.6)
            .StrokeWidth(1)
            .Dashed(4, 3)
            .Fill("none");
        var line = new SvgPath();
        for (var i = 0; i < curve.Bins.Count; i++)
        {
            var (x, y) = (X(curve.Bins[i].MeanProbability), Y(curve.Bins[i].PositiveShare));
            line = i == 0 ? line.MoveTo(x, y) : line.LineTo(x, y);
        }
        svg.Path(line).Stroke(Color).StrokeWidth(1.8).Fill("none");
        foreach (var bin in curve.Bins)
            svg.Path(new SvgPath().Dot(X(bin.MeanProbability), Y(bin.PositiveShare)))
                .Stroke(Color)
                .StrokeWidth(7)
                .RoundCaps()
                .Fill("none");
        svg.Text(Left + (Size / 2), ground + 32, "predicted probability", TextAnchor.Middle, 11, opacity: 0.85);
        svg.Text(14, Top + (Size / 2), truth, TextAnchor.Middle, 11, -90, 0.85);
        return svg;
    }

    /// <summary>Draws how often each probability was claimed, on a scale of its own below the curve.</summary>
    private static void DrawCounts(Svg svg, CalibrationCurve curve, Func<double, double> x, double ground)
    {
        var most = curve.Bins.Max(bin => bin.Items);
        svg.Line(Left, ground, Left + Size, ground, 0.4);
        svg.Line(Left, ground - Counts, Left + Size, ground - Counts, 0.12);
        svg.Text(Left - 6, ground + 3.5, "0", TextAnchor.End, 10);
        svg.Text(Left - 6, ground - Counts + 3.5, ChartAxis.Short(most, most / 100.0), TextAnchor.End, 10);
        svg.Text(14, ground - (Counts / 2), "count", TextAnchor.Middle, 11, -90, 0.85);
        foreach (var bin in curve.Bins)
        {
            // However few they are, they are seen.
            var height = bin.Items > 0 ? Math.Max(1, Counts * bin.Items / most) : 0;
            svg.Rect(x(bin.From) + 1, ground - height, x(bin.To) - x(bin.From) - 2, height, Palette.Neutral)
                .Title($"{Html.Number(bin.Items)} of {Html.Number(bin.From)} to {Html.Number(bin.To)}");
        }
    }
}
