using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Analysis.Baselines;

/// <summary>
/// Puts predictors of masked genes side by side. Each learns from the training windows alone and is asked about the same genes of the
/// held-out windows, hidden by the masks that evaluate a model; one scorer judges all. No scaffold may be on both sides.
/// </summary>
public static class BaselineComparer
{
    /// <summary>From this number of held-out scaffolds on, the bootstrap draws scaffolds; of fewer it draws blocks of genes.</summary>
    private const int FewestScaffolds = 20;

    /// <summary>Of fewer genomes a bootstrap says next to nothing about others.</summary>
    private const int FewestGenomes = 5;

    /// <summary>Genes of a block: a window, longer than nearly all operons.</summary>
    private const int BlockGenes = WindowCutter.DefaultMaxGenes;

    /// <summary>The baselines that need nothing but the windows.</summary>
    public static IReadOnlyList<IBaseline> WindowBaselines(int seed = 1) =>
        [
            new ChanceBaseline(),
            new FourRandomGenesBaseline(seed),
            new WindowMeanBaseline(),
            new NeighbourCopyBaseline(),
            new RandomFeatureRidgeBaseline(new RandomFeatureRidgeOptions { Seed = seed }),
        ];

    /// <summary>Compares predictors on what a training run holds out, with the run's masks.</summary>
    /// <param name="predictors">At least one.</param>
    /// <param name="data">What the run reads.</param>
    /// <param name="training">The run's options: they decide what is held out and hidden.</param>
    /// <param name="options">How to score; null as the run evaluates.</param>
    /// <param name="progress">What is being learned and predicted.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">There are no labels, nothing is held out, or there are too few scaffolds for it.</exception>
    public static BaselineComparison Compare(
        IReadOnlyList<IBaseline> predictors,
        IWindowData data,
        TrainingOptions training,
        BaselineOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        training.Validate();
        var split = EvaluationSplit.Of(data, training);
        if (split.Evaluation.Length == 0)
            throw new GlmException(
                $"{data.Source}: nothing is held out, so nothing can be compared on unseen genes. Use a larger "
                    + $"{Setting.Of(nameof(TrainingOptions.EvaluationFraction), 0.1)}."
            );
        return Compare(
            predictors,
            new WindowSelection(data, split.Training),
            new WindowSelection(data, split.Evaluation),
            options ?? BaselineOptions.Of(training),
            progress,
            cancellation
        );
    }

    /// <summary>Compares predictors on windows of one's choice.</summary>
    /// <param name="predictors">At least one.</param>
    /// <param name="training">Windows to learn from.</param>
    /// <param name="heldOut">Windows to predict, on other scaffolds, in the same label space.</param>
    /// <param name="options">How to mask and score; null for the defaults.</param>
    /// <param name="progress">What is being learned and predicted.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">A scaffold is on both sides, the labels differ or are missing, or a side is empty.</exception>
    public static BaselineComparison Compare(
        IReadOnlyList<IBaseline> predictors,
        WindowSelection training,
        WindowSelection heldOut,
        BaselineOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new BaselineOptions();
        options.Validate();
        Check(predictors, training, heldOut);
        return Judge(predictors, training, heldOut, options, drawsGenomes: false, progress, cancellation);
    }

    /// <summary>
    /// As above, for sides that are known to fit; windows to learn from may be none where no predictor learns. The bootstrap may draw
    /// whole genomes, where there are enough.
    /// </summary>
    internal static BaselineComparison Judge(
        IReadOnlyList<IBaseline> predictors,
        WindowSelection training,
        WindowSelection heldOut,
        BaselineOptions options,
        bool drawsGenomes,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (scores, genes, windows) = Predict(predictors, training, heldOut, options, progress, cancellation);
        Rank(scores, genes, heldOut, options, cancellation);
        var (groups, description) = Group(genes, drawsGenomes);
        return new BaselineComparison(
            [.. scores.Select(score => score.Summarise(groups, options))],
            genes.Count,
            training.Windows.Length,
            windows,
            description,
            options
        );
    }

    /// <summary>What each predictor makes of the masked genes of held-out windows, gene by gene, which genes these are, and how many
    /// windows were read.</summary>
    internal static (PredictorScores[] Scores, List<MaskedGene> Genes, int Windows) Predict(
        IReadOnlyList<IBaseline> predictors,
        WindowSelection training,
        WindowSelection heldOut,
        BaselineOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var windows = new TrainingWindows(training, options.LabelLimit);
        var fitted = predictors.Select(predictor => predictor.Fit(windows, progress, cancellation)).ToArray();
        var masks = new EvaluationMasks(heldOut.Data, heldOut.Windows, options.BatchSize, options.MaskProbability, options.Seed);
        var scores = predictors
            .Select((predictor, i) => new PredictorScores(predictor.Name, fitted[i], heldOut.Data.LabelWidth))
            .ToArray();
        var genes = new List<MaskedGene>();
        var batches = masks.Batches().ToArray();
        var count = new ProgressCount(progress, "predict", batches.Length, "batches", cancellation);
        foreach (var (numbers, random) in batches)
        {
            var rows = WindowRows.From(heldOut.Data, numbers);
            var isMasked = rows.DrawMask(random, options.MaskProbability);
            for (var i = 0; i < numbers.Count; i++)
            {
                var place = heldOut.Data.Window(numbers[i]);
                var window = new MaskedWindow(rows, i, isMasked, place, numbers[i], options.LabelLimit);
                if (window.Masked.Count == 0)
                    continue;
                var candidates = LabelRanking.OfWindow(window, options.Distance);
                foreach (var score in scores)
                    score.Predict(window, candidates);
                foreach (var position in window.Masked)
                    genes.Add(new MaskedGene(window.GenomeId, window.ScaffoldId, place.Start + position));
            }
            count.Add(1);
        }
        if (genes.Count == 0)
            throw new GlmException(
                $"{heldOut.Data.Source}: no gene of the {masks.Windows.Length} held-out windows was masked. Use a larger "
                    + $"{Setting.Of(nameof(BaselineOptions.MaskProbability))}, or hold out more windows."
            );
        return (scores, genes, masks.Windows.Length);
    }

    /// <summary>Ranks the own label of each masked gene among those of its genome.</summary>
    private static void Rank(
        PredictorScores[] scores,
        List<MaskedGene> genes,
        WindowSelection heldOut,
        BaselineOptions options,
        CancellationToken cancellation
    )
    {
        foreach (var score in scores)
            score.BeginRanks(genes.Count);
        var windowsOf = WindowsOfGenomes(heldOut);
        foreach (var genome in genes.Select((gene, i) => (gene.GenomeId, Index: i)).GroupBy(gene => gene.GenomeId, gene => gene.Index))
        {
            var (labels, rowOf) = LabelRanking.OfWindows(heldOut.Data, windowsOf[genome.Key], options, cancellation);
            Parallel.ForEach(genome, new ParallelOptions { CancellationToken = cancellation }, gene =>
            {
                foreach (var score in scores)
                    score.Rank(gene, labels, rowOf[(genes[gene].ScaffoldId, genes[gene].Place)]);
            });
        }
    }

    /// <summary>All windows of the genomes that have a held-out one; of the others, which may be many, no window is made.</summary>
    private static ILookup<string, int> WindowsOfGenomes(WindowSelection heldOut)
    {
        var data = heldOut.Data;
        var scaffolds = heldOut
            .Windows.DistinctBy(data.ScaffoldOf)
            .Select(data.GenomeOf)
            .DistinctBy(genome => genome.Id)
            .SelectMany(genome => genome.Scaffolds, (genome, scaffold) => (Genome: genome.Id, scaffold.Id))
            .ToLookup(scaffold => scaffold.Id, scaffold => scaffold.Genome, StringComparer.Ordinal);
        var found = new List<(string Genome, int Window)>();
        var (known, genome) = (-1, default(string));
        for (var window = 0; window < data.WindowCount; window++)
        {
            if (data.ScaffoldOf(window) != known)
            {
                known = data.ScaffoldOf(window);
                // Another genome may have a scaffold of this id.
                genome = scaffolds[data.ScaffoldId(known)].FirstOrDefault(id => id == data.Window(window).Scaffold.GenomeId);
            }
            if (genome is not null)
                found.Add((genome, window));
        }
        return found.ToLookup(pair => pair.Genome, pair => pair.Window, StringComparer.Ordinal);
    }

    /// <summary>What the bootstrap draws, by gene, and in words.</summary>
    internal static (int[] Groups, string Description) Group(List<MaskedGene> genes, bool drawsGenomes)
    {
        if (drawsGenomes)
        {
            var genomes = Number(genes.Select(gene => (gene.GenomeId, "", 0)));
            if (genomes.Count >= FewestGenomes)
                return (genomes.Numbers, $"{genomes.Count} genomes");
        }
        var scaffolds = Number(genes.Select(gene => (gene.GenomeId, gene.ScaffoldId, 0)));
        if (scaffolds.Count >= FewestScaffolds)
            return (scaffolds.Numbers, $"{scaffolds.Count} scaffolds");
        var blocks = Number(genes.Select(gene => (gene.GenomeId, gene.ScaffoldId, gene.Place / BlockGenes)));
        return (blocks.Numbers, $"{blocks.Count} blocks of {BlockGenes} genes");

        static (int[] Numbers, int Count) Number(IEnumerable<(string, string, int)> keys)
        {
            var known = new Dictionary<(string, string, int), int>();
            int[] numbers = [.. keys.Select(key => known.TryGetValue(key, out var number) ? number : known[key] = known.Count)];
            return (numbers, known.Count);
        }
    }

    internal static void Check(IReadOnlyList<IBaseline> predictors, WindowSelection training, WindowSelection heldOut)
    {
        if (predictors.Count == 0)
            throw new ArgumentException("There is no predictor to compare.", nameof(predictors));
        if (training.Windows.Length == 0 || heldOut.Windows.Length == 0)
            throw new GlmException(
                $"{heldOut.Data.Source}: there are {training.Windows.Length} windows to learn from and {heldOut.Windows.Length} to "
                    + $"predict; a comparison needs both. Load more scaffolds, or hold out a part of them."
            );
        if (training.Data.Transform.LabelCount == 0)
            throw new GlmException(
                $"{training.Data.Source}: the windows have no labels to predict. Make the dataset with a label PCA, which a feature "
                    + $"transform fits."
            );
        if (!training.Data.Transform.HasSameLabels(heldOut.Data.Transform))
            throw new GlmException(
                $"{training.Data.Source} and {heldOut.Data.Source} have labels of different spaces, which cannot be compared. Make both "
                    + $"datasets with one feature transform."
            );
        if (SharedScaffolds.First(training, heldOut) is not var (predicted, learned))
            return;
        throw new GlmException(
            $"Scaffold {predicted} is both learned from and predicted{(learned is null ? "" : $", learned from as {learned}")}; what a "
                + "baseline knows already it cannot predict. "
                + (ReferenceEquals(training.Data, heldOut.Data) ? "Hold out whole scaffolds." : "Leave it out of one of the two.")
        );
    }
}
