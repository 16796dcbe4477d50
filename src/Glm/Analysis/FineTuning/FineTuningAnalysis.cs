using Glm.Analysis.Operons;
using Glm.Analysis.Probes;
using Glm.Features;
using Glm.Modeling;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Analysis.FineTuning;

/// <summary>
/// Teaches a model labels, and says what that is worth: the fine-tuned model, a probe of the same model frozen, and a probe of the
/// proteins alone predict the same held-out items.
/// </summary>
/// <remarks>
/// Each fold is predicted by a model that learned from the others, of which a part, whole units again, decides when training ends; the
/// fold itself decides nothing. Folds hold items out of the fine-tuning, not out of the base's own training.
/// </remarks>
public static class FineTuningAnalysis
{
    /// <summary>Few units make an interval rough.</summary>
    private const int FewUnits = 10;

    /// <summary>Fine-tunes a model.</summary>
    /// <param name="model">The base: borrowed, not changed, and not to be used by others meanwhile.</param>
    /// <param name="data">Windows with features of the model's width.</param>
    /// <param name="labels">Of all items of the set.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="engine">What finds homologs where clusters are needed; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Windows read, probes fitted, and every step of the fine-tuning, with its score beside the frozen
    /// model's.</param>
    /// <param name="cancellation">Polled at every batch and step. Nothing is kept of a run that is cancelled.</param>
    /// <exception cref="GlmException">An option is out of range, the labels are of another set, too few or of one class, there are too
    /// few groups for the folds, a vector or a loss is not finite, or the folder to save to holds another model.</exception>
    public static FineTuningResult Run(
        GlmModel model,
        GeneDataset data,
        TaskLabels labels,
        FineTuningOptions? options = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options = (options ?? new FineTuningOptions()) with { Task = labels.Task };
        options.Validate();
        model.CheckHasNoAdapter("fine-tuned");
        if (options.SaveTo is { } target)
            FineTunedFolder.CheckIsFree(target);
        var items = TaskItems.Of(data, labels.Task);
        Check(items, labels, data);
        var groups = ItemGroups.Of(data, items, labels, engine, progress, cancellation);
        var unit = groups.Unit(options, [.. Enumerable.Range(0, items.Count).Where(IsUsable)]);
        var grouping = options.Folds ?? unit;
        var test = TestOf(items, labels, groups, unit, grouping, options);
        var chosen = test.Items;

        float[] Read(int perGene, bool isContextFree) =>
            ItemVectors.Read(model, data, items, chosen, perGene, isContextFree, progress, cancellation);
        var frozen = Read(model.Config.HiddenSize, isContextFree: false);
        var free = Read(data.FeatureWidth - (labels.Task == FineTuningTask.Pair ? 0 : 1), isContextFree: true);
        var pairs = labels.Task == FineTuningTask.Pair ? PairNumbers(data, items, chosen) : null;

        var fits = new ProgressCount(progress, "fit probes", test.Folds.Count * (pairs is null ? 2 : 3), "fits", cancellation);
        double[] Probe(float[] vectors) => test.Probe(vectors, vectors.Length / chosen.Length, () => fits.Add(1), cancellation);
        var entries = new List<(string Name, TuningRepresentation Representation, double[] Predicted)>
        {
            ($"gLM frozen, layer {model.Config.Layers}", TuningRepresentation.Frozen, Probe(frozen)),
            ("context-free", TuningRepresentation.ContextFree, Probe(free)),
        };
        if (pairs is not null)
            entries.Add((pairs.Name, TuningRepresentation.StrandAndDistance, Probe(pairs.Values)));

        var tuner = new FineTuner(model, data, items, chosen, test.Targets, test.Units, frozen, options);
        var (heldOut, last) = CrossValidate(tuner, test, entries[0].Predicted, options, progress, cancellation);
        try
        {
            entries.Insert(0, ($"gLM fine-tuned ({options.Mode.ToString().ToLowerInvariant()})", TuningRepresentation.FineTuned, heldOut));
            var samples = entries.ConvertAll(entry => test.Sample(entry.Predicted, cancellation));
            var (guessName, guess) = test.Guess(cancellation);
            var chance = test.Chance(unit, cancellation);
            var fingerprint = model.Fingerprint;
            var about = new FineTuningRecord(
                labels.Name,
                labels.Task,
                test.Targets.Kind,
                options.Mode,
                test.Classes,
                data.Source,
                groups.GenomesOf(chosen),
                chosen.Length,
                FineTunedFolder.NameOf(model, fingerprint),
                fingerprint,
                data.Transform.Families?.Name
            );
            var space = TrainingSpace.Of(data, groups.WindowsOf(chosen), options.Seed, cancellation);
            var result = new FineTuningResult(
                about,
                options,
                Array.ConvertAll(chosen, item => items.Names[item]),
                test.Folds,
                unit,
                test.Units.Distinct().Count(),
                test.Metrics,
                chance.ToEstimate(),
                samples[0][0].Minus(chance),
                ClassesOf(test, entries.ConvertAll(entry => entry.Representation), samples),
                test.Dropped,
                test.Left,
                [
                    .. entries.Select((entry, i) => new TuningScore(entry.Name, entry.Representation, First(samples[i]))),
                    new TuningScore(guessName, TuningRepresentation.Guess, First(guess)),
                ],
                Compare(entries.ConvertAll(entry => entry.Representation), samples),
                heldOut,
                [.. Remarks(groups, test, unit)]
            )
            {
                Model = new FineTunedModel(last, about, FeatureFit.Of(data.Transform) with { Labels = model.LabelPca }, space),
            };
            if (options.SaveTo is { } folder)
                result.Model.Save(folder);
            return result;
        }
        catch
        {
            last.Dispose();
            throw;
        }

        bool IsUsable(int item) => labels.PerItem[item].Count > 0 && items.Readings[item].Length > 0;

        Estimate[] First(BootstrapSample[] figures) => [.. figures.Take(test.Metrics.Count).Select(figure => figure.ToEstimate())];
    }

    private static void Check(TaskItems items, TaskLabels labels, GeneDataset data)
    {
        var noun = items.Task.ToString().ToLowerInvariant();
        if (labels.PerItem.Count != items.Count)
            throw new GlmException(
                $"The labels {LineText.Quoted(labels.Name)} are of {labels.PerItem.Count} {noun}s, and {LineText.Shown(data.Source)} has "
                    + $"{items.Count}. Make them for the scaffolds that are fine-tuned on."
            );
        if (labels.PerItem.All(item => item.Count == 0))
            throw new GlmException(
                $"The labels {LineText.Quoted(labels.Name)} match none of the {items.Count} {noun}s of {LineText.Shown(data.Source)}: "
                    + $"there is nothing to learn. Use other {Setting.Of("Labels")}."
            );
    }

    private static TuningTest TestOf(
        TaskItems items,
        TaskLabels labels,
        ItemGroups groups,
        FoldGrouping unit,
        FoldGrouping grouping,
        FineTuningOptions options
    )
    {
        var (dealt, units) = (groups.Of(grouping), groups.Of(unit));
        var hasSeveral = labels.PerItem.Any(item => item.Count > 1);
        var kind = options.Kind ?? (hasSeveral ? TargetKind.MultiLabel : TargetKind.SingleLabel);
        if (kind == TargetKind.Regression)
            return OfNumbers(NumberTest.Parse(labels, items), items, labels, dealt, units, grouping, options);
        var task = ProbeTask.Of(
            labels.Name,
            groups.Noun,
            labels.PerItem,
            item => items.Readings[item].Length > 0,
            dealt,
            grouping,
            options.MinCount
        );
        if (kind == TargetKind.SingleLabel && task.IsMultiLabel)
            throw new GlmException(
                $"Some {groups.Noun}s have several labels of {LineText.Quoted(labels.Name)}, and one class of each is to be predicted. "
                    + $"Use {Setting.Of(nameof(FineTuningOptions.Kind), "multi-label")}."
            );
        task.IsMultiLabel |= kind == TargetKind.MultiLabel;
        var ofItem = Array.ConvertAll(task.Items, item => units[item]);
        var focus = labels.Focus is { } name ? Array.IndexOf(task.Classes, name) : -1;
        return new ClassTest(
            task,
            new TuningTargets(kind, task.Classes.Length, Array.ConvertAll(task.Labels, has => has ? 1f : 0f), focus < 0 ? null : focus),
            task.Deal(dealt, grouping, ofItem, options.FoldCount, options.Seed),
            Numbered(ofItem),
            options
        );
    }

    private static NumberTest OfNumbers(
        double?[] values,
        TaskItems items,
        TaskLabels labels,
        int[] groups,
        int[] units,
        FoldGrouping grouping,
        FineTuningOptions options
    )
    {
        int[] chosen = [.. Enumerable.Range(0, items.Count).Where(item => values[item] is not null && items.Readings[item].Length > 0)];
        if (chosen.Length == 0 || chosen.All(item => values[item] == values[chosen[0]]))
            throw new GlmException(
                $"All {chosen.Length} numbers of {LineText.Quoted(labels.Name)} are equal: there is nothing to predict. Use other "
                    + $"{Setting.Of("Labels")}."
            );
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        var unlabelled = values.Count(value => value is null);
        foreach (
            var (reason, count) in new[]
            {
                ("without a label", unlabelled),
                ("outside every window", values.Length - unlabelled - chosen.Length),
            }
        )
            if (count > 0)
                left.Add(reason, count);
        var ofItem = Array.ConvertAll(chosen, item => units[item]);
        return new NumberTest(
            chosen,
            new TuningTargets(TargetKind.Regression, 1, Array.ConvertAll(chosen, item => (float)values[item]!.Value)),
            Folds.ByGroup(grouping, Array.ConvertAll(chosen, item => groups[item]), [], options.FoldCount, options.Seed, ofItem),
            Numbered(ofItem),
            left,
            options
        );
    }

    private static int[] Numbered(int[] groups)
    {
        var numbers = groups.Distinct().Select((group, number) => (group, number)).ToDictionary(one => one.group, one => one.number);
        return Array.ConvertAll(groups, group => numbers[group]);
    }

    private static PairFeatures PairNumbers(GeneDataset data, TaskItems items, int[] chosen)
    {
        GenePair[] pairs =
        [
            .. chosen.Select(item =>
            {
                var (window, position) = items.Readings[item][0];
                var (genes, gene) = (data.Window(window), items.FirstGenes[item]);
                var at = genes.Start + position;
                return new GenePair(genes.Scaffold, genes.Scaffold.Genes[at], genes.Scaffold.Genes[at + 1], gene, gene + 1);
            }),
        ];
        var strand = PairFeatures.OfStrand(pairs);
        return PairFeatures.OfDistance(pairs) is { } distance ? PairFeatures.Join(strand, distance) : strand;
    }

    private static (double[] HeldOut, TunedParts Last) CrossValidate(
        FineTuner tuner,
        TuningTest test,
        double[] frozen,
        FineTuningOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (targets, folds) = (test.Targets, test.Folds);
        int[][] trained = [.. Enumerable.Range(0, folds.Count).Select(folds.Train), [.. Enumerable.Range(0, test.Items.Length)]];
        var steps = Array.ConvertAll(trained, rows => (long)Math.Max(1, tuner.StepsOf(rows)));
        var heldOut = new double[test.Items.Length * targets.Width];
        var (done, loss) = (0L, double.NaN);
        ProgressMetric[] soFar = [];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            using var parts = tuner.Fit(trained[fold], fold, Report, cancellation);
            var rows = folds.Test(fold);
            var predicted = tuner.Predict(parts, rows, cancellation);
            for (var i = 0; i < rows.Length; i++)
                predicted.AsSpan(i * targets.Width, targets.Width).CopyTo(heldOut.AsSpan(rows[i] * targets.Width));
            int[] tested = [.. Enumerable.Range(0, test.Items.Length).Where(row => folds.FoldOf[row] <= fold)];
            double Score(double[] all) =>
                targets.Score(tested, [.. tested.SelectMany(row => all[(row * targets.Width)..((row + 1) * targets.Width)])]);
            soFar =
            [
                new($"held-out {targets.Metric}", Score(heldOut), "0.000") { Panel = targets.Metric },
                new("held-out, frozen", Score(frozen), "0.000") { Panel = targets.Metric },
            ];
            done += steps[fold];
            progress?.Report(new ProgressReport("fine-tune", done, steps.Sum(), "steps", soFar));
        }
        var last = tuner.Fit(trained[^1], folds.Count, Report, cancellation);
        progress?.Report(new ProgressReport("fine-tune", steps.Sum(), steps.Sum(), "steps", soFar));
        return (heldOut, last);

        void Report(TuningPoint point)
        {
            loss = double.IsNaN(point.Loss) ? loss : point.Loss;
            progress?.Report(
                new ProgressReport(
                    "fine-tune",
                    done + point.Step,
                    steps.Sum(),
                    "steps",
                    [
                        new($"validation {targets.Metric}", point.Score, "0.000") { Panel = targets.Metric },
                        new("validation, frozen", point.FrozenScore, "0.000") { Panel = targets.Metric },
                        .. soFar,
                        .. double.IsNaN(loss) ? Array.Empty<ProgressMetric>() : [new("loss", loss, "0.0000") { Panel = "loss" }],
                    ]
                )
            );
        }
    }

    private static TuningClass[] ClassesOf(TuningTest test, List<TuningRepresentation> of, List<BootstrapSample[]> samples)
    {
        if (test is not ClassTest classes)
            return [];
        BootstrapSample Of(TuningRepresentation representation, int k) => samples[of.IndexOf(representation)][test.Metrics.Count + k];
        return
        [
            .. test.Classes.Select(
                (name, k) =>
                {
                    var (tuned, frozen) = (Of(TuningRepresentation.FineTuned, k), Of(TuningRepresentation.Frozen, k));
                    var free = Of(TuningRepresentation.ContextFree, k).ToEstimate();
                    return new TuningClass(name, classes.Sizes[k], tuned.ToEstimate(), frozen.ToEstimate(), free, tuned.Minus(frozen));
                }
            ),
        ];
    }

    private static TuningComparison[] Compare(List<TuningRepresentation> of, List<BootstrapSample[]> samples)
    {
        PairedDifference[] differences = [.. samples.Skip(1).Select(other => samples[0][0].Minus(other[0]))];
        var p = MultipleTesting.Holm([.. differences.Select(difference => difference.PValue)]);
        return [.. differences.Select((difference, i) => new TuningComparison(of[i + 1], difference, p[i]))];
    }

    private static IEnumerable<string> Remarks(ItemGroups groups, TuningTest test, FoldGrouping unit)
    {
        if (groups.ClusteredBy is { } source)
            yield return $"Clusters are {source}.";
        var units = test.Units.Distinct().Count();
        if (units < FewUnits)
            yield return $"The intervals rest on {units} {unit.ToString().ToLowerInvariant()}s: take them as rough.";
    }
}
