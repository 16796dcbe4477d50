using System.Numerics.Tensors;
using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// The mean label of the visible genes of the window: what the composition of a window tells without any order. It is nearer to the genes
/// that it is the mean of than to a masked one, so within the window it is worse than chance where labels are far apart. Safe for
/// concurrent use.
/// </summary>
public sealed class WindowMeanBaseline : IBaseline, IMaskedGenePredictor
{
    /// <inheritdoc/>
    public string Name => "window mean";

    /// <inheritdoc/>
    public int PredictionsPerGene => 1;

    /// <inheritdoc/>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => this;

    /// <inheritdoc/>
    public void Predict(MaskedWindow window, Span<float> predictions)
    {
        var width = window.LabelWidth;
        var (mean, label, visible) = (new float[width], new float[width], 0);
        for (var position = 0; position < window.Length; position++)
            if (window.IsVisible(position))
            {
                window.CopyLabel(position, label);
                TensorPrimitives.Add(mean, label, mean);
                visible++;
            }
        TensorPrimitives.Divide(mean, visible, mean); // NaN where all genes are masked: no prediction
        for (var i = 0; i < window.Masked.Count; i++)
            mean.CopyTo(predictions[(i * width)..]);
    }
}
