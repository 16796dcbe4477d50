using System.Diagnostics;
using System.Globalization;
using Glm.Analysis.Functions;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>How well functions are told by neighbours, beside what a table of known genes says; or which functions genes are predicted to
/// have, each among its neighbours.</summary>
public static class FunctionView
{
    /// <summary>Labels that are drawn, the most frequent first.</summary>
    private const int ClassLimit = 30;

    private const int RowLimit = 20;

    /// <summary>Shows either.</summary>
    public static MimeBundle Create(FunctionOutput output) =>
        output switch
        {
            FunctionResult result => Create(result),
            FunctionPredictions predictions => Create(predictions),
            _ => throw new UnreachableException(),
        };

    internal static string Text(FunctionOutput output) =>
        output switch
        {
            FunctionResult result => $"{Title(result)}. {Setting(result)}\n{result.Conclusion}\n{Table(result).ToText()}"
                + string.Concat(result.Remarks.Select(remark => $"\n{Html.Line(remark, 300)}")),
            FunctionPredictions predictions => $"{Title(predictions)}. {string.Join('\n', Notes(predictions))}"
                + (predictions.Called.Count == 0 ? "" : $"\n{Table(predictions).ToText(RowLimit)}"),
            _ => throw new UnreachableException(),
        };

    private static MimeBundle Create(FunctionResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var scores = PlotlyBlock.Part(Scores(result), loader);
        var classes = PlotlyBlock.Part(Classes(result), loader);
        var html =
            Html.Heading(Title(result))
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + Table(result).ToHtml()
            + scores.Html
            + classes.Html
            + string.Concat(result.Remarks.Select(Html.Note))
            + Html.Details("labels", PerClass(result).ToHtml(100))
            + (result.Dropped.Count == 0 ? "" : Html.Details("labels left out", Dropped(result).ToHtml(100)));
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), scores.StaticSvg);
    }

    private static MimeBundle Create(FunctionPredictions predictions)
    {
        var html =
            Html.Heading(Title(predictions))
            + string.Concat(Notes(predictions).Select(Html.Note))
            + (predictions.Called.Count == 0 ? "" : Table(predictions).ToHtml(RowLimit));
        var chart = predictions.Called.Count == 0 ? null : PlotlyBlock.Part(Called(predictions), ChartLoader.Current ?? new ChartLoader());
        return Html.Bundle(Text(predictions), Html.View(Html.NewId(), html + chart?.Html), chart?.StaticSvg);
    }

    private static string Title(FunctionResult result) => $"Functions '{Html.Line(result.Label, 60)}' from the neighbourhood";

    private static string Title(FunctionPredictions predictions) => $"Functions '{Html.Line(predictions.Label, 60)}', predicted";

    private static string Setting(FunctionResult result)
    {
        var options = result.Options;
        var what =
            result.Folds.Grouping == FoldGrouping.Genome
                ? $"{Html.Count(result.Folds.Count, "fold")} of whole genomes"
                : $"{Html.Count(result.Folds.Count, "fold")} of stretches of {Html.Count(options.BlockGenes, "gene")}";
        var units =
            result.Folds.Grouping == FoldGrouping.Genome
                ? Html.Count(result.Units, "genome")
                : Html.Count(result.Units, "stretch", "stretches");
        var families = result.Families switch
        {
            FamilyHoldOut.LeftOut => "homologs of tested genes left out of the training",
            FamilyHoldOut.Halved => "and of halves of the families, so that no homolog of a tested gene is learned from",
            _ => "homologs elsewhere learned from",
        };
        return string.Create(
                CultureInfo.InvariantCulture,
                $"{Html.Count(result.Genes.Count, "gene")}, {Html.Count(result.Classes.Count, "label")}; {what}, {families}: "
                    + $"{Html.Count(result.Fits, "fit")} of {result.LearnedFrom:0} genes on average. The network has "
                    + $"{Html.Count(options.Layers, "layer")} of {options.HiddenSize} and windows of {options.MaxGenes} genes; "
                    + $"{Html.Count(options.Training.Epochs, "epoch")}, batches of {options.Training.BatchSize}, learning rate "
                    + $"{options.Training.LearningRate:0.#####}, seed {options.Seed}. 95% intervals over {units}."
            )
            + (result.Dropped.Count == 0 ? "" : $" Left out: {Html.Count(result.Dropped.Count, "label")}, rare or in one unit only.")
            + string.Concat(result.Left.Select(one => $" Not tested: {Html.Count(one.Value, "gene")} {Html.Line(one.Key, 100)}."));
    }

    private static IEnumerable<string> Notes(FunctionPredictions predictions)
    {
        yield return $"{Html.Line(predictions.Source, 100)}: {Html.Count(predictions.Called.Count, "label")} called of "
            + $"{Html.Number(predictions.GenesCalled)} of {Html.Count(predictions.Genes, "gene")}"
            + (predictions.Known == 0 ? "" : $"; {Html.Count(predictions.Known, "gene")} with labels already are not predicted")
            + $". By {Html.Line(predictions.Model, 100)}, which knows {Html.Count(predictions.Labels, "label")}.";
        if (predictions.History is { } history)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Trained on {Html.Count(history.Genes, "gene")} in {Html.Count(history.Windows, "window")}, "
                    + $"{Html.Count(history.Steps, "step")}: loss {Losses(history.Losses)}"
                    + $"{(history.Interrupted ? ", interrupted" : "")}. "
                    + $"How well it predicts is told by the same command without --train."
            );
        if (predictions.Called.Count == 0)
            yield return "No label is probable enough to be called: by PlasGO's rules 0.43 or more, or confident. Train longer, or "
                + "on more genes.";
        foreach (var remark in predictions.Remarks)
            yield return Html.Line(remark, 300);
    }

    private static string Losses(IReadOnlyList<double> losses) =>
        losses.Count == 0 ? "not yet known" : string.Create(CultureInfo.InvariantCulture, $"{losses[0]:0.0000} to {losses[^1]:0.0000}");

    private static DataTable Table(FunctionResult result)
    {
        var table = new DataTable([
            "method",
            "Fmax",
            "macro AUPR",
            "coverage",
            "AUPR over nearest",
            "Holm's p",
            "over the protein",
            "Holm's p ",
        ]);
        foreach (var score in result.Scores)
        {
            var (nearest, protein) = (
                result.Compare(score.Method, FunctionMethod.Nearest),
                result.Compare(score.Method, FunctionMethod.ProteinProbe)
            );
            table.Add(
                score.Name,
                score.FMax.ToString(),
                score.AveragePrecision.ToString(),
                score.Coverage.ToString(),
                nearest is null ? "" : nearest.AveragePrecision.ToString(),
                nearest is null ? "" : P(nearest.AveragePrecisionP),
                protein is null ? "" : protein.AveragePrecision.ToString(),
                protein is null ? "" : P(protein.AveragePrecisionP)
            );
        }
        return table;
    }

    private static DataTable PerClass(FunctionResult result)
    {
        var table = new DataTable(["label", "genes", "AUPR network", "AUPR nearest", "AUPR protein", "network over nearest"]);
        foreach (var one in result.Classes)
            table.Add(
                one.Name,
                Html.Number(one.Genes),
                one.Network.ToString(),
                one.Nearest.ToString(),
                one.Protein.ToString(),
                one.Gain.ToString()
            );
        return table;
    }

    private static DataTable Dropped(FunctionResult result)
    {
        var table = new DataTable(["label", "genes", "why"]);
        foreach (var one in result.Dropped)
            table.Add(one.Name, Html.Number(one.Genes), one.Reason);
        return table;
    }

    private static DataTable Table(FunctionPredictions predictions)
    {
        var table = new DataTable(["gene", "product", "label", "probability", "confidence", "neighbourhood"])
        {
            Total = predictions.Called.Count,
        };
        foreach (var one in predictions.Called.Take(RowLimit))
            table.Add(
                one.Name,
                one.Product ?? "",
                one.Label,
                one.Probability.ToString("0.00", CultureInfo.InvariantCulture),
                one.Confidence.ToString("0.00", CultureInfo.InvariantCulture),
                string.Join(
                    " ",
                    [
                        .. one.Before.Select(name => Html.Line(name, 20)),
                        $"[{Html.Line(one.Name, 20)}]",
                        .. one.After.Select(name => Html.Line(name, 20)),
                    ]
                )
            );
        return table;
    }

    private static GenericChart Scores(FunctionResult result) =>
        EstimateRows.Draw(
            [.. result.Scores.Select(score => Html.PlotlyText(score.Name, 60))],
            [.. result.Scores.Select(score => score.AveragePrecision)],
            [.. result.Scores.Select(score => EstimateRows.Words(score.AveragePrecision))],
            Palette.Category(0),
            "macro AUPR",
            leaks: false,
            zero: false
        );

    private static GenericChart Classes(FunctionResult result)
    {
        var classes = result.Classes.Take(ClassLimit).ToArray();
        var gains = classes.Select(one => new Estimate(one.Gain.Value, one.Gain.Low, one.Gain.High)).ToArray();
        const string Gain = "gain in AUPR, network over nearest gene";
        return EstimateRows.Draw(
            Node.Rows(classes.Select(one => one.Name)),
            gains,
            [.. classes.Select((one, i) => $"{Html.Count(one.Genes, "gene")}, {EstimateRows.Words(gains[i])}")],
            Palette.Category(0),
            result.Classes.Count > ClassLimit ? $"{Gain} ({ClassLimit} of {result.Classes.Count} labels)" : Gain,
            leaks: false,
            zero: true
        );
    }

    /// <summary>How often each label is called, the most frequent first.</summary>
    private static GenericChart Called(FunctionPredictions predictions)
    {
        var counts = predictions
            .Called.CountBy(one => one.Label, StringComparer.Ordinal)
            .OrderByDescending(one => one.Value)
            .ThenBy(one => one.Key, StringComparer.Ordinal)
            .ToArray();
        var shown = counts.Take(ClassLimit).ToArray();
        return Node.Chart(
            [
                new Node
                {
                    ["type"] = "bar",
                    ["orientation"] = "h",
                    ["y"] = Node.Rows(shown.Select(one => one.Key)),
                    ["x"] = Node.Numbers(shown.Select(one => (double)one.Value)),
                    ["hovertemplate"] = "%{y}<br>%{x} genes<extra></extra>",
                    ["marker"] = new Node { ["color"] = Palette.Category(0) },
                },
            ],
            new Node
            {
                ["height"] = 110 + (22 * shown.Length),
                ["showlegend"] = false,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 16,
                    ["t"] = 34,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node
                {
                    ["title"] = new Node
                    {
                        ["text"] = "genes called" + (counts.Length > shown.Length ? $" ({shown.Length} of {counts.Length} labels)" : ""),
                    },
                    ["rangemode"] = "tozero",
                },
                ["yaxis"] = new Node
                {
                    ["type"] = "category",
                    ["autorange"] = "reversed",
                    ["dtick"] = 1,
                    ["automargin"] = true,
                },
            }
        );
    }

    private static string P(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0##", CultureInfo.InvariantCulture);
}
