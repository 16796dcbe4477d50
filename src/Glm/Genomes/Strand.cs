namespace Glm.Genomes;

/// <summary>The strand on which a gene lies, relative to its scaffold.</summary>
public enum Strand : sbyte
{
    /// <summary>Read right to left (the complementary strand, "-").</summary>
    Reverse = -1,

    /// <summary>Read left to right ("+").</summary>
    Forward = 1,
}
