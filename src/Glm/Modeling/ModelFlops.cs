namespace Glm.Modeling;

/// <summary>
/// How many floating-point operations a step of training takes: those of its matrix products, a multiplication and an addition counted as
/// two. What goes element by element (activations, normalisation, softmax, dropout) and the optimiser are left out, as is usual.
/// </summary>
/// <remarks>
/// B windows, L genes, M masked genes, D feature width, H hidden size, F feed-forward size, P predictions, K label width. Forward, per
/// gene:
/// <list type="bullet">
/// <item>input: 2·D·H;</item>
/// <item>each layer, before attention: 6·H² for query, key and value;</item>
/// <item>attention: 4·L·H for the scores and the context, and 4·(2L-1)·H for the distances of queries and of keys;</item>
/// <item>after attention: 2·H² for its output and 4·H·F for the feed-forward block; in the last layer of masked genes only;</item>
/// <item>head: 2·H·(P·K + P) per masked gene.</item>
/// </list>
/// The backward pass takes twice the forward one, since every product has two inputs to derive by: three times in all, which without
/// attention is the well-known 6 · parameters per gene.
/// </remarks>
public static class ModelFlops
{
    /// <summary>Operations of a forward and backward pass in which everything is trained.</summary>
    /// <param name="config">Of the model.</param>
    /// <param name="windows">B.</param>
    /// <param name="length">L, padding included.</param>
    /// <param name="masked">M, in all windows together.</param>
    public static double OfStep(GlmConfig config, int windows, int length, int masked) => 3 * OfForward(config, windows, length, masked);

    /// <summary>Operations of a forward pass that predicts the masked genes.</summary>
    /// <param name="config">Of the model.</param>
    /// <param name="windows">B.</param>
    /// <param name="length">L, padding included.</param>
    /// <param name="masked">M, in all windows together.</param>
    public static double OfForward(GlmConfig config, int windows, int length, int masked)
    {
        double genes = (double)windows * length,
            h = config.HiddenSize;
        var input = 2 * h * config.FeatureWidth;
        var attention = (6 * h * h) + (4 * length * h) + (4 * ((2 * length) - 1) * h);
        var after = (2 * h * h) + (4 * h * config.FeedForwardSize);
        var head = 2 * h * ((config.Predictions * config.LabelWidth) + config.Predictions);
        return (genes * (input + (config.Layers * attention) + ((config.Layers - 1) * after))) + (masked * (after + head));
    }
}
