using System.Globalization;
using Glm.Analysis.Evaluation;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Statistics;
using Glm.Training;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>A model beside baselines on genomes of one's choice, and whether it is as sure as it should be.</summary>
public static class ModelEvaluationView
{
    private const string Title = "Evaluation: gLM and baselines";

    public static MimeBundle Create(ModelEvaluation evaluation)
    {
        var chart = PlotlyBlock.Part(Reliability(evaluation.Calibration), ChartLoader.Current ?? new ChartLoader());
        var html =
            Html.Heading(Title)
            + Html.Note(Setting(evaluation))
            + Table(evaluation).ToHtml()
            + string.Concat(Notes(evaluation).Select(Html.Note))
            + chart.Html
            + Html.Details("calibration", Bins(evaluation.Calibration).ToHtml());
        return Html.Bundle(Text(evaluation), Html.View(Html.NewId(), html), chart.StaticSvg);
    }

    internal static string Text(ModelEvaluation evaluation) =>
        $"{Title}. {Setting(evaluation)}\n{Table(evaluation).ToText()}\n{string.Join("\n", Notes(evaluation))}";

    private static string Setting(ModelEvaluation evaluation)
    {
        var comparison = evaluation.Comparison;
        var windows =
            comparison.HeldOutWindows < evaluation.Windows
                ? $"{Html.Number(comparison.HeldOutWindows)} of {Html.Count(evaluation.Windows, "window")}, an even sample,"
                : Html.Count(evaluation.Windows, "window");
        return $"{Html.Line(evaluation.Source, 120)}: {Html.Count(comparison.MaskedGenes, "masked gene")} of {windows} of "
            + $"{Html.Count(evaluation.Genomes, "genome")}, the same for all; nothing was trained. 95% intervals from "
            + $"{Html.Line(comparison.Groups, 80)}.";
    }

    private static IEnumerable<string> Notes(ModelEvaluation evaluation)
    {
        if (evaluation.TrainedOn.Count > 0)
            yield return $"{KnownGenome.Told(evaluation.TrainedOn)}: on them it shows what it remembers.";
        if (BaselineComparisonView.Verdict(evaluation.Comparison) is { } verdict)
            yield return verdict;
        if (evaluation.LeftOut.Count > 0)
            yield return $"Left out, because they learn from other genomes and none were given: {string.Join(", ", evaluation.LeftOut)}.";
        var error = evaluation.Calibration.Error;
        yield return $"Expected calibration error {BaselineComparisonView.Interval(error)}: how far the likelihood of the likeliest "
            + "prediction and the share of genes for which it is the closest one are apart.";
    }

    private static DataTable Table(ModelEvaluation evaluation)
    {
        var table = new DataTable([
            "predictor",
            "squared error",
            "accuracy",
            "pseudo-accuracy",
            "MRR in genome",
            "recall@10 in genome",
            "predicted",
        ]);
        foreach (var score in evaluation.Comparison.Scores)
            table.Add(
                score.Name,
                score.SquaredError.ToString(),
                BaselineComparisonView.Interval(score.Accuracy),
                BaselineComparisonView.Interval(score.PseudoAccuracy),
                BaselineComparisonView.Interval(score.ReciprocalRank),
                BaselineComparisonView.Interval(score.RecallAt10),
                Html.Percent(score.Predicted)
            );
        return table;
    }

    private static DataTable Bins(CalibrationEstimate calibration)
    {
        var table = new DataTable(["likelihood", "genes", "mean likelihood", "closest", "accuracy"]);
        foreach (var bin in calibration.Bins)
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"{bin.From:0.0} to {bin.To:0.0}"),
                Html.Number(bin.Genes),
                Html.Percent(bin.Likelihood),
                BaselineComparisonView.Interval(bin.Closest),
                BaselineComparisonView.Interval(bin.Accuracy)
            );
        return table;
    }

    /// <summary>Shares against likelihoods: a model that is as sure as it should be lies on the diagonal.</summary>
    internal static GenericChart Reliability(CalibrationEstimate calibration)
    {
        var bins = calibration.Bins;
        var genes = bins.Select(bin => $"{Html.Number(bin.Genes)} genes").ToArray();
        return Node.Chart(
            [
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines",
                    ["name"] = "as sure as right",
                    ["x"] = new[] { 0, 1 },
                    ["y"] = new[] { 0, 1 },
                    ["hoverinfo"] = "skip",
                    ["line"] = new Node { ["color"] = Palette.Neutral, ["dash"] = "dash" },
                },
                Shares("closest prediction", 0, bin => bin.Closest),
                Shares("identifies the gene", 1, bin => bin.Accuracy),
            ],
            new Node
            {
                ["height"] = 340,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 34,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "likelihood of the likeliest prediction" },
                    ["range"] = new[] { 0, 1 },
                },
                ["yaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "share of masked genes" },
                    ["range"] = new[] { 0, 1 },
                },
            }
        );

        Node Shares(string name, int color, Func<CalibrationBin, Estimate> of) =>
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines+markers",
                ["name"] = name,
                ["x"] = Node.Numbers(bins.Select(bin => bin.Likelihood)),
                ["y"] = Node.Numbers(bins.Select(bin => of(bin).Value)),
                ["text"] = genes,
                ["hovertemplate"] = "likelihood %{x:.1%}<br>" + name + " %{y:.1%}<br>%{text}<extra></extra>",
                ["error_y"] = new Node
                {
                    ["type"] = "data",
                    ["symmetric"] = false,
                    ["array"] = Node.Numbers(bins.Select(bin => of(bin).High - of(bin).Value)),
                    ["arrayminus"] = Node.Numbers(bins.Select(bin => of(bin).Value - of(bin).Low)),
                    ["thickness"] = 1,
                },
                ["marker"] = new Node { ["color"] = Palette.Category(color), ["size"] = 7 },
                ["line"] = new Node { ["color"] = Palette.Category(color) },
            };
    }
}
