using System.Diagnostics;
using System.Globalization;
using Glm.Analysis.FineTuning;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;
using Glm.Training.FineTuning;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>What a model learned of labels beside its baselines; or what a fine-tuned model says, and of which genomes it may.</summary>
public static class FineTuningView
{
    /// <summary>Genomes that are drawn, the most unlike first.</summary>
    private const int GenomeLimit = 30;

    private const int ItemLimit = 20;

    /// <summary>Shows either.</summary>
    public static MimeBundle Create(FineTuningOutput output)
    {
        var chart = PlotlyBlock.Part(
            output switch
            {
                FineTuningResult result => Scores(result),
                FineTunedPredictions predictions => Likeness(predictions),
                _ => throw new UnreachableException(),
            },
            ChartLoader.Current ?? new ChartLoader()
        );
        var html =
            Html.Heading(Title(output))
            + string.Concat(Notes(output).Select(Html.Note))
            + Table(output).ToHtml(ItemLimit)
            + chart.Html
            + (
                output is FineTuningResult tuned
                    ? string.Concat(tuned.Remarks.Select(Html.Note))
                        + (tuned.Classes.Count == 0 ? "" : Html.Details("classes", Classes(tuned).ToHtml(100)))
                        + (tuned.Dropped.Count == 0 ? "" : Html.Details("dropped labels", Dropped(tuned).ToHtml(100)))
                    : ""
            );
        return Html.Bundle(Text(output), Html.View(Html.NewId(), html), chart.StaticSvg);
    }

    internal static string Text(FineTuningOutput output) =>
        $"{Title(output)}. {string.Join('\n', Notes(output))}\n{Table(output).ToText(ItemLimit)}"
        + (output is FineTuningResult result ? string.Concat(result.Remarks.Select(remark => $"\n{Html.Line(remark, 300)}")) : "");

    /// <summary>What an item is called.</summary>
    internal static string Noun(FineTuningRecord about) => about.Task.ToString().ToLowerInvariant();

    private static string Title(FineTuningOutput output) =>
        output switch
        {
            FineTuningResult result => $"Fine-tuning on '{Html.Line(result.About.Label, 60)}'"
                + (result.Folds.Leaks ? " (leaky folds)" : ""),
            FineTunedPredictions predictions =>
                $"'{Html.Line(predictions.Model.Label, 60)}' of {Html.Count(predictions.Items.Count, Noun(predictions.Model))}, predicted",
            _ => throw new UnreachableException(),
        };

    private static IEnumerable<string> Notes(FineTuningOutput output) =>
        output switch
        {
            FineTuningResult result => [Setting(result), result.Conclusion],
            FineTunedPredictions predictions =>
            [
                $"{Html.Line(predictions.Source, 120)}: {Html.Count(predictions.Likeness.Count, "genome")}"
                    + (predictions.Left == 0 ? "." : $"; {Html.Count(predictions.Left, Noun(predictions.Model))} outside every window.")
                    + $" The model learned from {Html.Count(predictions.Model.Items, Noun(predictions.Model))} of "
                    + $"{Html.Count(predictions.Model.Genomes.Count, "genome")}.",
                predictions.Conclusion,
            ],
            _ => throw new UnreachableException(),
        };

    private static string Setting(FineTuningResult result)
    {
        var (about, options) = (result.About, result.Options);
        var what = about.Kind switch
        {
            TargetKind.Regression => "numbers",
            TargetKind.MultiLabel => $"{Html.Count(about.Classes.Count, "label")}, any number per {Noun(about)}",
            _ => Html.Count(about.Classes.Count, "class", "classes"),
        };
        var mode = about.Mode switch
        {
            FineTuningMode.Head => "a head on the frozen model",
            FineTuningMode.Lora => string.Create(
                CultureInfo.InvariantCulture,
                $"an adapter of rank {options.Lora.Rank}, alpha {options.Lora.Alpha}, and a head"
            ),
            _ => "all weights and a head",
        };
        var folds =
            result.Folds.Grouping == FoldGrouping.Random
                ? $"{result.Folds.Count} folds of single {Noun(about)}s"
                : $"{result.Folds.Count} folds of whole {result.Folds.Grouping.ToString().ToLowerInvariant()}s";
        var text =
            $"{Html.Count(result.Items.Count, Noun(about))}, {what}; {mode}, trained until a part of the training folds says stop. "
            + $"{folds}, seed {options.Seed}; 95% intervals over {Html.Count(result.Units, result.Unit.ToString().ToLowerInvariant())}."
            + string.Create(CultureInfo.InvariantCulture, $" Chance is {result.Metrics[0]} {result.Chance.Value:0.000}.");
        if (result.Dropped.Count > 0)
            text += $" Dropped: {Html.Count(result.Dropped.Count, "rare label")}.";
        foreach (var (reason, count) in result.Left)
            text += $" Excluded: {Html.Count(count, Noun(about))} {Html.Line(reason, 100)}.";
        return text;
    }

    private static DataTable Table(FineTuningOutput output) =>
        output switch
        {
            FineTuningResult result => Table(result),
            FineTunedPredictions predictions => Table(predictions),
            _ => throw new UnreachableException(),
        };

    private static DataTable Table(FineTuningResult result)
    {
        var table = new DataTable(["predicted with", .. result.Metrics, "fine-tuning gains", "Holm's p"]);
        foreach (var score in result.Scores)
        {
            var gain = result.Comparisons.FirstOrDefault(one => one.Representation == score.Representation);
            table.Add([
                score.Name,
                .. score.Figures.Select(figure => figure.ToString()),
                gain?.Difference.ToString() ?? "",
                gain is null ? ""
                : double.IsNaN(gain.P) ? "–"
                : gain.P.ToString("0.0##", CultureInfo.InvariantCulture),
            ]);
        }
        return table;
    }

    private static DataTable Table(FineTunedPredictions predictions)
    {
        var isNumber = predictions.Model.Kind == TargetKind.Regression;
        var table = new DataTable([Noun(predictions.Model), "genome", "predicted", .. isNumber ? Array.Empty<string>() : ["probability"]]);
        var predicted = predictions.Predicted;
        for (var i = 0; i < predictions.Items.Count; i++)
        {
            var most = predictions.Values.AsSpan(i * predictions.Width, predictions.Width).ToArray().Max();
            table.Add([
                predictions.Items[i],
                predictions.Genomes[i],
                predicted[i],
                .. isNumber ? Array.Empty<string>() : [most.ToString("0.000", CultureInfo.InvariantCulture)],
            ]);
        }
        return table;
    }

    private static DataTable Classes(FineTuningResult result)
    {
        var table = new DataTable([
            "class",
            $"{Noun(result.About)}s",
            "AP fine-tuned",
            "AP frozen",
            "AP context-free",
            "gain over frozen",
        ]);
        foreach (var one in result.Classes)
            table.Add(
                one.Name,
                Html.Number(one.Items),
                one.FineTuned.ToString(),
                one.Frozen.ToString(),
                one.ContextFree.ToString(),
                one.Gain.ToString()
            );
        return table;
    }

    private static DataTable Dropped(FineTuningResult result)
    {
        var table = new DataTable(["label", $"{Noun(result.About)}s", "why"]);
        foreach (var one in result.Dropped)
            table.Add(one.Name, Html.Number(one.Genes), one.Reason);
        return table;
    }

    private static GenericChart Scores(FineTuningResult result) =>
        EstimateRows.Draw(
            [.. result.Scores.Select(score => Html.PlotlyText(score.Name, 60))],
            [.. result.Scores.Select(score => score.Figures[0])],
            [.. result.Scores.Select(score => EstimateRows.Words(score.Figures[0]))],
            Palette.Category(0),
            result.Metrics[0],
            result.Folds.Leaks,
            zero: false
        );

    private static GenericChart Likeness(FineTunedPredictions predictions)
    {
        var genomes = predictions.Likeness.OrderByDescending(one => one.FarShare).Take(GenomeLimit).ToArray();
        return EstimateRows.Draw(
            Node.Rows(genomes.Select(one => one.Genome)),
            [.. genomes.Select(one => new Estimate(100 * one.FarShare, double.NaN, double.NaN))],
            [.. genomes.Select(one => $"{one.FarGenes} of {Html.Count(one.Genes, "gene")}")],
            Palette.Category(1),
            "% of genes far from all trained ones (1 expected, unlike from 5)",
            leaks: false,
            zero: false
        );
    }
}
