using System.Globalization;
using Glm.Analysis.Dark;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>How far dark genes lie from annotated ones, how far guesses can be trusted, and what each dark gene may be.</summary>
public static class DarkGenesView
{
    private const int Listed = 25;

    private static readonly double[] Claims = [0.5, 0.75, 0.9];

    public static MimeBundle Create(DarkGeneResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var chart = PlotlyBlock.Part(
            EstimateRows.Draw(
                [.. result.Divergences.SelectMany(space => new[] { space.Name, $"{space.Name}, chance" })],
                [.. result.Divergences.SelectMany(space => new[] { space.Divergence, space.Chance })],
                [.. result.Divergences.SelectMany(space => new[] { space.Divergence, space.Chance }).Select(EstimateRows.Words)],
                Palette.Category(0),
                "Kullback–Leibler divergence of dark from annotated genes, in nats",
                leaks: false,
                zero: false
            ),
            loader
        );
        var bins = Bins(result);
        var html =
            Html.Heading(Title(result))
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + Divergences(result).ToHtml()
            + chart.Html
            + Html.Note(DistanceNote(result))
            + Html.Heading("How far guesses can be trusted")
            + Html.Note(GuessNote(result))
            + Scores(result).ToHtml()
            + Html.Note(CalibrationNote(result))
            + CalibrationPicture.Draw(result.Calibration, "share guessed right").Inline("Calibration: " + bins.ToText())
            + Html.Details("calibration", bins.ToHtml())
            + Html.Heading("What dark genes may be")
            + Genes(result).ToHtml(Listed);
        // Each map is a view of its own: its script finds one.
        var maps = result.Surroundings.Select(shown =>
            Html.View(Html.NewId(), Html.Heading(MapTitle(shown)) + SyntenyView.Body(shown.Map).Html, SyntenyView.ScriptAsset)
        );
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html) + string.Concat(maps), chart.StaticSvg);
    }

    internal static string Text(DarkGeneResult result) =>
        $"{Title(result)}. {Setting(result)}\n{result.Conclusion}\n{Divergences(result).ToText(cellWidth: 40)}\n{DistanceNote(result)}\n"
        + $"How far guesses can be trusted. {GuessNote(result)}\n{Scores(result).ToText(cellWidth: 50)}\n{CalibrationNote(result)}\n"
        + $"{Bins(result).ToText()}\nWhat dark genes may be:\n{Genes(result).ToText(Listed)}"
        + string.Concat(result.Surroundings.Select(shown => $"\n{MapTitle(shown)}:\n{SyntenyView.Text(shown.Map)}"));

    private static string Title(DarkGeneResult result) =>
        $"{Html.Count(result.Genes.Count, "dark gene")} among {Html.Number(result.Genes.Count + result.Annotated)}";

    private static string Setting(DarkGeneResult result)
    {
        var left = string.Join("; ", result.Left.Select(one => $"{Html.Count(one.Value, "gene")} {Html.Line(one.Key, 100)}"));
        return $"{Html.Line(result.Source, 120)}, layer {result.Layer}. Dark are {Html.Line(result.DarkBy, 300)}. 95% intervals over "
            + $"{Html.Number(result.Units)} {Html.Line(result.Unit, 20)}."
            + (left.Length > 0 ? $" Left out: {left}." : "");
    }

    private static string MapTitle(DarkSurroundings shown) =>
        $"{Html.Line(shown.GeneId, 60)} and the annotated genes nearest to it in context, each among its neighbours";

    private static string DistanceNote(DarkGeneResult result) =>
        $"Distances compare normal distributions on the first {Html.Count(result.Components, "principal component")} of each space. By "
        + $"chance: equally many genes of the same {Html.Line(result.Unit, 20)}, drawn at random.";

    private static string GuessNote(DarkGeneResult result) =>
        $"{Html.Number(result.Hidden)} of {Html.Count(result.Labelled, "annotated gene")} with a label '{Html.Line(result.LabelsOf, 60)}' "
        + "were hidden and made as alone as dark genes: annotated genes are passed over whose proteins are more similar to them than "
        + $"the nearest is to some dark gene, which is drawn. The {Html.Number(result.Options.Neighbours)} nearest of other "
        + $"{Html.Line(result.Unit, 20)} vote.";

    private static string CalibrationNote(DarkGeneResult result)
    {
        var claims = string.Join(
            "; ",
            Claims.Select(claim =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Html.Number(result.Genes.Count(gene => gene.Confidence >= claim))} with {claim:0.##} or more"
                )
            )
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Confidence is the probability that a guess is right, learned on other {Html.Line(result.Unit, 20)}: Brier "
                + $"score {result.Calibration.BrierScore:0.000}, expected calibration error "
                + $"{result.Calibration.ExpectedCalibrationError:0.000}, AUROC of right guesses "
                + $"{Figure(result.Ranking)}. Dark genes by confidence: {claims}."
        );
    }

    private static DataTable Divergences(DarkGeneResult result)
    {
        var table = new DataTable([
            "space",
            "divergence in nats",
            "by chance",
            "p",
            "less that of proteins",
            "variance on the components",
        ]);
        foreach (var space in result.Divergences)
            table.Add(
                Named(space.Name, space.IsBaseline),
                space.Divergence.ToString(),
                space.Chance.ToString(),
                Figure(space.PValue),
                space.BeyondProteins.ToString(),
                Html.Percent(space.ShareOfVariance)
            );
        return table;
    }

    private static DataTable Scores(DarkGeneResult result)
    {
        var table = new DataTable(["hidden genes guessed by", "right", "gLM over it"]);
        foreach (var score in result.Scores)
            table.Add(Named(score.Name, score.IsBaseline), score.Accuracy.ToString(), score.Lead.ToString());
        return table;
    }

    private static DataTable Bins(DarkGeneResult result) => CalibrationPicture.Table(result.Calibration, "hidden genes", "right");

    private static DataTable Genes(DarkGeneResult result)
    {
        var isKnown = result.Checked > 0;
        var table = new DataTable([
            "gene",
            "product",
            "genome",
            "may be",
            "confidence",
            "by protein",
            "nearest in context",
            "of",
            "between",
            .. isKnown ? ["labelled"] : Array.Empty<string>(),
        ])
        {
            Total = result.Genes.Count,
        };
        foreach (var gene in result.Genes.Take(DataTable.RowLimit))
            table.Add([
                Html.Line(gene.Gene.Label, 40),
                Html.Line(gene.Gene.Product ?? "", 60),
                Html.Line(gene.GenomeId, 40),
                Html.Line(gene.Label, 60),
                gene.Confidence.ToString("0.00", CultureInfo.InvariantCulture),
                Html.Line(gene.ByProtein, 60),
                gene.Nearest.Count == 0 ? "–" : Html.Line(gene.Nearest[0].Gene.Label, 40),
                gene.Nearest.Count == 0 ? "–" : Html.Line(gene.Nearest[0].GenomeId, 40),
                Html.Line(gene.Around, 80),
                .. isKnown ? [Html.Line(string.Join(", ", gene.Known), 60)] : Array.Empty<string>(),
            ]);
        return table;
    }

    private static string Named(string name, bool isBaseline) => Html.Line(name, 60) + (isBaseline ? " (baseline)" : "");

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
