using Glm.Analysis.Families;
using Glm.Analysis.Probes;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Modeling.Functions;
using Glm.Proteins;
using Glm.Proteins.Homology;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training.Functions;

namespace Glm.Analysis.Functions;

/// <summary>
/// Asks how well functions of genes, such as GO terms or EC numbers, are told by their neighbourhood: by PlasGO's network, trained anew in
/// every fold, and by a linear probe of gLM where there is one; beside the labels of the most similar known genes, a linear probe of the
/// protein alone, and the frequencies of labels. All are tested on the same genes. Trains the network on all labelled genes too.
/// </summary>
/// <remarks>
/// Folds are whole genomes, or stretches of consecutive genes where genomes are too few, and homologs of tested genes are kept from what
/// is learned from (see <see cref="FamilyHoldOut"/>). Vectors of tested genes are read as neighbours of genes that are learned from; their
/// labels never are.
/// </remarks>
public static class FunctionAnalysis
{
    /// <summary>Few units make an interval rough.</summary>
    private const int FewUnits = 10;

    /// <summary>Tests all methods.</summary>
    /// <param name="scaffolds">Genes in their order.</param>
    /// <param name="proteins">A vector for each of their proteins.</param>
    /// <param name="labels">Of all genes of the set; any number per gene.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="model">gLM, to probe its last layer; null to leave that out. Borrowed; not to be used by others meanwhile.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Steps of training, then fits.</param>
    /// <param name="cancellation">Polled at every step.</param>
    /// <exception cref="GlmException">An option is out of range, the labels are of another set or too few, there are too few groups for
    /// the folds, or a protein has no vector.</exception>
    public static FunctionResult Run(
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        GeneLabels labels,
        FunctionOptions? options = null,
        GlmModel? model = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FunctionOptions();
        options.Validate();
        Check(scaffolds, labels);
        NativeTorch.Ensure();
        var sentences = ProteinSentences.Of(scaffolds, proteins);
        var cut = options.Cut(labels, out var tooShort);
        var (data, places) = Windows(scaffolds, proteins, model, engine, progress, cancellation);
        var (groups, grouping) = Groups(scaffolds, cut, options);
        var task = ProbeTask.Of(
            cut.Name,
            "gene",
            cut.PerGene,
            gene => places?.IsCovered(gene) ?? true,
            groups,
            grouping,
            options.MinCount
        );
        var clusters = options.HoldOutFamilies ? HomologClusters.Find(scaffolds, engine, progress, cancellation) : null;
        var splits = FunctionSplits.Of(task, groups, grouping, clusters?.Of, options);
        var units = Array.ConvertAll(task.Items, gene => groups[gene]);
        var own = OwnVectors(sentences, task.Items);
        var context = model is null
            ? null
            : GeneVectors.Read(model, data!, places!, task.Items, [model.Config.Layers], masked: false, progress, cancellation);

        var methods = new List<Entry>
        {
            new(FunctionMethod.Network, "PlasGO's network"),
            new(FunctionMethod.ProteinProbe, "linear probe of the protein"),
            new(FunctionMethod.SeveralNearest, $"{options.Neighbours} nearest known genes"),
            new(FunctionMethod.Nearest, "nearest known gene"),
            new(FunctionMethod.Frequency, "frequencies of labels"),
        };
        if (context is not null)
            methods.Insert(1, new Entry(FunctionMethod.ContextProbe, $"linear probe of gLM, layer {model!.Config.Layers}"));
        foreach (var method in methods)
            method.Scores = new double[task.Labels.Length];
        Entry Of(FunctionMethod method) => methods.Find(one => one.Method == method)!;

        var learnedFrom = 0L;
        for (var number = 0; number < splits.Fits.Count; number++)
        {
            var (train, test) = splits.Fits[number];
            if (train.Length < 2)
                throw new GlmException(
                    $"Fit {number + 1} of {splits.Fits.Count} has {train.Length} genes to learn from: homologs of the tested genes are "
                        + $"all there is elsewhere. Learn from them ({Setting.Of(nameof(FunctionOptions.HoldOutFamilies))}), or "
                        + "load more genomes."
                );
            learnedFrom += train.Length;
            Network(train, test, number);
            Linear(Of(FunctionMethod.ProteinProbe), own, sentences.Width, train, test);
            if (context is not null)
                Linear(Of(FunctionMethod.ContextProbe), context.Contextual[0], context.HiddenWidth, train, test);
            Transfer(train, test);
        }
        return Finish();

        void Network(int[] train, int[] test, int number)
        {
            using var network = FunctionModel.Create(options.ConfigOf(sentences.Width, task.Classes, cut.Name), options.Seed);
            var (all, learned, wanted) = Marks(task, sentences.ItemCount, train, test);
            var history = FunctionTrainer.Run(
                network,
                sentences,
                all,
                learned,
                options.Training with
                {
                    Seed = options.Seed,
                },
                Renamed(progress, $"train, fit {number + 1} of {splits.Fits.Count}"),
                cancellation
            );
            if (history.Interrupted)
                cancellation.ThrowIfCancellationRequested();
            var read = FunctionProbabilities.Read(network, sentences, wanted: wanted, cancellation: cancellation);
            var scores = Of(FunctionMethod.Network).Scores;
            var count = task.Classes.Length;
            foreach (var item in test)
                for (var k = 0; k < count; k++)
                    scores[(item * count) + k] = read.Probabilities[(task.Items[item] * count) + k];
        }

        void Linear(Entry entry, float[] vectors, int width, int[] train, int[] test)
        {
            var known = Rows.Take(vectors, width, train);
            var moments = ColumnMoments.Of<float>(known, width);
            var fit = OneVsRest.Fit(
                moments.Standardize<float>(known),
                width,
                LabelsOf(train),
                task.Classes.Length,
                // The gradient is of a sum of losses: as sharp as 1e-4 on their mean.
                new LogisticRegressionOptions { C = options.C, Tolerance = 1e-4 * train.Length },
                cancellation
            );
            var scores = fit.PredictProbabilities(moments.Standardize<float>(Rows.Take(vectors, width, test)), test.Length);
            Put(entry.Scores, test, scores);
            entry.Unconverged += fit.Converged ? 0 : 1;
        }

        void Transfer(int[] train, int[] test)
        {
            var known = Rows.Take(own, sentences.Width, train);
            var moments = ColumnMoments.Of<float>(known, sentences.Width);
            float[] Standard(float[] rows) => Array.ConvertAll(moments.Standardize<float>(rows), number => (float)number);
            var (nearest, several) = FunctionTransfer.Predict(
                Standard(known),
                Standard(Rows.Take(own, sentences.Width, test)),
                sentences.Width,
                LabelsOf(train),
                task.Classes.Length,
                options.Neighbours,
                cancellation
            );
            Put(Of(FunctionMethod.Nearest).Scores, test, nearest);
            Put(Of(FunctionMethod.SeveralNearest).Scores, test, several);
            var count = task.Classes.Length;
            var frequencies = new double[count];
            foreach (var item in train)
                for (var k = 0; k < count; k++)
                    frequencies[k] += task.Labels[(item * count) + k] ? 1.0 / train.Length : 0;
            foreach (var item in test)
                frequencies.CopyTo(Of(FunctionMethod.Frequency).Scores.AsSpan(item * count));
        }

        bool[] LabelsOf(int[] items)
        {
            var count = task.Classes.Length;
            var chosen = new bool[items.Length * count];
            for (var i = 0; i < items.Length; i++)
                task.Labels.AsSpan(items[i] * count, count).CopyTo(chosen.AsSpan(i * count));
            return chosen;
        }

        void Put(double[] target, int[] items, double[] scores)
        {
            var count = task.Classes.Length;
            for (var i = 0; i < items.Length; i++)
                scores.AsSpan(i * count, count).CopyTo(target.AsSpan(items[i] * count));
        }

        FunctionResult Finish()
        {
            var drawn = new ProgressCount(progress, "draw intervals", methods.Count, "methods", cancellation);
            foreach (var method in methods)
            {
                method.Sample(task, units, options, cancellation);
                drawn.Add(1);
            }
            var unitCount = units.Distinct().Count();
            var left = new Dictionary<string, int>(task.Left, StringComparer.Ordinal);
            if (tooShort > 0)
            {
                left["without a label"] = left.GetValueOrDefault("without a label") - tooShort;
                if (left["without a label"] == 0)
                    left.Remove("without a label");
                left["with labels of too few parts only"] = tooShort;
            }
            var (network, nearest, protein) = (Of(FunctionMethod.Network), Of(FunctionMethod.Nearest), Of(FunctionMethod.ProteinProbe));
            return new FunctionResult(
                cut.Name,
                scaffolds.Source,
                options,
                [.. task.Items.Select(gene => sentences.Names[gene])],
                splits.Folds,
                splits.Families,
                splits.Fits.Count,
                (double)learnedFrom / splits.Fits.Count,
                unitCount,
                [
                    .. task.Classes.Select(
                        (name, k) =>
                            new FunctionClass(
                                name,
                                task.Sizes[k],
                                network.Class(k).ToEstimate(),
                                nearest.Class(k).ToEstimate(),
                                protein.Class(k).ToEstimate(),
                                network.Class(k).Minus(nearest.Class(k))
                            )
                    ),
                ],
                task.Dropped,
                left,
                [.. methods.Select(method => method.Score)],
                Compare(methods),
                [.. Remarks(splits, clusters, unitCount, methods, model is not null)]
            );
        }
    }

    /// <summary>Trains the network on all labelled genes whose labels are frequent enough.</summary>
    /// <param name="scaffolds">Genes in their order.</param>
    /// <param name="proteins">A vector for each of their proteins.</param>
    /// <param name="labels">Of all genes of the set.</param>
    /// <param name="options">Null for the defaults; folds are not made.</param>
    /// <param name="progress">Steps, with the loss.</param>
    /// <param name="cancellation">Ends training after the step; the model is as far as it came.</param>
    /// <returns>The model, which belongs to the caller, and how its training went.</returns>
    /// <exception cref="GlmException">As for <see cref="Run"/>.</exception>
    public static (FunctionModel Model, FunctionTrainingHistory History) Train(
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        GeneLabels labels,
        FunctionOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FunctionOptions();
        options.Validate();
        Check(scaffolds, labels);
        var sentences = ProteinSentences.Of(scaffolds, proteins);
        var cut = options.Cut(labels, out _);
        var genes = Enumerable.Range(0, sentences.ItemCount).ToArray();
        var task = ProbeTask.Of(cut.Name, "gene", cut.PerGene, _ => true, genes, FoldGrouping.Random, options.MinCount);
        var network = FunctionModel.Create(options.ConfigOf(sentences.Width, task.Classes, cut.Name), options.Seed);
        try
        {
            var everything = Enumerable.Range(0, task.Items.Length).ToArray();
            var (all, learned, _) = Marks(task, sentences.ItemCount, everything, []);
            var history = FunctionTrainer.Run(
                network,
                sentences,
                all,
                learned,
                options.Training with
                {
                    Seed = options.Seed,
                },
                progress,
                cancellation
            );
            return (network, history);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Refuses labels of other genes.</summary>
    internal static void CheckFits(ScaffoldSet scaffolds, GeneLabels labels)
    {
        if (labels.PerGene.Count != scaffolds.GeneCount)
            throw new GlmException(
                $"The labels '{labels.Name}' are of {labels.PerGene.Count} genes, and {scaffolds.Source} has {scaffolds.GeneCount}. Make "
                    + "them for these scaffolds."
            );
    }

    private static void Check(ScaffoldSet scaffolds, GeneLabels labels)
    {
        CheckFits(scaffolds, labels);
        if (labels.LabelledGenes == 0)
            throw new GlmException(
                $"The labels '{labels.Name}' match none of the {labels.PerGene.Count} genes of {scaffolds.Source}: there is nothing to "
                    + $"learn. Use other {Setting.Of("Labels")}."
            );
    }

    /// <summary>What gLM reads; nothing without it.</summary>
    private static (GeneDataset? Data, ProbeGroups? Places) Windows(
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        GlmModel? model,
        IHomologyEngine? engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        if (model is null)
            return (null, null);
        var transform = model.TransformFor(proteins, withLabels: false, progress, cancellation);
        var data = GeneDataset.Create(scaffolds, proteins, transform, progress, cancellation);
        return (data, new ProbeGroups(scaffolds, engine, progress, cancellation));
    }

    /// <summary>Genomes where labelled genes are of as many as there are folds, else stretches of scaffolds.</summary>
    private static (int[] Groups, FoldGrouping Grouping) Groups(ScaffoldSet set, GeneLabels labels, FunctionOptions options)
    {
        var (genomes, blocks) = (new int[set.GeneCount], new int[set.GeneCount]);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (gene, block) = (0, 0);
        foreach (var scaffold in set.Scaffolds)
        {
            numbers.TryAdd(scaffold.GenomeId, numbers.Count);
            for (var i = 0; i < scaffold.Genes.Count; i++, gene++)
                (genomes[gene], blocks[gene]) = (numbers[scaffold.GenomeId], block + (i / options.BlockGenes));
            block += (scaffold.Genes.Count + options.BlockGenes - 1) / options.BlockGenes;
        }
        var labelled = Enumerable.Range(0, gene).Where(i => labels.PerGene[i].Count > 0).Select(i => genomes[i]).Distinct().Count();
        return labelled >= options.FoldCount ? (genomes, FoldGrouping.Genome) : (blocks, FoldGrouping.Block);
    }

    /// <summary>[N, d] vectors of the genes themselves.</summary>
    private static float[] OwnVectors(ProteinSentences sentences, int[] genes)
    {
        var width = sentences.Width;
        var vectors = new float[ProteinVectors.Room(genes.Length, width)];
        for (var i = 0; i < genes.Length; i++)
            sentences.CopyVector(sentences.Proteins[genes[i]], vectors.AsSpan(i * width, width));
        return vectors;
    }

    /// <summary>Labels, and which genes are learned from and which predicted, of all genes.</summary>
    private static (bool[] Labels, bool[] Learned, bool[] Wanted) Marks(ProbeTask task, int genes, int[] train, int[] test)
    {
        var count = task.Classes.Length;
        var (labels, learned, wanted) = (new bool[checked(genes * count)], new bool[genes], new bool[genes]);
        foreach (var item in train)
        {
            task.Labels.AsSpan(item * count, count).CopyTo(labels.AsSpan(task.Items[item] * count));
            learned[task.Items[item]] = true;
        }
        foreach (var item in test)
            wanted[task.Items[item]] = true;
        return (labels, learned, wanted);
    }

    private static FunctionComparison[] Compare(List<Entry> methods)
    {
        (Entry One, Entry Other)[] pairs =
        [
            .. from one in methods
            where one.Method is FunctionMethod.Network or FunctionMethod.ContextProbe
            from other in methods
            where other.Method is FunctionMethod.Nearest or FunctionMethod.SeveralNearest or FunctionMethod.ProteinProbe
            select (one, other),
        ];
        var (fMax, precision) = (Differences(Entry.FMaxAt), Differences(Entry.PrecisionAt));
        var fMaxP = MultipleTesting.Holm([.. fMax.Select(one => one.PValue)]);
        var precisionP = MultipleTesting.Holm([.. precision.Select(one => one.PValue)]);
        return
        [
            .. pairs.Select(
                (pair, i) => new FunctionComparison(pair.One.Method, pair.Other.Method, fMax[i], fMaxP[i], precision[i], precisionP[i])
            ),
        ];

        PairedDifference[] Differences(int figure) =>
            Array.ConvertAll(pairs, pair => pair.One.Samples[figure].Minus(pair.Other.Samples[figure]));
    }

    private static IEnumerable<string> Remarks(
        FunctionSplits splits,
        HomologClusters? clusters,
        int units,
        List<Entry> methods,
        bool hasModel
    )
    {
        if (clusters is not null)
            yield return $"Homologs are told by {clusters.By}.";
        if (splits.Families == FamilyHoldOut.None)
            yield return "Homologs of tested genes are learned from, as when a new genome is annotated: the figures say nothing of new "
                + "families.";
        if (splits.Folds.Grouping == FoldGrouping.Block)
            yield return "At the ends of a stretch, genes of one operon may lie on both sides.";
        if (hasModel)
            yield return "Folds hold genes out of the probe of gLM, not out of gLM's own training, which sees no labels.";
        if (units < FewUnits)
            yield return $"The intervals rest on {units} {Word(splits.Folds.Grouping)}s: take them as rough.";
        var unconverged = methods.Sum(method => method.Unconverged);
        if (unconverged > 0)
            yield return $"{unconverged} linear fits ended before they converged.";
    }

    private static string Word(FoldGrouping grouping) => grouping.ToString().ToLowerInvariant();

    /// <summary>Reports under another name.</summary>
    private static IProgress<ProgressReport>? Renamed(IProgress<ProgressReport>? progress, string activity) =>
        progress is null ? null : new Relay(report => progress.Report(report with { Activity = activity }));

    private sealed class Relay(Action<ProgressReport> report) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => report(value);
    }

    private sealed class Entry(FunctionMethod method, string name)
    {
        public const int FMaxAt = 0,
            PrecisionAt = 1,
            CoverageAt = 2,
            FirstClass = 3;

        private FMax _best;

        public FunctionMethod Method => method;

        /// <summary>[N, C].</summary>
        public double[] Scores { get; set; } = [];

        public int Unconverged { get; set; }

        public BootstrapSample[] Samples { get; private set; } = [];

        public FunctionScore Score =>
            new(
                method,
                name,
                Samples[FMaxAt].ToEstimate(),
                Samples[PrecisionAt].ToEstimate(),
                Samples[CoverageAt].ToEstimate(),
                _best.Threshold,
                Unconverged
            );

        public BootstrapSample Class(int k) => Samples[FirstClass + k];

        public void Sample(ProbeTask task, int[] units, FunctionOptions options, CancellationToken cancellation)
        {
            var classes = task.Classes.Length;
            int[] dense = Dense(units);
            var ranked = RankedScores.PerColumn(Scores, task.Labels, classes, dense);
            var tally = new FMaxTally(Scores, task.Labels, classes, dense);
            _best = tally.Of();
            Samples = GroupBootstrap.Sample(
                dense,
                weights =>
                {
                    var figures = new double[FirstClass + classes];
                    var best = tally.Of(weights);
                    var (sum, present) = (0d, 0);
                    for (var k = 0; k < classes; k++)
                    {
                        figures[FirstClass + k] = ranked[k].AveragePrecision(weights);
                        if (!double.IsNaN(figures[FirstClass + k]))
                            (sum, present) = (sum + figures[FirstClass + k], present + 1);
                    }
                    (figures[FMaxAt], figures[PrecisionAt], figures[CoverageAt]) = (best.Value, sum / present, best.Coverage);
                    return figures;
                },
                options.Resamples,
                options.Seed,
                cancellation
            );
        }

        /// <summary>Numbers from 0 without a gap.</summary>
        private static int[] Dense(int[] units)
        {
            var numbers = new Dictionary<int, int>();
            return Array.ConvertAll(units, unit => numbers.TryGetValue(unit, out var number) ? number : numbers[unit] = numbers.Count);
        }
    }
}
