using Glm.Analysis.Attention;

namespace Glm.Analysis.Operons;

/// <summary>What a gLM made of the neighbouring pairs of genes when it read whole scaffolds. Immutable by convention.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="Heads">Number of heads per layer.</param>
/// <param name="Attention">[pairs, Layers·Heads] row-major: the symmetrised attention A + Aᵀ of every head between the two genes, the mean
/// over the windows that hold both; 0 to 2, and NaN for pairs without proteins.</param>
/// <param name="Contextual">Likeness of the two contextual vectors (last hidden layer).</param>
/// <param name="ContextFree">Likeness of the two protein vectors.</param>
/// <param name="Windows">How many windows were read.</param>
/// <param name="Correlations">One per head, layer by layer, with the properties <see cref="Neighbours"/> and
/// <see cref="WithinWindows"/>; empty where nothing is known of operons.</param>
public sealed record PairReading(
    int Layers,
    int Heads,
    float[] Attention,
    VectorLikeness Contextual,
    VectorLikeness ContextFree,
    int Windows,
    IReadOnlyList<HeadProfile> Correlations
)
{
    /// <summary>The property of <see cref="Correlations"/> that is membership in one operon, over labelled pairs of neighbours.</summary>
    public const int Neighbours = 0;

    /// <summary>The same over all labelled pairs within windows that lie side by side, as published.</summary>
    public const int WithinWindows = 1;

    /// <summary>
    /// [pairs], what each gene of a pair tells the model of the other, as <see cref="Influence.InfluenceResultExtensions.OfPairs"/> gives
    /// it; NaN for pairs without proteins. Null where it was not read.
    /// </summary>
    public double[]? Influence { get; init; }
}
