using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>
/// Gives simulated genes their bases. Genes of one operon overlap by a few bases or stand close, as in bacteria; between operons there is
/// room for a promoter and a terminator, though not always much.
/// </summary>
internal static class GeneCoordinates
{
    private const int BasesPerCodon = 3;

    /// <summary>Bases before the first gene and behind the last.</summary>
    private const int Margin = 150;

    // Of 15,000 pairs of neighbours within operons of real genomes about a third overlap, most of them by 4 bases or by 1.
    private const double OverlapInOperon = 0.35;
    private const double LongGapInOperon = 0.12;
    private const double ShortGapBetween = 0.15;

    /// <summary>The scaffold with coordinates and a length.</summary>
    /// <param name="scaffold">Its genes in order.</param>
    /// <param name="residues">The length of each gene's protein.</param>
    /// <param name="random">Of its own, so that nothing else about a genome depends on it.</param>
    public static Scaffold Place(Scaffold scaffold, Func<Gene, int> residues, SeededRandom random)
    {
        var genes = new Gene[scaffold.Genes.Count];
        var next = Margin + 1;
        for (var i = 0; i < genes.Length; i++)
        {
            var gene = scaffold.Genes[i];
            if (i > 0)
                next += Gap(scaffold.Genes[i - 1], gene, random);
            // The stop codon too.
            var end = next + (BasesPerCodon * (residues(gene) + 1)) - 1;
            genes[i] = gene with { Start = next, End = end };
            next = end + 1;
        }
        return scaffold with { Genes = genes, Length = next - 1 + Margin };
    }

    private static int Gap(Gene before, Gene gene, SeededRandom random)
    {
        if (gene.Operon is not null && gene.Operon == before.Operon)
            return random.Chance(OverlapInOperon) ? (random.Chance(0.6) ? -4 : -1)
                : random.Chance(LongGapInOperon) ? random.Between(60, 200)
                : random.Between(1, 60);
        return random.Chance(ShortGapBetween) ? random.Between(5, 70) : random.Between(60, 500);
    }
}
