using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Tests.Modeling;

namespace Glm.Tests.Analysis.Baselines;

/// <summary>Windows whose protein vectors are drawn by family, so that labels are told apart and the truth is known.</summary>
internal static class WindowSamples
{
    public const int Width = 12;

    /// <summary>The windows of a set as data; genes of one family have one vector.</summary>
    /// <param name="set">With families and windows.</param>
    /// <param name="transform">Null to fit one.</param>
    public static GeneDataset Data(ScaffoldSet set, FeatureTransform? transform = null)
    {
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        var values = new Half[genes.Length * Width];
        for (var i = 0; i < genes.Length; i++)
        {
            var random = new Random(genes[i].Family!.Aggregate(7, (hash, letter) => (hash * 31) + letter));
            for (var k = 0; k < Width; k++)
                values[(i * Width) + k] = (Half)SmallModel.Normal(random);
        }
        var vectors = new ProteinVectors("test", [.. genes.Select(gene => gene.ProteinId)], Width, values);
        return GeneDataset.Create(set, vectors, transform ?? FeatureTransform.Fit(vectors, Width - 1));
    }

    /// <summary>The same set with windows of some genes, side by side.</summary>
    public static ScaffoldSet Windows(ScaffoldSet set, int genes)
    {
        var cut = WindowCutter.Cut(set.Scaffolds, minGenes: 2, maxGenes: genes);
        return new ScaffoldSet(set.Source, set.Genomes, set.Proteins, cut.Windows, cut.Dropped);
    }

    /// <summary>Scaffolds on which a family is always followed by the same one.</summary>
    public static ScaffoldSet Chains(int scaffolds, int families, int genes, bool shuffled = false)
    {
        var random = new Random(3);
        var made = Enumerable
            .Range(0, scaffolds)
            .Select(s =>
            {
                var first = random.Next(families);
                int[] order = [.. Enumerable.Range(0, genes).Select(i => shuffled ? random.Next(families) : (first + i) % families)];
                return new Scaffold(
                    $"s{s}",
                    [.. order.Select((family, i) => new Gene($"s{s}_{i}", Strand.Forward, $"s{s}_{i}") { Family = $"family {family}" })],
                    $"genome {s / 4}"
                );
            })
            .GroupBy(scaffold => scaffold.GenomeId)
            .Select(group => new Genome(group.Key, [.. group], null))
            .ToArray();
        return Windows(new ScaffoldSet("chains", made, new Dictionary<string, Protein>(), [], []), genes);
    }
}
