using Glm.Analysis.Embeddings;
using Glm.Genomes;

namespace Glm.Tests.Analysis;

/// <summary>Small scaffold sets and embeddings made of numbers.</summary>
internal static class Samples
{
    /// <summary>
    /// One scaffold of two windows per genome; genome g has the class of <paramref name="classes"/>[g] (null: no lineage).
    /// </summary>
    public static ScaffoldSet Set(string?[] classes, int windowLength = 3, int windowsPerGenome = 2)
    {
        var genomes = classes
            .Select(
                (name, g) =>
                {
                    var genes = Enumerable
                        .Range(0, windowLength * windowsPerGenome)
                        .Select(i => new Gene($"g{g}_{i}", i % 2 == 0 ? Strand.Forward : Strand.Reverse, $"p{g}_{i}")
                        {
                            Name = i == 0 ? "thrA" : null,
                            Product = "kinase",
                            Family = i % 2 == 0 ? "fam1" : null,
                            Operon = i < 2 ? "op1" : null,
                        });
                    var lineage = name is null ? null : new Lineage("Bacteria", "Bacillota", name, "", "Taxonomidae");
                    return new Genome($"genome{g}", [new Scaffold($"contig{g}", [.. genes], $"genome{g}")], lineage);
                }
            )
            .ToArray();
        var windows = genomes.SelectMany(genome =>
            Enumerable.Range(0, windowsPerGenome).Select(w => new GeneWindow(genome.Scaffolds[0], w * windowLength, windowLength))
        );
        return new ScaffoldSet("sample", genomes, new Dictionary<string, Protein>(), [.. windows], []);
    }

    /// <summary>Vectors by a function of gene row and dimension.</summary>
    public static ContextEmbeddings Embed(
        ScaffoldSet set,
        int contextualWidth,
        int contextFreeWidth,
        Func<int, int, float> contextual,
        Func<int, int, float> contextFree
    )
    {
        var genes = set.Windows.Sum(window => window.Length);
        float[] Fill(int width, Func<int, int, float> value) =>
            [.. Enumerable.Range(0, genes * width).Select(i => value(i / width, i % width))];
        return new ContextEmbeddings(
            set.Source,
            set.Windows,
            [.. set.Windows.Select(window => set.GenomeOf(window.Scaffold))],
            1,
            contextualWidth,
            Fill(contextualWidth, contextual),
            contextFreeWidth,
            Fill(contextFreeWidth, contextFree)
        );
    }
}
