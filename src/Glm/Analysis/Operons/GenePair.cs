using Glm.Genomes;

namespace Glm.Analysis.Operons;

/// <summary>Two genes that follow each other on a scaffold. Immutable.</summary>
/// <param name="Scaffold">Where they lie.</param>
/// <param name="First">The left one.</param>
/// <param name="Second">The right one.</param>
/// <param name="FirstNumber">
/// The left one's number among the genes of the set, scaffold by scaffold; -1 for one without a protein.
/// </param>
/// <param name="SecondNumber">The right one's number; -1 for one without a protein.</param>
public sealed record GenePair(Scaffold Scaffold, Gene First, Gene Second, int FirstNumber, int SecondNumber)
{
    /// <summary>Whether both lie on one strand, as the genes of an operon do.</summary>
    public bool IsSameStrand => First.Strand == Second.Strand;

    /// <summary>Bases between them, negative where they overlap; null where a gene has no coordinates.</summary>
    public int? Distance => First.End is { } end && Second.Start is { } start ? start - end - 1 : null;

    /// <summary>Whether both have a protein, so that a model can read them.</summary>
    public bool HasProteins => FirstNumber >= 0 && SecondNumber >= 0;
}
