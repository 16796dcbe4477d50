using Glm.Genomes;

namespace Glm.Analysis.Operons;

/// <summary>Lists the neighbouring pairs of genes of a set.</summary>
public static class GenePairs
{
    /// <summary>
    /// Every gene with the next one on its scaffold, scaffold by scaffold. The last gene of a circular scaffold is not paired with the
    /// first: tables of operons do not do so either.
    /// </summary>
    /// <remarks>
    /// Genes without a protein (<see cref="Scaffold.Untranslated"/>), which are pseudogenes most often, take their place among the others.
    /// Only where the truth names genes of a scaffold and not them are they passed over, so that the genes on either side are neighbours
    /// as they are in the truth.
    /// </remarks>
    /// <param name="set">Genes in order of position.</param>
    /// <param name="truth">What is known of operons; null for nothing.</param>
    public static IReadOnlyList<GenePair> Of(ScaffoldSet set, OperonTruth? truth = null)
    {
        var pairs = new List<GenePair>();
        var before = 0;
        foreach (var scaffold in set.Scaffolds)
        {
            var known = truth is not null && scaffold.Genes.Any(truth.Names) ? truth : null;
            var genes = InOrder(scaffold, before, scaffold.Untranslated.Where(gene => known?.Names(gene) ?? true).ToArray());
            for (var i = 1; i < genes.Count; i++)
                pairs.Add(new GenePair(scaffold, genes[i - 1].Gene, genes[i].Gene, genes[i - 1].Number, genes[i].Number));
            before += scaffold.Genes.Count;
        }
        return pairs;
    }

    /// <summary>Genes by position, with their numbers; -1 for those without a protein.</summary>
    private static List<(Gene Gene, int Number)> InOrder(Scaffold scaffold, int before, Gene[] untranslated)
    {
        var genes = new List<(Gene Gene, int Number)>();
        var next = 0;
        for (var i = 0; i < scaffold.Genes.Count; i++)
        {
            for (; next < untranslated.Length && untranslated[next].Start < scaffold.Genes[i].Start; next++)
                genes.Add((untranslated[next], -1));
            genes.Add((scaffold.Genes[i], before + i));
        }
        genes.AddRange(untranslated[next..].Select(gene => (gene, -1)));
        return genes;
    }
}
