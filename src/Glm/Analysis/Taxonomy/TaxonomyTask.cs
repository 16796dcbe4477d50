using Glm.Analysis.Embeddings;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>The windows whose taxon at a rank can be learned and tested, with the folds in which they are. Immutable by
/// convention.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Pooled">All windows.</param>
/// <param name="Rows">[samples], the numbers of those that take part, in rising order.</param>
/// <param name="Classes">[samples], the taxon of each, by its number.</param>
/// <param name="Names">Taxa by number of windows, the largest first. Untrusted text.</param>
/// <param name="Sizes">How many windows each taxon has.</param>
/// <param name="Genomes">[samples], the number of each one's genome.</param>
/// <param name="Folds">Over the samples.</param>
/// <param name="Left">Windows that do not take part, by reason.</param>
internal sealed record TaxonomyTask(
    TaxonomicRank Rank,
    PooledEmbeddings Pooled,
    int[] Rows,
    int[] Classes,
    string[] Names,
    int[] Sizes,
    int[] Genomes,
    Folds Folds,
    IReadOnlyDictionary<string, int> Left
)
{
    /// <summary>The share of the largest taxon: what always predicting it is right for, 0 to 1.</summary>
    public double Chance => (double)Sizes[0] / Rows.Length;

    /// <summary>The window of a sample.</summary>
    public GeneWindow WindowOf(int sample) => Pooled.Points[Rows[sample]].Window!;

    /// <summary>The genome of a number.</summary>
    public Genome GenomeOf(int number) => Pooled.Points[Rows[Array.IndexOf(Genomes, number)]].Genome;

    /// <summary>The vectors of some samples, [samples, Width], and their width.</summary>
    public (float[] Rows, int Width) Vectors(int[] samples, EmbeddingSpace space)
    {
        var (rows, width) = Pooled.In(space);
        return (Statistics.Rows.Take(rows, width, Array.ConvertAll(samples, i => Rows[i])), width);
    }

    /// <summary>Whether a rank has two taxa that fill every fold.</summary>
    public static bool IsPossible(PooledEmbeddings pooled, TaxonomicRank rank, TaxonomyOptions options) =>
        Taxa(pooled, rank, options)[true].Skip(1).Any();

    /// <summary>Windows of taxa that fill every fold.</summary>
    /// <exception cref="GlmException">There are no lineages at the rank, or fewer than 2 taxa of sufficient size.</exception>
    public static TaxonomyTask Of(PooledEmbeddings pooled, TaxonomyOptions options)
    {
        var word = options.Rank.ToString().ToLowerInvariant();
        var byGenome = options.Folds == FoldGrouping.Genome;
        var taxa = Taxa(pooled, options.Rank, options);
        var nameless = pooled.Points.Count - taxa.Sum(sizes => sizes.Sum(windows => windows.Count()));
        if (nameless == pooled.Points.Count)
            throw new GlmException(
                $"None of the {pooled.Points.Count} windows has a {word}: there is nothing to predict. Load the scaffolds with "
                    + $"{Setting.Of(nameof(LoadOptions.Taxonomy), "FILE")}, or use another {Setting.Of(nameof(TaxonomyOptions.Rank))}."
            );
        var unit = byGenome ? "genomes" : "windows";
        var kept = taxa[true].ToArray();
        if (kept.Length < 2)
            throw new GlmException(
                $"Telling taxa apart needs 2 or more of {options.FoldCount} {unit} each, and at the rank of {word} there "
                    + $"{(kept.Length == 1 ? "is 1" : "are none")} (of {taxa.Sum(sizes => sizes.Count())}). Use another "
                    + $"{Setting.Of(nameof(TaxonomyOptions.Rank))}, a smaller {Setting.Of(nameof(TaxonomyOptions.FoldCount))}, or "
                    + $"load more genomes"
                    + $"{(byGenome ? $"; {Setting.Of(nameof(TaxonomyOptions.Folds), "random")} needs fewer, and leaks." : ".")}"
            );
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        if (nameless > 0)
            left.Add($"no {word} in the lineage", nameless);
        if (taxa[false].Sum(windows => windows.Count()) is var small and > 0)
            left.Add($"a {word} with fewer than {options.FoldCount} {unit}", small);

        var samples = kept.SelectMany((windows, k) => windows.Select(i => (Row: i, Class: k))).OrderBy(sample => sample.Row).ToArray();
        var classes = Array.ConvertAll(samples, sample => sample.Class);
        var genomes = GenomeNumbers(samples.Select(sample => pooled.Points[sample.Row].Genome));
        return new TaxonomyTask(
            options.Rank,
            pooled,
            Array.ConvertAll(samples, sample => sample.Row),
            classes,
            [.. kept.Select(windows => windows.Key)],
            [.. kept.Select(windows => windows.Count())],
            genomes,
            byGenome
                ? Folds.ByGroup(options.Folds, genomes, classes, options.FoldCount, options.Seed)
                : Folds.Random(classes, options.FoldCount, options.Seed, genomes),
            left
        );
    }

    /// <summary>Windows by taxon, the largest first: under true those of taxa with as many genomes (or windows) as folds.</summary>
    private static ILookup<bool, IGrouping<string, int>> Taxa(PooledEmbeddings pooled, TaxonomicRank rank, TaxonomyOptions options) =>
        Enumerable
            .Range(0, pooled.Points.Count)
            .Where(i => pooled.Points[i].Genome.Lineage?[rank] is { Length: > 0 })
            .GroupBy(i => pooled.Points[i].Genome.Lineage![rank], StringComparer.Ordinal)
            .OrderByDescending(windows => windows.Count())
            .ThenBy(windows => windows.Key, StringComparer.Ordinal)
            .ToLookup(windows =>
                options.FoldCount
                <= (
                    options.Folds == FoldGrouping.Genome
                        ? windows.Select(i => pooled.Points[i].Genome.Id).Distinct(StringComparer.Ordinal).Count()
                        : windows.Count()
                )
            );

    private static int[] GenomeNumbers(IEnumerable<Genome> genomes)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. genomes.Select(genome => numbers.TryGetValue(genome.Id, out var number) ? number : numbers[genome.Id] = numbers.Count)];
    }
}
