using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// The mean label of all training genes, for every gene: what is known of genes before anything is known of the window. Safe for
/// concurrent use.
/// </summary>
public sealed class CorpusMeanBaseline : IBaseline
{
    /// <inheritdoc/>
    public string Name => "corpus mean";

    /// <inheritdoc/>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var (sum, row, genes) = (new double[training.LabelWidth], new float[training.LabelWidth], 0L);
        for (var i = 0; i < training.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var window = training[i];
            for (var position = 0; position < window.Length; position++)
            {
                window.CopyLabel(position, row);
                for (var k = 0; k < row.Length; k++)
                    sum[k] += row[k];
            }
            genes += window.Length;
        }
        return new Mean(Array.ConvertAll(sum, number => (float)(number / genes))); // NaN without genes: no prediction
    }

    private sealed class Mean(float[] label) : IMaskedGenePredictor
    {
        public int PredictionsPerGene => 1;

        public void Predict(MaskedWindow window, Span<float> predictions)
        {
            for (var i = 0; i < window.Masked.Count; i++)
                label.CopyTo(predictions[(i * label.Length)..]);
        }
    }
}
