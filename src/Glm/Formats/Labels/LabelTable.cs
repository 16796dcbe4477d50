using Glm.Genomes;

namespace Glm.Formats.Labels;

/// <summary>Labels that a table gives to the genes of a set, and what became of the table's rows. Immutable by convention.</summary>
/// <param name="Labels">By gene.</param>
/// <param name="GeneIds">[genes], the ids of the genes in the same order. Untrusted text.</param>
/// <param name="Ledger">What was matched and what was not.</param>
public sealed record LabelTable(GeneLabels Labels, IReadOnlyList<string> GeneIds, LabelLedger Ledger)
{
    /// <summary>Each different label with the number of its genes, the commonest first and equal ones in alphabetical order.</summary>
    public IReadOnlyList<(string Label, int Genes)> Counts { get; } =
    [
        .. Labels
            .PerGene.SelectMany(labels => labels)
            .CountBy(label => label, StringComparer.Ordinal)
            .OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => (count.Key, count.Value)),
    ];
}
