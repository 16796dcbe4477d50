using System.Globalization;
using System.Text;
using Glm.Analysis.Attention;
using Glm.Analysis.Operons;
using Glm.Analysis.Synteny;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Operons: what each kind of evidence is worth beside a guess and beside strand and distance, with intervals; predicted operons above
/// known ones; and, where a model read the genes, which of its heads follow operons.
/// </summary>
public static class OperonView
{
    private const int ListedOperons = 100;

    /// <summary>Characters of the longest name of a score.</summary>
    private const int NameLength = 50;

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="region">The genes to draw; null for the first ones.</param>
    public static MimeBundle Create(OperonResult result, SyntenyRegion? region = null)
    {
        var html = new StringBuilder(Html.Heading("Operons")).Append(Html.Facts([.. Facts(result)])).Append(Html.Note(result.Conclusion));
        if (Setting(result) is { } setting)
            html.Append(Html.Note(setting));
        foreach (var note in result.Notes)
            html.Append(Html.Note(note));
        var pictures = new List<Svg>();
        if (result.Folds is not null)
        {
            var scores = OperonScorePicture.Draw(result);
            pictures.Add(scores);
            html.Append(
                    scores.Inline(
                        "Average precision of every score. " + Scores(result).ToText(),
                        narrow: OperonScorePicture.Draw(result, GeneMapPicture.NarrowWidth)
                    )
                )
                .Append(Html.SaveSvg("operon-scores.svg"))
                .Append(Html.Details("scores", Scores(result).ToHtml(result.Scores.Count + 1)));
        }
        if (OperonMapPicture.Draw(result, region) is { } map)
        {
            pictures.Add(map);
            html.Append("<div class=\"glm-map\">")
                .Append(
                    map.Inline(
                        "Predicted operons above known ones",
                        narrow: OperonMapPicture.Draw(result, region, GeneMapPicture.NarrowWidth)
                    )
                )
                .Append("</div>")
                .Append(Html.SaveSvg("operons.svg"));
        }
        html.Append(Html.Details("predicted operons", Operons(result).ToHtml(ListedOperons)));
        if (result.Calibration is { } calibration)
        {
            var bins = CalibrationPicture.Table(calibration, "pairs", "in one operon");
            html.Append(
                Html.Details(
                    "calibration",
                    Html.Note(
                        $"Held-out probabilities of {Html.Line(result.Predictor, 100)}: Brier score "
                            + $"{Figure(calibration.BrierScore)}, expected "
                            + $"calibration error {Figure(calibration.ExpectedCalibrationError)}."
                    )
                        + CalibrationPicture.Draw(calibration, "share in one operon").Inline("Calibration: " + bins.ToText())
                        + bins.ToHtml()
                )
            );
        }
        if (result.Heads.Count > 0)
            html.Append(
                Html.Details("heads", HeadPicture(result.Heads).Inline("Correlation of each head with operons") + Heads(result).ToHtml())
            );
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html.ToString()), Svg.Stack(pictures).Standalone());
    }

    internal static string Text(OperonResult result) =>
        "Operons: "
        + string.Join(", ", Facts(result).Select(fact => $"{fact.Value} {fact.Name}"))
        + $"\n{Html.Clean(result.Conclusion, 2000)}"
        + (Setting(result) is { } setting ? "\n" + setting : "")
        + string.Concat(result.Notes.Select(note => "\n" + note))
        + (result.Folds is null ? "" : $"\n{Scores(result).ToText(result.Scores.Count + 1, NameLength)}")
        + $"\n{Operons(result).ToText()}";

    private static IEnumerable<(string Name, string Value)> Facts(OperonResult result)
    {
        yield return ("pairs of neighbours", Html.Number(result.Pairs.Count));
        if (result.Folds is not null)
        {
            yield return ("labelled", Html.Number(result.LabelledPairs));
            yield return ("of them in one operon", Html.Percent(result.BaseRate));
            yield return ("on one strand", Html.Percent(result.SameStrandBaseRate));
        }
        yield return ("predicted operons", Html.Number(result.Operons.Count(operon => operon.Genes.Count > 1)));
    }

    private static string? Setting(OperonResult result)
    {
        if (result is not { Folds: { } folds, Truth: { } truth })
            return null;
        var text = new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"Known operons: {Html.Line(truth.Source, 100)} ({truth.Form}), {Html.Count(truth.Genes, "gene")}"
            )
            .Append(
                truth.UnmatchedRows == 0
                    ? "."
                    : $"; {Html.Count(truth.UnmatchedRows, "row")} of {Html.Number(truth.Rows)} name nothing that is loaded: "
                        + $"{string.Join(", ", truth.Unmatched.Take(3).Select(name => Html.Line(name, 30)))}."
            );
        if (truth.Ambiguous.Count > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $" Not used, since several genes bear them: "
                    + $"{string.Join(", ", truth.Ambiguous.Take(5).Select(name => Html.Line(name, 30)))}."
            );
        var grouping = folds.Grouping.ToString().ToLowerInvariant();
        text.Append(
            CultureInfo.InvariantCulture,
            $" {folds.Count} folds "
                + $"{(folds.Grouping == FoldGrouping.Random ? "at random, as published" : $"by {grouping}")} (seed {folds.Seed}), "
                + $"{(folds.Leaks ? "which leak" : "which do not leak")}; 95% intervals from {Html.Number(result.Options.Resamples)} "
                + $"resamples of whole {result.IntervalUnit.ToString().ToLowerInvariant()}s, each by itself: not "
                + $"corrected for their number."
        );
        return text.ToString();
    }

    private static DataTable Scores(OperonResult result)
    {
        var table = new DataTable([
            "score",
            "average precision",
            "on one strand",
            "gain",
            "over",
            "trapezoidal area",
            "AUROC",
            "random folds",
        ]);
        table.Add("a guess", Figure(result.BaseRate), Figure(result.SameStrandBaseRate), "", "", Figure(result.BaseRate), "0.500", "");
        foreach (var score in result.Scores)
            table.Add(
                score.Name,
                score.AveragePrecision.ToString(),
                score.SameStrand.ToString(),
                double.IsNaN(score.Gain.Value) ? "" : score.Gain.ToString(),
                score.Reference ?? "",
                Figure(score.TrapezoidalArea),
                Figure(score.Auroc),
                double.IsNaN(score.RandomFolds) ? "" : Figure(score.RandomFolds)
            );
        return table;
    }

    private static DataTable Operons(OperonResult result)
    {
        var table = new DataTable(["scaffold", "genes", "strand", "least boundary", "members"]);
        foreach (var operon in result.Operons.Where(operon => operon.Genes.Count > 1).Take(ListedOperons))
            table.Add(
                operon.Scaffold.Id,
                Html.Number(operon.Genes.Count),
                operon.Strand == Genomes.Strand.Forward ? "+" : "-",
                operon.Probabilities.Min().ToString("0.00", CultureInfo.InvariantCulture),
                string.Join(", ", operon.Genes.Select(GeneArrow.Label))
            );
        table.Total = result.Operons.Count(operon => operon.Genes.Count > 1);
        return table;
    }

    private static Svg HeadPicture(IReadOnlyList<HeadProfile> heads) =>
        HeadGridPicture.Draw(
            heads.Max(head => head.Layer) + 1,
            heads.Max(head => head.Head) + 1,
            [
                HeadGridPicture.Panel.Of("neighbours", heads, PairReading.Neighbours),
                HeadGridPicture.Panel.Of("all pairs within windows", heads, PairReading.WithinWindows),
            ]
        );

    private static DataTable Heads(OperonResult result)
    {
        var table = new DataTable(["layer", "head", "r, neighbours", "p, corrected", "r, in windows", "p, corrected"]);
        foreach (var head in result.Heads.OrderByDescending(head => Math.Abs(head.Correlations[PairReading.Neighbours])))
            table.Add(
                Html.Number(head.Layer),
                Html.Number(head.Head),
                Signed(head.Correlations[PairReading.Neighbours]),
                P(head.PValues[PairReading.Neighbours]),
                Signed(head.Correlations[PairReading.WithinWindows]),
                P(head.PValues[PairReading.WithinWindows])
            );
        return table;
    }

    private static string Signed(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string P(double value) =>
        double.IsNaN(value) ? "–"
        : value < 1e-300 ? "< 1e-300"
        : value.ToString(value < 0.001 ? "0.0e0" : "0.000", CultureInfo.InvariantCulture);

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
