namespace Glm.Analysis.Neighbourhood;

/// <summary>A homolog of a protein.</summary>
/// <param name="Protein">Its number among the reference proteins.</param>
/// <param name="BitScore">Infinite for the protein itself.</param>
/// <param name="Identity">Share of identical residues in the alignment, 0 to 1.</param>
/// <param name="Coverage">Share within the alignment of the protein that is covered less, 0 to 1.</param>
internal readonly record struct Homolog(int Protein, double BitScore, double Identity, double Coverage)
{
    /// <summary>Whether the two sequences are the same.</summary>
    public bool IsIdentical => Identity >= 1 && Coverage >= 1;
}
