namespace Glm.Genomes;

/// <summary>
/// Which ends of a gene are missing, by position on the scaffold (as Prodigal's <c>partial=10</c>), whatever the gene's strand.
/// </summary>
[Flags]
public enum PartialEnds
{
    /// <summary>The gene is whole.</summary>
    None = 0,

    /// <summary>It begins before the scaffold does, or its first base is not known.</summary>
    Left = 1,

    /// <summary>It ends after the scaffold does, or its last base is not known.</summary>
    Right = 2,
}
