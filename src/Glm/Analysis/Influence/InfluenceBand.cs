using Glm.Genomes;

namespace Glm.Analysis.Influence;

/// <summary>
/// The influence of the genes of a stretch on each other, for pairs that are not farther apart than a window, and what else is known of
/// the same pairs. Stored as a band along the diagonal, so that memory grows with the genes and not with their square. Immutable by
/// convention.
/// </summary>
/// <param name="Stretch">Whose genes; they count from 0 here.</param>
/// <param name="Reach">R, the most places from one gene of a pair to the other, 0 for a gene on its own.</param>
/// <param name="Values">[genes, 2·R + 1] row-major: in row i, column R + (j - i) the influence of gene j on gene i; 0 in the middle, and
/// NaN where no window held both.</param>
/// <param name="Attention">[genes, R]: in row i, column d - 1 the attention A + Aᵀ between genes i and i + d with all genes shown, the
/// mean over all heads and layers, 0 to 2; NaN where no window held both.</param>
/// <param name="Likeness">[genes, R], in the same order: the cosine of the two proteins' vectors, -1 to 1.</param>
public sealed record InfluenceBand(GeneWindow Stretch, int Reach, float[] Values, float[] Attention, float[] Likeness)
{
    /// <summary>Number of genes.</summary>
    public int Length => Stretch.Length;

    /// <summary>The influence of gene <paramref name="source"/> on gene <paramref name="target"/>; NaN where they were not read
    /// together.</summary>
    public float Of(int target, int source)
    {
        Check(target);
        Check(source);
        return Math.Abs(source - target) > Reach ? float.NaN : Values[(target * ((2 * Reach) + 1)) + Reach + source - target];
    }

    /// <summary>The mean of both directions; NaN where the genes were not read together.</summary>
    public float Between(int first, int second) => (Of(first, second) + Of(second, first)) / 2;

    /// <summary>The attention between two genes; NaN where they were not read together, or are one.</summary>
    public float AttentionBetween(int first, int second) => Find(Attention, first, second);

    /// <summary>The cosine of the vectors of two genes' proteins; NaN where they were not read together, or are one.</summary>
    public float LikenessBetween(int first, int second) => Find(Likeness, first, second);

    private float Find(float[] values, int first, int second)
    {
        Check(first);
        Check(second);
        var apart = Math.Abs(second - first);
        return apart == 0 || apart > Reach ? float.NaN : values[(Math.Min(first, second) * Reach) + apart - 1];
    }

    private void Check(int gene) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)gene, (uint)Length, nameof(gene));
}
