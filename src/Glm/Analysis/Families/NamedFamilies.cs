using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Families;

/// <summary>The family of every gene of a set, by a label, by what the genes carry, or by a search. Immutable by convention.</summary>
/// <param name="Of">[genes], the number of each gene's family, scaffold by scaffold; -1 for a gene of none.</param>
/// <param name="Names">[families]. Untrusted text.</param>
/// <param name="By">Where they come from, in words.</param>
internal sealed record NamedFamilies(int[] Of, string[] Names, string By)
{
    /// <summary>
    /// Families by labels where they are given; several labels of one gene together are one family. Else those that the genes carry; else
    /// those that a search finds.
    /// </summary>
    /// <exception cref="GlmException">The labels are of other genes, or sequences to search are missing.</exception>
    public static NamedFamilies Find(
        ScaffoldSet set,
        GeneLabels? labels,
        IHomologyEngine? engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        Gene[] genes = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        if (labels is not null)
        {
            labels.CheckFits(set);
            return Number(labels.PerGene.Select(of => string.Join(", ", of)), $"the labels '{LineText.Shown(labels.Name, 60)}'");
        }
        if (genes.Any(gene => gene.Family is { Length: > 0 }))
            return Number(genes.Select(gene => gene.Family ?? ""), "the families that the genes carry");
        if (genes.FirstOrDefault(gene => !set.Proteins.ContainsKey(gene.ProteinId)) is { } bare)
            throw new GlmException(
                $"{LineText.Shown(set.Source)}: the genes carry no families, and gene {LineText.Quoted(bare.Id)} has no protein sequence "
                    + "to find them by. Load the proteins too, or name labels of genes that say which family each belongs to."
            );
        var found = GeneFamilyClustering.Cluster(set, engine, progress: progress, cancellation: cancellation);
        return new NamedFamilies(
            [.. Enumerable.Range(0, genes.Length).Select(found.FamilyOf)],
            [.. Enumerable.Range(0, found.Count).Select(found.LabelOf)],
            $"families found by {found.SearchedBy}"
        );
    }

    private static NamedFamilies Number(IEnumerable<string> nameOfGene, string by)
    {
        var (numbers, names) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        var of = new List<int>();
        foreach (var name in nameOfGene)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                of.Add(-1);
                continue;
            }
            if (!numbers.TryGetValue(name, out var number))
            {
                numbers.Add(name, number = names.Count);
                names.Add(name);
            }
            of.Add(number);
        }
        return new NamedFamilies([.. of], [.. names], by);
    }
}
