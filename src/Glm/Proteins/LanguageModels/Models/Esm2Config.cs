using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>The shape of an ESM-2 (Lin et al. 2023).</summary>
/// <param name="Layers">N.</param>
/// <param name="Width">D, numbers per residue.</param>
/// <param name="Heads">A.</param>
/// <param name="FeedForwardWidth">F; 4·D as published.</param>
/// <param name="ScalesForMasks">Whether embeddings are scaled for the share of masked tokens ("token dropout"), as published.</param>
public sealed record Esm2Config(int Layers, int Width, int Heads, int FeedForwardWidth, bool ScalesForMasks = true)
{
    /// <summary>Of LayerNorm.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>d, numbers per head.</summary>
    public int HeadWidth => Width / Heads;

    /// <exception cref="GlmException">The numbers do not make a model.</exception>
    public void Validate(string source)
    {
        if (Layers < 1 || Width < 1 || Heads < 1 || FeedForwardWidth < 1 || Width % Heads != 0 || HeadWidth % 2 != 0)
            throw new GlmException(
                $"{source}: {Layers} layers of width {Width} with {Heads} heads and feed-forward {FeedForwardWidth} make no ESM-2: "
                    + $"all are at least 1, and each head has an even part of the width. Give the configuration that belongs "
                    + $"to the weights."
            );
    }
}
