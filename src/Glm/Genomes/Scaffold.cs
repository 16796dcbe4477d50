namespace Glm.Genomes;

/// <summary>A scaffold (contig): protein-coding genes in the order in which they lie on it. Immutable.</summary>
/// <param name="Id">Unique within the scaffold set.</param>
/// <param name="Genes">Those with a protein, in order of position; at least one.</param>
/// <param name="GenomeId">The genome that the scaffold belongs to; its own id where nothing else is known.</param>
public sealed record Scaffold(string Id, IReadOnlyList<Gene> Genes, string GenomeId)
{
    /// <summary>
    /// Coding sequences that no protein is known of, most of them pseudogenes, in order of position; empty if the source does not say.
    /// They are in no window and have an empty <see cref="Gene.ProteinId"/>.
    /// </summary>
    public IReadOnlyList<Gene> Untranslated { get; init; } = [];

    /// <summary>Length in base pairs; null if the source does not say.</summary>
    public int? Length { get; init; }

    /// <summary>Whether the molecule is circular; false if the source does not say.</summary>
    public bool IsCircular { get; init; }

    /// <summary>
    /// What the source says about it, such as "Escherichia coli K-12, complete genome"; empty where it says nothing. Untrusted text.
    /// </summary>
    public string Description { get; init; } = "";
}
