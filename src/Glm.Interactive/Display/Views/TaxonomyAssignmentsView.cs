using System.Globalization;
using System.Text;
using Glm.Analysis.Taxonomy;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The taxa of unknown scaffolds with their confidence, which of them are unlike anything known, and how both were tested on genomes and
/// taxa that were held out.
/// </summary>
public static class TaxonomyAssignmentsView
{
    /// <summary>The variable that holds the assignments of a command.</summary>
    internal const string Variable = "assignments";

    private const int Listed = 100;

    public static MimeBundle Create(TaxonomyAssignments result)
    {
        var calibration = result.Score.Calibration;
        var table = CalibrationPicture.Table(calibration, "held-out stretches", "right");
        var picture = CalibrationPicture.Draw(calibration, "share assigned rightly");
        var html = new StringBuilder(Html.Heading($"Taxa of unknown scaffolds, by {Rank(result)}"))
            .Append(Html.Note(Html.Line(result.Conclusion, 1000)))
            .Append(Html.Note(Setting(result)));
        foreach (var note in result.Notes)
            html.Append(Html.Note(note));
        html.Append(Scaffolds(result).ToHtml(Listed))
            .Append(Scores(result).ToHtml())
            .Append(
                Html.Details(
                    "calibration",
                    Html.Note(
                        $"Confidence of {Html.Count(result.Stretches, "stretch", "stretches")} of held-out genomes, by {result.Used}, "
                            + "calibrated on other genomes than they are of."
                    )
                        + picture.Inline("Calibration: " + table.ToText())
                        + table.ToHtml()
                )
            );
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html.ToString()), picture.Standalone());
    }

    internal static string Text(TaxonomyAssignments result) =>
        $"Taxa of unknown scaffolds, by {Rank(result)}. {Html.Clean(result.Conclusion, 1000)}\n{Setting(result)}"
        + string.Concat(result.Notes.Select(note => "\n" + note))
        + $"\n{Scaffolds(result).ToText()}\n{Scores(result).ToText()}";

    private static string Rank(TaxonomyAssignments result) => result.Options.Rank.ToString().ToLowerInvariant();

    private static string Setting(TaxonomyAssignments result)
    {
        var text = new StringBuilder(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Html.Line(result.Source, 100)}, assigned by {result.Used} vectors, which are less surprised at held-out genomes. "
                    + $"Learned from {Html.Count(result.WindowsPerClass.Sum(), "window")} of {Html.Count(result.Genomes, "genome")} and "
                    + $"{Html.Count(result.Classes.Count, "taxon", "taxa")} of {Html.Line(result.KnownSource, 100)}; tested on "
                    + $"{Html.Count(result.Stretches, "stretch", "stretches")} of them, as long as the unknown scaffolds, in "
                    + $"{result.Options.FoldCount} folds of whole genomes (seed {result.Options.Seed})."
            )
        );
        foreach (var (reason, count) in result.Left)
            text.Append(CultureInfo.InvariantCulture, $" Not learned from: {Html.Count(count, "window")} ({Html.Line(reason, 100)}).");
        return text.ToString();
    }

    private static DataTable Scaffolds(TaxonomyAssignments result)
    {
        var table = new DataTable([
            "scaffold",
            "genes",
            "verdict",
            "confidence",
            "distance",
            "of the known, as far",
            "nearest genome",
            "its taxon",
        ]);
        foreach (var row in result.Scaffolds.Take(Listed))
            table.Add(
                row.Scaffold.Id,
                Html.Number(row.Genes),
                row.IsUnlike ? "unlike anything known" : row.Taxon,
                row.IsUnlike ? "–" : Html.Percent(row.Confidence),
                row.Distance.ToString("0.00", CultureInfo.InvariantCulture),
                Html.Percent(row.KnownShare),
                row.Nearest.Id,
                row.Nearest.Lineage?[result.Options.Rank] ?? ""
            );
        table.Total = result.Scaffolds.Count;
        return table;
    }

    private static DataTable Scores(TaxonomyAssignments result)
    {
        var table = new DataTable([
            "vectors",
            "held-out accuracy, 95%",
            "log loss",
            "calibration error",
            "temperature",
            "found unlike, taxon left out, 95%",
        ]);
        table.Add("the largest taxon", Html.Percent(result.ChanceAccuracy), "", "", "", Html.Percent(result.Options.Unlike));
        foreach (var score in result.Scores)
            table.Add(
                score.Name,
                BaselineComparisonView.Interval(score.Accuracy),
                score.LogLoss.ToString("0.000", CultureInfo.InvariantCulture),
                score.Calibration.ExpectedCalibrationError.ToString("0.000", CultureInfo.InvariantCulture),
                score.Temperature.ToString("0.00", CultureInfo.InvariantCulture),
                BaselineComparisonView.Interval(score.UnlikeFound)
            );
        return table;
    }
}
