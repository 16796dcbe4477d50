using Glm.Runtime;

namespace Glm.Genomes;

/// <summary>
/// What is known of the genes of a set under one name, such as their EC numbers, their COG letters or their operon: any number of labels
/// per gene. Immutable by convention. Labels come from files and are untrusted text.
/// </summary>
/// <param name="Name">Such as "ec" or "essential".</param>
/// <param name="PerGene">[genes], in the order of the set's scaffolds and of the genes on each; empty for a gene of which nothing is
/// known.</param>
public sealed record GeneLabels(string Name, IReadOnlyList<IReadOnlyList<string>> PerGene)
{
    /// <summary>Genes with at least one label.</summary>
    public int LabelledGenes => PerGene.Count(labels => labels.Count > 0);

    /// <summary>Whether some gene has more than one label.</summary>
    public bool HasSeveralPerGene => PerGene.Any(labels => labels.Count > 1);

    /// <summary>Refuses labels of other genes.</summary>
    /// <exception cref="GlmException">There are more or fewer than the set has genes.</exception>
    internal void CheckFits(ScaffoldSet set)
    {
        if (PerGene.Count != set.GeneCount)
            throw new GlmException(
                $"The labels {LineText.Quoted(Name)} are for {PerGene.Count} genes, and the scaffolds have {set.GeneCount}. Name the "
                    + "scaffolds that the labels were made for."
            );
        for (var gene = 0; gene < PerGene.Count; gene++)
            if (PerGene[gene] is null || PerGene[gene].Contains(null!))
                throw new GlmException(
                    $"The labels {LineText.Quoted(Name)} hold null for gene {gene}. Give an empty list to a gene of "
                        + "which nothing is known."
                );
    }
}
