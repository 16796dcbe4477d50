using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Sets;

/// <summary>
/// The proteins of scaffolds as a protein set transformer reads them: one float32 vector per gene, scaffold after scaffold in the order of
/// the genes, with strands and genomes. Unlike <see cref="ProteinVectors"/> it keeps all digits, and a protein that several genes
/// code for has several rows. Immutable by convention.
/// </summary>
public sealed class ScaffoldProteins
{
    /// <summary>A genome of one protein says nothing about proteins in context.</summary>
    private const int FewestPerGenome = 2;

    /// <param name="source">Where they came from, for messages and display.</param>
    /// <param name="width">Numbers per vector, at least 1.</param>
    /// <param name="vectors">[P, width] row-major; every number finite.</param>
    /// <param name="sizes">[S] proteins of each scaffold, each at least 1.</param>
    /// <param name="strands">[P].</param>
    /// <param name="genomes">[S] number of each scaffold's genome, 0 to G-1 without a gap; null where every scaffold is a genome of its
    /// own.</param>
    /// <exception cref="GlmException">The sizes disagree, a genome has fewer than two proteins or none, or a number is not
    /// finite.</exception>
    public ScaffoldProteins(
        string source,
        int width,
        float[] vectors,
        IReadOnlyList<int> sizes,
        IReadOnlyList<Strand> strands,
        IReadOnlyList<int>? genomes = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Source, Width, Vectors, Sizes, Strands) = (source, width, vectors, sizes, strands);
        Genomes = genomes ?? [.. Enumerable.Range(0, sizes.Count)];
        var starts = new int[sizes.Count + 1];
        for (var s = 0; s < sizes.Count; s++)
        {
            if (sizes[s] < 1)
                throw new GlmException($"{source}: scaffold {s} has {sizes[s]} proteins; each needs at least 1. Leave it out.");
            if (sizes[s] > strands.Count - starts[s])
                throw new GlmException(
                    $"{source}: the scaffolds up to number {s} have more proteins than the {strands.Count} that there are. The sizes "
                        + $"belong "
                        + $"to other vectors: make the file again."
                );
            starts[s + 1] = starts[s] + sizes[s];
        }
        Starts = starts;
        if (sizes.Count == 0)
            throw new GlmException($"{source}: there are no scaffolds. Give at least one, of two proteins or more.");
        if (starts[^1] != strands.Count || vectors.LongLength != (long)strands.Count * width)
            throw new GlmException(
                $"{source}: the scaffolds have {starts[^1]} proteins, and there are {vectors.LongLength / width} vectors and "
                    + $"{strands.Count} strands. One of each per protein is needed: make the file again."
            );
        if (Genomes.Count != sizes.Count)
            throw new GlmException($"{source}: {Genomes.Count} scaffolds have a genome, and there are {sizes.Count}. Give one for each.");
        GenomeCount = CountGenomes();
        if (Array.FindIndex(vectors, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new GlmException(
                $"{source}: the vector of protein {bad / width} (scaffold {ScaffoldOf(bad / width)}) has {vectors[bad]} at position "
                    + $"{bad % width}; vectors must be finite. Embed that protein again."
            );
    }

    /// <summary>Where they came from, for messages and display.</summary>
    public string Source { get; }

    /// <summary>d, numbers per vector.</summary>
    public int Width { get; }

    /// <summary>[P, d] row-major.</summary>
    public float[] Vectors { get; }

    /// <summary>[S] proteins per scaffold.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>[S + 1] row of each scaffold's first protein, and P.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>[P] strand of each gene.</summary>
    public IReadOnlyList<Strand> Strands { get; }

    /// <summary>[S] number of each scaffold's genome, 0 to G-1.</summary>
    public IReadOnlyList<int> Genomes { get; }

    /// <summary>[S] number of each scaffold's class, by which training weighs rare ones; null where none is known.</summary>
    public IReadOnlyList<long>? Classes { get; init; }

    /// <summary>P.</summary>
    public int ProteinCount => Strands.Count;

    /// <summary>S.</summary>
    public int ScaffoldCount => Sizes.Count;

    /// <summary>G.</summary>
    public int GenomeCount { get; }

    /// <summary>Whether some genome has several scaffolds.</summary>
    public bool HasManyScaffolds => GenomeCount < ScaffoldCount;

    /// <summary>The proteins of scaffolds by the vectors that were made of them, genome by genome.</summary>
    /// <param name="scaffolds">Each genome needs at least two genes with a protein.</param>
    /// <param name="proteins">A vector for each of their proteins.</param>
    /// <exception cref="GlmException">A protein has no vector, or a genome fewer than two genes.</exception>
    public static ScaffoldProteins Of(ScaffoldSet scaffolds, ProteinVectors proteins)
    {
        var genes = scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        string[] missing = [.. genes.Select(gene => gene.ProteinId).Where(id => proteins.RowOf(id) < 0).Distinct().Take(5)];
        if (missing.Length > 0)
            throw new GlmException(
                $"{proteins.Source}: proteins of the scaffolds have no vector, such as "
                    + $"{string.Join(", ", missing.Select(id => LineText.Shown(id, 60)))}. Every gene needs one: embed them too."
            );
        var (width, numbers) = (proteins.Width, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var genome in scaffolds.Genomes)
            if (genome.Scaffolds.Sum(scaffold => scaffold.Genes.Count) < FewestPerGenome)
                throw new GlmException(
                    $"Genome {LineText.Quoted(genome.Id)} has fewer than {FewestPerGenome} genes with a protein, and a set needs so many. "
                        + $"Leave it out."
                );
            else
                numbers.Add(genome.Id, numbers.Count);
        var vectors = new float[ProteinVectors.Room(genes.Length, width)];
        for (var i = 0; i < genes.Length; i++)
            System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(
                proteins[proteins.RowOf(genes[i].ProteinId)],
                vectors.AsSpan(i * width, width)
            );
        return new ScaffoldProteins(
            scaffolds.Source,
            width,
            vectors,
            [.. scaffolds.Scaffolds.Select(scaffold => scaffold.Genes.Count)],
            [.. genes.Select(gene => gene.Strand)],
            [.. scaffolds.Scaffolds.Select(scaffold => numbers[scaffold.GenomeId])]
        );
    }

    private int CountGenomes()
    {
        var proteins = new Dictionary<int, long>();
        for (var s = 0; s < Sizes.Count; s++)
            proteins[Genomes[s]] = proteins.GetValueOrDefault(Genomes[s]) + Sizes[s];
        for (var g = 0; g < proteins.Count; g++)
            if (!proteins.TryGetValue(g, out var count))
                throw new GlmException(
                    $"{Source}: genomes are numbered from 0 without a gap, and of {proteins.Count} genomes none has the number {g} "
                        + $"(the least is {proteins.Keys.Min()}, the largest {proteins.Keys.Max()}). Number them anew."
                );
            else if (count < FewestPerGenome)
                throw new GlmException(
                    $"{Source}: genome {g} (scaffold {Genomes.Index().First(one => one.Item == g).Index}) has 1 protein, and every genome "
                        + $"needs at least {FewestPerGenome}. Leave it out."
                );
        return proteins.Count;
    }

    private int ScaffoldOf(int protein) => Enumerable.Range(0, Sizes.Count).First(s => protein < Starts[s + 1]);
}
