using System.Globalization;
using Glm.Analysis.Prediction;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>Surprise along the genome, the genes that surprise most, and whether the model is as sure as it should be.</summary>
public static class GenePredictionsView
{
    private const string Title = "Predicted genes";

    /// <summary>Genes of the running mean: half a window.</summary>
    private const int MeanGenes = 15;

    /// <summary>More points are a cloud, of which only the running mean says something.</summary>
    private const int MostPoints = 6000;

    public static MimeBundle Create(GenePredictions predictions)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var along = PlotlyBlock.Part(Along(predictions), loader);
        var reliability = predictions.Predictor.Calibration is { } calibration
            ? Html.Heading("Is it as sure as it should be?") + PlotlyBlock.Part(ModelEvaluationView.Reliability(calibration), loader).Html
            : "";
        var html =
            Html.Heading(Title)
            + Html.Note(Setting(predictions))
            + Html.Note(predictions.Conclusion)
            + Scores(predictions).ToHtml()
            + along.Html
            + Html.Note(Meaning(predictions))
            + Html.Heading("The genes that surprise most")
            + Surprising(predictions).ToHtml()
            + reliability;
        return Html.Bundle(Text(predictions), Html.View(Html.NewId(), html), along.StaticSvg);
    }

    internal static string Text(GenePredictions predictions) =>
        $"{Title}. {Setting(predictions)}\n{predictions.Conclusion}\n{Scores(predictions).ToText()}\nThe genes that surprise most:\n"
        + $"{Surprising(predictions).ToText()}\n{Meaning(predictions)}";

    private static string Setting(GenePredictions predictions)
    {
        var options = predictions.Options;
        return $"{Html.Line(predictions.Source, 120)}: {Html.Count(predictions.Genes.Count, "gene")}, "
            + (
                options.MaskedPerPass == 1
                    ? "each hidden alone in its window"
                    : $"{options.MaskedPerPass} of a window hidden at once, so that each sees a part of its neighbours only"
            )
            + "; baselines on the same hidden genes. "
            + (options.Distance == LabelDistance.Cosine ? "Distances are angles. " : "Distances are Euclidean. ")
            + $"95% intervals from {Html.Line(predictions.Groups, 80)}."
            + (
                predictions.LeftOut > 0
                    ? $" {Html.Count(predictions.LeftOut, "gene was", "genes were")} left out: in no window, or alone in it."
                    : ""
            );
    }

    private static string Meaning(GenePredictions predictions) =>
        $"Surprise is log2 of the rank of a gene among {Html.Number(predictions.Rivals)} by what was predicted of it: 0 bits where none "
        + $"fits better, {Html.Number(Math.Round(predictions.SurpriseOfGuesses, 1))} where one had to guess.";

    private static DataTable Scores(GenePredictions predictions)
    {
        var table = new DataTable(["predictor", "accuracy in window", "pseudo-accuracy", "MRR in all", "recall@10 in all", "predicted"]);
        foreach (var score in predictions.Scores)
            table.Add(
                Html.Line(score.Name, 60),
                BaselineComparisonView.Interval(score.Accuracy),
                BaselineComparisonView.Interval(score.PseudoAccuracy),
                BaselineComparisonView.Interval(score.ReciprocalRank),
                BaselineComparisonView.Interval(score.RecallAt10),
                Html.Percent(score.Predicted)
            );
        return table;
    }

    private static DataTable Surprising(GenePredictions predictions)
    {
        var table = new DataTable(["gene", "product", "scaffold", "position", "surprise", "likelihood", "nearest to what was expected"])
        {
            Total = predictions.Genes.Count,
        };
        foreach (var gene in predictions.Genes.OrderByDescending(gene => gene.Rank).Take(DataTable.RowLimit))
            table.Add(
                Html.Line(gene.Gene.Label, 40),
                Html.Line(gene.Gene.Product ?? "", 80),
                Html.Line(gene.ScaffoldId, 40),
                Html.Number(gene.Position),
                Bits(gene.Surprise),
                Html.Percent(gene.Likelihoods[0]),
                gene.Nearest.Count == 0 ? "–" : Expected(gene.Nearest[0])
            );
        return table;
    }

    private static string Expected(PredictedProtein protein) =>
        Html.Line(protein.Gene.Product ?? protein.Gene.Label, 60)
        + $" ({Html.Line(protein.GenomeId, 40)}"
        + (TaxonOf(protein) is { } taxon ? $", {Html.Line(taxon, 40)}" : "")
        + ")";

    /// <summary>The lowest rank that is known.</summary>
    private static string? TaxonOf(PredictedProtein protein) =>
        protein.Lineage is { } lineage
            ? Enum.GetValues<TaxonomicRank>().Select(rank => lineage[rank]).LastOrDefault(name => name.Length > 0)
            : null;

    private static string Bits(double bits) => bits.ToString("0.0", CultureInfo.InvariantCulture);

    private static GenericChart Along(GenePredictions predictions)
    {
        var genes = predictions.Genes;
        var numbers = Enumerable.Range(1, genes.Count).Select(number => (double)number).ToArray();
        var traces = new List<Node>();
        if (genes.Count <= MostPoints)
            traces.Add(
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "markers",
                    ["name"] = "gene",
                    ["x"] = numbers,
                    ["y"] = Node.Numbers(genes.Select(gene => gene.Surprise)),
                    ["text"] = genes
                        .Select(gene =>
                            $"{Html.PlotlyText(gene.Gene.Label, 40)}<br>{Html.PlotlyText(gene.Gene.Product ?? "", 80)}<br>"
                            + $"{Html.PlotlyText(gene.ScaffoldId, 40)}, gene {Html.Number(gene.Position)}"
                        )
                        .ToArray(),
                    ["hovertemplate"] = "%{text}<br>%{y:.1f} bits<extra></extra>",
                    ["marker"] = new Node { ["color"] = Palette.Neutral, ["size"] = 4 },
                }
            );
        traces.Add(
            new Node
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = $"mean of {MeanGenes} genes",
                ["x"] = numbers,
                ["y"] = Node.Numbers(RunningMeans(predictions)),
                ["hovertemplate"] = "%{y:.1f} bits in the mean<extra></extra>",
                ["line"] = new Node { ["color"] = Palette.Category(0), ["width"] = 2 },
            }
        );
        traces.Add(
            new Node
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = "a guess",
                ["x"] = new[] { 1, genes.Count },
                ["y"] = new[] { predictions.SurpriseOfGuesses, predictions.SurpriseOfGuesses },
                ["hoverinfo"] = "skip",
                ["line"] = new Node { ["color"] = Palette.Category(3), ["dash"] = "dash" },
            }
        );
        return Node.Chart(
            traces,
            new Node
            {
                ["height"] = 340,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 14,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node { ["title"] = new Node { ["text"] = "genes, scaffold after scaffold" } },
                ["yaxis"] = new Node { ["title"] = new Node { ["text"] = "surprise, bits" } },
            }
        );
    }

    /// <summary>The mean of the genes around each, of its scaffold alone; a gap between scaffolds.</summary>
    private static IEnumerable<double> RunningMeans(GenePredictions predictions)
    {
        var genes = predictions.Genes;
        for (var start = 0; start < genes.Count; )
        {
            var end = start;
            while (end < genes.Count && genes[end].ScaffoldId == genes[start].ScaffoldId)
                end++;
            for (var i = start; i < end; i++)
            {
                var (from, to) = (Math.Max(start, i - (MeanGenes / 2)), Math.Min(end, i + (MeanGenes / 2) + 1));
                // The last gene of a scaffold is not joined to the first of the next.
                yield return i == end - 1 && end < genes.Count
                    ? double.NaN
                    : Enumerable.Range(from, to - from).Average(gene => genes[gene].Surprise);
            }
            start = end;
        }
    }
}
