namespace Glm.Genomes;

/// <summary>Consecutive genes of one scaffold, read by gLM as one sentence ("subcontig"): normally 15 to 30 of them. Immutable.</summary>
/// <param name="Scaffold">Where the genes lie.</param>
/// <param name="Start">Index of the first gene on the scaffold, from 0.</param>
/// <param name="Length">Number of genes, at least 1.</param>
public sealed record GeneWindow(Scaffold Scaffold, int Start, int Length)
{
    /// <summary>The scaffold's id and the 1-based range of genes, for example "contig_7:31-60".</summary>
    public string Id => $"{Scaffold.Id}:{Start + 1}-{Start + Length}";

    /// <summary>The window's genes in order.</summary>
    public IEnumerable<Gene> Genes => Enumerable.Range(Start, Length).Select(i => Scaffold.Genes[i]);
}
