namespace Glm.Proteins.LanguageModels.Models;

/// <summary>Sequences of one length in a <see cref="TokenBatch"/>.</summary>
/// <param name="Start">The first token.</param>
/// <param name="Count">n, the number of sequences.</param>
/// <param name="Length">L, tokens of each.</param>
public readonly record struct TokenGroup(int Start, int Count, int Length)
{
    /// <summary>The token after the last.</summary>
    public int End => Start + (Count * Length);
}
