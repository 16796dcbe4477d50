namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>A protein, or a window of it, as a model reads it.</summary>
/// <param name="Sequence">Number of the sequence among those that differ.</param>
/// <param name="Tokens">With those before and after.</param>
/// <param name="Weights">What each residue counts: 1 over the number of windows that it is in. Null for a whole protein.</param>
internal sealed record EmbeddingPiece(int Sequence, byte[] Tokens, float[]? Weights)
{
    /// <summary>What some tokens count in the mean of a window, which adds up to 1; tokens before and after count 1.</summary>
    /// <param name="first">The first token.</param>
    /// <param name="count">How many.</param>
    /// <param name="before">Tokens before the first residue.</param>
    public IEnumerable<float> WeightsOf(int first, int count, int before)
    {
        var all = Enumerable
            .Range(first, count)
            .Select(token => Weights!.ElementAtOrDefault(token - before) is var w and > 0 ? w : 1)
            .ToArray();
        var sum = all.Sum();
        return all.Select(weight => weight / sum);
    }
}
