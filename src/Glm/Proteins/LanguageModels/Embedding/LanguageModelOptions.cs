using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>How a <see cref="LanguageModelEmbedder"/> makes vectors.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>The most residues that are read of a protein: those of the script that made the vectors of the published gLM.</summary>
    public const int PublishedLimit = 12_287;

    /// <summary>The layer whose vectors are taken, 0 (before the first) to the last; null for the last.</summary>
    public int? Layer { get; init; }

    /// <summary>What becomes of the residues' vectors.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>
    /// The most tokens computed at a time, where not a single protein has more; null for what is fastest: 1,024 on a CPU, 16,384
    /// elsewhere. A vector does not depend on it.
    /// </summary>
    public int? BatchTokens { get; init; }

    /// <summary>Residues after which a protein is cut. 12,287 by default, as for the published gLM.</summary>
    public int Truncate { get; init; } = PublishedLimit;

    /// <summary>
    /// Residues of overlapping windows in which longer proteins are read, each beginning in the middle of the one before; null to read
    /// them in one piece. Residues in several windows count with the mean of their vectors.
    /// </summary>
    public int? Windows { get; init; }

    /// <exception cref="GlmException">A number is out of range.</exception>
    public void Validate(ProteinLanguageModel model)
    {
        if (Layer is { } layer && (layer < 0 || layer > model.Layers))
            throw new GlmException(
                $"{model.Name} has the layers 0 to {model.Layers}, and {Setting.Of(nameof(Layer), layer)} is none of them. Give one of "
                    + $"these, or none for the last."
            );
        if (Pooling == Pooling.Cls && model.Alphabet.Begin is null)
            throw new GlmException(
                $"{model.Name} reads no token before the first residue, so {Setting.Of(nameof(Pooling), "cls")} has no vector. Use mean."
            );
        if (BatchTokens < 1)
            throw new GlmException($"{Setting.Of(nameof(BatchTokens), BatchTokens)} is too small; it must be at least 1.");
        if (Truncate < 1)
            throw new GlmException($"{Setting.Of(nameof(Truncate), Truncate)} is too small; it must be at least 1.");
        if (Windows < 2)
            throw new GlmException($"{Setting.Of(nameof(Windows), Windows)} is too small; it must be at least 2.");
    }
}
