using Glm.Genomes.Simulation;

namespace Glm.Tests.Genomes.Simulation;

public sealed class GeneCoordinatesTests
{
    [Fact]
    public void Should_give_genes_the_bases_of_their_proteins_and_operons_short_gaps()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 4 });
        var (within, between) = (new List<int>(), new List<int>());
        foreach (var scaffold in set.Scaffolds)
        {
            Assert.True(scaffold.Length > scaffold.Genes[^1].End);
            for (var i = 0; i < scaffold.Genes.Count; i++)
            {
                var gene = scaffold.Genes[i];
                Assert.Equal(3 * (set.Proteins[gene.ProteinId].Sequence.Length + 1), gene.End - gene.Start + 1);
                if (i == 0)
                    continue;
                var before = scaffold.Genes[i - 1];
                Assert.True(gene.Start > before.Start);
                (gene.Operon is { } operon && operon == before.Operon ? within : between).Add(gene.Start!.Value - before.End!.Value - 1);
            }
        }
        Assert.Contains(-4, within);
        Assert.All(between, gap => Assert.InRange(gap, 5, 500));
        Assert.True(within.Average() < between.Average() / 3);
    }
}
