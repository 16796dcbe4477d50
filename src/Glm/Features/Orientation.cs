using Glm.Genomes;

namespace Glm.Features;

/// <summary>A gene's strand as gLM reads it: the last number of the gene's feature row and of its label row.</summary>
public static class Orientation
{
    /// <summary>A gene on the + strand.</summary>
    public const float Forward = 0.5f;

    /// <summary>A gene on the - strand.</summary>
    public const float Reverse = -0.5f;

    /// <summary>The orientation of a gene on a strand.</summary>
    public static float Of(Strand strand) => strand == Strand.Reverse ? Reverse : Forward;
}
