using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Families;

/// <summary>Clusters of homologous genes, for folds that keep them together. Immutable by convention.</summary>
/// <param name="Of">[genes], the number of each gene's cluster, scaffold by scaffold.</param>
/// <param name="By">Where they come from, in words.</param>
internal sealed record HomologClusters(int[] Of, string By)
{
    /// <summary>
    /// Families that the genes carry; else those that a search finds; else, where sequences are missing, genes of the same protein.
    /// </summary>
    public static HomologClusters Find(
        ScaffoldSet set,
        IHomologyEngine? engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        Gene[] genes = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        if (genes.Any(gene => gene.Family is { Length: > 0 }))
            return new HomologClusters(
                Numbers(genes.Select(gene => gene.Family is { Length: > 0 } family ? "family " + family : "protein " + Sequence(gene))),
                "the families that the genes carry"
            );
        if (genes.All(gene => set.Proteins.ContainsKey(gene.ProteinId)))
        {
            var families = GeneFamilyClustering.Cluster(set, engine, progress: progress, cancellation: cancellation);
            return new HomologClusters(
                [.. Enumerable.Range(0, genes.Length).Select(families.FamilyOf)],
                $"families found by {families.SearchedBy}"
            );
        }
        return new HomologClusters(
            Numbers(genes.Select(Sequence)),
            "equal proteins, because sequences to find homologs with are missing: homologs may stand on both sides"
        );

        string Sequence(Gene gene) => set.Proteins.TryGetValue(gene.ProteinId, out var protein) ? protein.Sequence : gene.ProteinId;
    }

    private static int[] Numbers(IEnumerable<string> names)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. names.Select(name => numbers.TryGetValue(name, out var number) ? number : numbers[name] = numbers.Count)];
    }
}
