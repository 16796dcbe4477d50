using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>Knows nothing: every gene is equally likely. Its figures are exact expectations, not draws. Safe for concurrent use.</summary>
public sealed class ChanceBaseline : IBaseline, IMaskedGenePredictor
{
    /// <inheritdoc/>
    public string Name => "chance";

    /// <inheritdoc/>
    public int PredictionsPerGene => 1;

    /// <inheritdoc/>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => this;

    /// <inheritdoc/>
    public void Predict(MaskedWindow window, Span<float> predictions) => predictions.Fill(float.NaN);
}
