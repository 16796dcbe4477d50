using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// The label of the nearest visible gene of the window, the one before if two are as near: neighbours may be of one family. Within the
/// window nothing is nearer to a copied label than the gene that it came from, so only its ranks among all genes of the genome say
/// something. Safe for concurrent use.
/// </summary>
public sealed class NeighbourCopyBaseline : IBaseline, IMaskedGenePredictor
{
    /// <inheritdoc/>
    public string Name => "neighbour copy";

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
        for (var i = 0; i < window.Masked.Count; i++)
        {
            var prediction = predictions.Slice(i * width, width);
            if (NearestTo(window, window.Masked[i]) is { } nearest)
                window.CopyLabel(nearest, prediction);
            else
                prediction.Fill(float.NaN);
        }
    }

    private static int? NearestTo(MaskedWindow window, int position)
    {
        for (var distance = 1; distance < window.Length; distance++)
            if (window.IsVisible(position - distance))
                return position - distance;
            else if (window.IsVisible(position + distance))
                return position + distance;
        return null;
    }
}
