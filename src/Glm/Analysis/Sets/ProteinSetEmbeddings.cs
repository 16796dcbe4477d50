using Glm.Analysis.Embeddings;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling.Sets;
using Glm.Proteins;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Sets;

/// <summary>
/// What a protein set transformer makes of scaffolds, with their genes: contextual embeddings like any other, whose windows are the sets
/// that it read (scaffolds, or fragments of them), with vectors of its own for these, for scaffolds and for genomes. Immutable by
/// convention.
/// </summary>
public sealed record ProteinSetEmbeddings : ContextEmbeddings
{
    private ProteinSetEmbeddings(
        SetEmbeddings vectors,
        ScaffoldProteins proteins,
        int layers,
        IReadOnlyList<GeneWindow> windows,
        IReadOnlyList<Genome> genomes,
        float[] ordered
    )
        : base(
            proteins.Source,
            windows,
            GenomesOf(windows, genomes),
            layers,
            vectors.Width,
            vectors.Context,
            proteins.Width,
            proteins.Vectors
        )
    {
        (Vectors, AllGenomes) = (vectors, genomes);
        Wholes = new WholeVectors(vectors.Fragments ?? vectors.Scaffolds, vectors.Scaffolds, ordered);
    }

    /// <summary>The numbers alone, in the order of the input.</summary>
    public SetEmbeddings Vectors { get; }

    /// <summary>[G] in the order in which the windows name them first.</summary>
    public IReadOnlyList<Genome> AllGenomes { get; }

    /// <summary>Reads loaded scaffolds.</summary>
    /// <param name="model">Whose vectors.</param>
    /// <param name="scaffolds">Each genome with at least two genes.</param>
    /// <param name="proteins">Vectors of their proteins, of the width that the model reads.</param>
    /// <param name="options">Null for scaffolds as the model says.</param>
    /// <param name="progress">Proteins read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">As <see cref="SetEmbedder.Run"/>; or a protein has no vector.</exception>
    public static ProteinSetEmbeddings Run(
        ProteinSetTransformer model,
        ScaffoldSet scaffolds,
        ProteinVectors proteins,
        SetEmbeddingOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Run(model, ScaffoldProteins.Of(scaffolds, proteins), options, progress, cancellation, scaffolds);

    /// <summary>Reads scaffolds of which nothing but the proteins is known, as those of a graph-formatted file; they are
    /// numbered.</summary>
    /// <param name="model">Whose vectors.</param>
    /// <param name="proteins">Of the width that the model reads.</param>
    /// <param name="options">Null for scaffolds as the model says.</param>
    /// <param name="progress">Proteins read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <param name="scaffolds">The scaffolds that the proteins were made of, in their order; null where they are not known.</param>
    /// <exception cref="GlmException">As <see cref="SetEmbedder.Run"/>.</exception>
    public static ProteinSetEmbeddings Run(
        ProteinSetTransformer model,
        ScaffoldProteins proteins,
        SetEmbeddingOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default,
        ScaffoldSet? scaffolds = null
    ) => Of(SetEmbedder.Run(model, proteins, options, progress, cancellation), proteins, model.Config.Layers, scaffolds);

    /// <summary>Numbers with the genes that they belong to.</summary>
    /// <param name="vectors">Of these proteins.</param>
    /// <param name="proteins">What was read.</param>
    /// <param name="layers">Of the model.</param>
    /// <param name="scaffolds">The scaffolds that the proteins were made of, in their order; null where they are not known.</param>
    /// <exception cref="ArgumentException">The proteins were made of others.</exception>
    public static ProteinSetEmbeddings Of(SetEmbeddings vectors, ScaffoldProteins proteins, int layers, ScaffoldSet? scaffolds = null)
    {
        if (scaffolds is not null && !scaffolds.Scaffolds.Select(one => one.Genes.Count).SequenceEqual(proteins.Sizes))
            throw new ArgumentException("The proteins were not made of these scaffolds.", nameof(scaffolds));
        var genomes = scaffolds?.Genomes ?? Numbered(proteins);
        // By the first scaffold of each, as whoever pools windows meets them.
        int[] order = [.. proteins.Genomes.Distinct()];
        Genome[] met = scaffolds is null ? [.. order.Select(g => genomes[g])] : [.. genomes];
        Scaffold[] all = scaffolds is null ? InOrder(proteins, genomes) : [.. scaffolds.Scaffolds];
        var windows = SetsOf(vectors, all);
        return new ProteinSetEmbeddings(
            vectors,
            proteins,
            layers,
            windows,
            met,
            order.Index().All(one => one.Index == one.Item) ? vectors.Genomes : Rows.Take(vectors.Genomes, vectors.Width, order)
        )
        {
            ScaffoldContents = scaffolds is null ? [] : ContentsOf(windows, scaffolds),
        };
    }

    /// <summary>The genomes nearest to each, by Euclidean distance.</summary>
    /// <param name="count">The most for each.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    /// <returns>Null where there is one genome only.</returns>
    public NearestNeighbours? NearestGenomes(int count = 3, CancellationToken cancellation = default) =>
        AllGenomes.Count < 2
            ? null
            : NearestNeighbours.Find(
                Wholes!.Genomes,
                AllGenomes.Count,
                ContextualWidth,
                Math.Min(count, AllGenomes.Count - 1),
                cancellation: cancellation
            );

    private static Genome[] GenomesOf(IReadOnlyList<GeneWindow> windows, IReadOnlyList<Genome> genomes)
    {
        var byId = genomes.ToDictionary(genome => genome.Id, StringComparer.Ordinal);
        return [.. windows.Select(window => byId[window.Scaffold.GenomeId])];
    }

    private static ulong[] ContentsOf(GeneWindow[] windows, ScaffoldSet set)
    {
        var contents = set.Scaffolds.ToDictionary(
            scaffold => scaffold.Id,
            scaffold => ScaffoldContent.Of(ProteinHashes.Of(scaffold.Genes, set)),
            StringComparer.Ordinal
        );
        return Array.ConvertAll(windows, window => contents[window.Scaffold.Id]);
    }

    private static GeneWindow[] SetsOf(SetEmbeddings vectors, Scaffold[] scaffolds)
    {
        if (vectors.FragmentSizes is not { } sizes)
            return Array.ConvertAll(scaffolds, scaffold => new GeneWindow(scaffold, 0, scaffold.Genes.Count));
        var (windows, at, start) = (new GeneWindow[sizes.Count], 0, 0);
        for (var f = 0; f < sizes.Count; f++)
        {
            windows[f] = new GeneWindow(scaffolds[at], start, sizes[f]);
            start += sizes[f];
            if (start == scaffolds[at].Genes.Count)
                (at, start) = (at + 1, 0);
        }
        return windows;
    }

    /// <summary>Genomes by number, whose scaffolds and genes have numbers for names, as Prodigal gives them.</summary>
    private static Genome[] Numbered(ScaffoldProteins proteins)
    {
        var scaffolds = new Scaffold[proteins.ScaffoldCount];
        for (var s = 0; s < scaffolds.Length; s++)
        {
            var genes = new Gene[proteins.Sizes[s]];
            for (var i = 0; i < genes.Length; i++)
                genes[i] = new Gene($"scaffold_{s}_{i + 1}", proteins.Strands[proteins.Starts[s] + i], $"scaffold_{s}_{i + 1}");
            scaffolds[s] = new Scaffold($"scaffold_{s}", genes, $"genome_{proteins.Genomes[s]}");
        }
        return
        [
            .. scaffolds
                .Select((scaffold, s) => (Scaffold: scaffold, Genome: proteins.Genomes[s]))
                .GroupBy(one => one.Genome)
                .OrderBy(group => group.Key)
                .Select(group => new Genome($"genome_{group.Key}", [.. group.Select(one => one.Scaffold)], null)),
        ];
    }

    private static Scaffold[] InOrder(ScaffoldProteins proteins, IReadOnlyList<Genome> genomes)
    {
        var next = new int[genomes.Count];
        return [.. proteins.Genomes.Select(g => genomes[g].Scaffolds[next[g]++])];
    }
}
