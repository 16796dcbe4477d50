using Glm.Runtime;

namespace Glm.Modeling.Sets;

/// <summary>Who attends to whom, as the checkpoint of a protein set transformer says it. Norms and pooling see whole sets.</summary>
/// <param name="Pattern">The rule.</param>
/// <param name="ChunkSize">Chunked: proteins of a stretch. A last one of a single protein joins the one before.</param>
/// <param name="Threshold">Sparse: the most places apart, at least 2. Chunked: the same within a stretch, where it is less than
/// <paramref name="ChunkSize"/>; -1 for none.</param>
public sealed record SetAttention(
    SetAttentionPattern Pattern = SetAttentionPattern.Chunked,
    int ChunkSize = 30,
    int Threshold = SetAttention.NoThreshold
)
{
    /// <summary>Of <see cref="Threshold"/>: proteins see each other however far apart they are.</summary>
    public const int NoThreshold = -1;

    /// <summary>Throws where it makes no sense.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (Pattern == SetAttentionPattern.Chunked && ChunkSize < 1)
            throw new GlmException($"{nameof(ChunkSize)} = {ChunkSize}: a stretch has at least 1 protein. Use 30.");
        if (Pattern == SetAttentionPattern.Chunked && Threshold < NoThreshold)
            throw new GlmException(
                $"{nameof(Threshold)} = {Threshold}: proteins are 0 places apart or more. Use {NoThreshold} for no threshold."
            );
        if (Pattern == SetAttentionPattern.Sparse && Threshold < 2)
            throw new GlmException($"{nameof(Threshold)} = {Threshold}: sparse attention reaches at least 2 places. Use 30.");
    }

    /// <summary>The stretches of a set within which proteins see each other, and how far.</summary>
    /// <param name="size">Proteins of the set.</param>
    /// <returns>First protein, number of proteins, and the most places apart; null for any.</returns>
    internal IEnumerable<(int First, int Count, int? Reach)> Stretches(int size)
    {
        if (Pattern != SetAttentionPattern.Chunked)
        {
            yield return (0, size, Pattern == SetAttentionPattern.Sparse ? Threshold : null);
            yield break;
        }
        int? reach = Threshold == NoThreshold || Threshold >= ChunkSize ? null : Threshold;
        for (var first = 0; first < size; )
        {
            // A stretch of one protein joins the one before it.
            var count = size - first - ChunkSize <= 1 ? size - first : ChunkSize;
            yield return (first, count, reach);
            first += count;
        }
    }
}
