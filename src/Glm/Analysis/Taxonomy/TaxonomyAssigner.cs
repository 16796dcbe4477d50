using System.Globalization;
using Glm.Analysis.Embeddings;
using Glm.Features;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>
/// Assigns unknown scaffolds to the taxa of known genomes. Every window is read by the regression of <see cref="TaxonomyProbe"/>; a
/// scaffold has the mean of its windows' log-probabilities, divided by a temperature. Both the temperature and what is a usual distance
/// are learned from stretches of genomes that were held out whole, and these stretches have as many windows, of as many genes, as the
/// unknown scaffolds: short ones are further from everything, and surer of nothing.
/// </summary>
/// <remarks>
/// A scaffold is unlike anything known if no more than a small share of the held-out stretches of known taxa is as far from the nearest
/// other genome (a conformal p-value for each scaffold by itself). How often that verdict finds something new is measured by
/// leaving each known taxon out whole.
/// </remarks>
public static class TaxonomyAssigner
{
    /// <summary>Learns from known genomes, and assigns.</summary>
    /// <param name="known">Windows of genomes with a lineage.</param>
    /// <param name="unknown">Windows of scaffolds to assign, read by the same model and layer. Their own lineages are not used.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled at every evaluation of a loss, and at every window.</param>
    /// <exception cref="GlmException">An option is out of range; the folds leak; the two were read differently; there is no unknown
    /// window; there are no lineages at the rank, or fewer than 2 taxa of as many genomes as folds.</exception>
    public static TaxonomyAssignments Run(
        ContextEmbeddings known,
        ContextEmbeddings unknown,
        TaxonomyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new TaxonomyOptions();
        options.Validate();
        Check(known, unknown, options);
        var pooled = EmbeddingPooling.Pool(unknown, EmbeddingLevel.Window);
        var task = TaxonomyTask.Of(EmbeddingPooling.Pool(known, EmbeddingLevel.Window), options);
        int[][] scaffolds =
        [
            .. Enumerable
                .Range(0, pooled.Points.Count)
                .GroupBy(i => pooled.Points[i].Scaffold, ReferenceEqualityComparer.Instance)
                .Select(windows => windows.ToArray()),
        ];
        int[][] shapes = Array.ConvertAll(scaffolds, windows => Array.ConvertAll(windows, i => unknown.Windows[i].Length));
        var stretches = new HeldOutStretches(task, shapes, options.Seed);
        var steps = 2 * (options.FoldCount + task.Names.Length + 1);
        var count = new ProgressCount(progress, "assign taxa", steps, "readings", cancellation);
        TaxonAssignment[] both =
        [
            new("gLM", EmbeddingSpace.Context, task, options, count, cancellation),
            new("context-free", EmbeddingSpace.Protein, task, options, count, cancellation),
        ];
        var scores = Array.ConvertAll(both, of => of.Test(stretches, known));
        var assigned = Array.ConvertAll(both, of => of.Assign(pooled, scaffolds));
        var used = scores[1].LogLoss < scores[0].LogLoss ? 1 : 0;
        return new TaxonomyAssignments(
            unknown.Source,
            known.Source,
            options,
            task.Names,
            task.Sizes,
            task.Genomes.Distinct().Count(),
            task.Left,
            stretches.Count,
            scores,
            scores[used].Name,
            assigned[used],
            [.. Notes(task, assigned[used], Learned(task, known, unknown, scaffolds), shapes, stretches, options)]
        );
    }

    private static void Check(ContextEmbeddings known, ContextEmbeddings unknown, TaxonomyOptions options)
    {
        if (options.Folds != FoldGrouping.Genome)
            throw new GlmException(
                "Confidence is calibrated on genomes that were held out whole, and these folds put windows of one genome on both sides. "
                    + $"Use {Setting.Of(nameof(TaxonomyOptions.Folds), "genome")}."
            );
        if (unknown.Windows.Count == 0)
            throw new GlmException(
                $"{LineText.Shown(unknown.Source)}: it has no window, and only windows can be assigned. Load it with a smaller "
                    + $"{Setting.Of(nameof(Formats.LoadOptions.MinGenes))}."
            );
        if (
            (known.Layer, known.ContextualWidth, known.ContextFreeWidth)
            != (unknown.Layer, unknown.ContextualWidth, unknown.ContextFreeWidth)
        )
            throw new GlmException(
                $"{LineText.Shown(unknown.Source)}: it was read at layer {unknown.Layer}, {unknown.ContextualWidth} numbers wide, from "
                    + $"vectors of {unknown.ContextFreeWidth}, and the known genomes at layer {known.Layer}, {known.ContextualWidth} "
                    + $"wide, from vectors of {known.ContextFreeWidth}. Read both with one model and layer."
            );
    }

    /// <summary>How many of the unknown scaffolds, each by its windows, were learned from, under whatever name.</summary>
    private static int Learned(TaxonomyTask task, ContextEmbeddings known, ContextEmbeddings unknown, int[][] scaffolds)
    {
        if (known.ScaffoldContents.Count == 0 || unknown.ScaffoldContents.Count == 0)
            return 0;
        var learned = task.Rows.Select(row => known.ScaffoldContents[row]).ToHashSet();
        learned.Remove(ScaffoldContent.Unknown);
        return scaffolds.Count(windows => learned.Contains(unknown.ScaffoldContents[windows[0]]));
    }

    private static IEnumerable<string> Notes(
        TaxonomyTask task,
        AssignedScaffold[] assigned,
        int same,
        int[][] shapes,
        HeldOutStretches stretches,
        TaxonomyOptions options
    )
    {
        var rank = options.Rank.ToString().ToLowerInvariant();
        if (same > 0)
            yield return $"{same} of {assigned.Length} scaffolds were learned from: these are recognised rather than assigned.";
        if (1.0 / (stretches.Count + 1) > options.Unlike)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{stretches.Count} held-out stretches are too few to call anything unlike: 1 in {stretches.Count + 1} is the least share "
                    + $"that they can tell, above {options.Unlike}."
            );
        var (mean, wanted) = ((double)stretches.Pieces / stretches.Count, shapes.Average(shape => shape.Length));
        if (mean < wanted / 2)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Held-out stretches have {mean:0.0} windows on average and the unknown scaffolds {wanted:0.0}: longer ones than were "
                    + $"tested, of which more is told than their confidence says."
            );
        string[] stated = [.. assigned.Select(scaffold => scaffold.Genome.Lineage?[options.Rank] ?? "").Where(name => name.Length > 0)];
        if (stated.Length > 0)
        {
            var isKnown = task.Names.ToHashSet(StringComparer.Ordinal);
            var right = assigned.Count(scaffold => !scaffold.IsUnlike && scaffold.Taxon == scaffold.Genome.Lineage?[options.Rank]);
            yield return $"The lineages of {stated.Length} scaffolds state a {rank}, which was not used: {stated.Count(isKnown.Contains)} "
                + $"of them a known one, and {right} were assigned to it.";
        }
    }
}
