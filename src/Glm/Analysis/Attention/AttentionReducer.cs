namespace Glm.Analysis.Attention;

/// <summary>Makes one map of attention of each layer.</summary>
public static class AttentionReducer
{
    /// <summary>The heads of each layer as one.</summary>
    /// <param name="attention">Every head.</param>
    /// <param name="reduction">How; <see cref="AttentionReduction.Heads"/> returns the attention itself.</param>
    /// <returns>With one head per layer.</returns>
    /// <exception cref="ArgumentException">The heads were made one already.</exception>
    public static AttentionResult Reduce(AttentionResult attention, AttentionReduction reduction)
    {
        if (reduction == AttentionReduction.Heads)
            return attention;
        if (attention.Reduction != AttentionReduction.Heads)
            throw new ArgumentException("The heads were made one already.", nameof(attention));
        var (n, size) = (attention.Length, attention.Length * attention.Length);
        var values = new float[attention.Layers * size];
        for (var layer = 0; layer < attention.Layers; layer++)
        {
            var one = values.AsSpan(layer * size, size);
            for (var head = 0; head < attention.Heads; head++)
            {
                var of = attention.Head(layer, head);
                for (var i = 0; i < size; i++)
                    one[i] = reduction == AttentionReduction.Max ? Math.Max(one[i], of[i]) : one[i] + (of[i] / attention.Heads);
            }
            if (reduction == AttentionReduction.Rollout)
                Roll(one, layer == 0 ? default : values.AsSpan((layer - 1) * size, size), n);
        }
        return attention with { Heads = 1, Values = values, Reduction = reduction };
    }

    /// <summary>Half of the mean attention and half of each gene itself, applied to what the layers below let through.</summary>
    private static void Roll(Span<float> mean, ReadOnlySpan<float> below, int n)
    {
        var rolled = new float[mean.Length];
        for (var i = 0; i < n; i++)
        for (var k = 0; k < n; k++)
        {
            var share = (mean[(i * n) + k] / 2) + (i == k ? 0.5f : 0);
            if (below.IsEmpty)
                rolled[(i * n) + k] = share;
            else
                for (var j = 0; j < n; j++)
                    rolled[(i * n) + j] += share * below[(k * n) + j];
        }
        rolled.CopyTo(mean);
    }
}
