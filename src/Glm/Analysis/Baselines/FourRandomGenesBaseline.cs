using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// The labels of four random training genes, as many predictions as the published model makes. Choosing the best of four with the answer
/// in hand beats chance by itself: a pseudo-accuracy says something only above this one, in the same label space. Safe for concurrent use.
/// </summary>
/// <param name="seed">Equal seeds give equal draws.</param>
public sealed class FourRandomGenesBaseline(int seed = 1) : IBaseline
{
    /// <summary>Predictions of the published model.</summary>
    private const int Genes = 4;

    /// <summary>Training genes to draw from: an even share of all, and few enough to keep.</summary>
    private const int PoolSize = 4096;

    /// <inheritdoc/>
    public string Name => "four random genes";

    /// <inheritdoc/>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var random = new SeededRandom(seed);
        var labels = new float[training.Count == 0 ? 0 : PoolSize * training.LabelWidth];
        for (var i = 0; i < PoolSize && training.Count > 0; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Windows are of nearly equal length, so a gene of a random window is a random gene.
            var window = training[random.Next(training.Count)];
            window.CopyLabel(random.Next(window.Length), labels.AsSpan(i * training.LabelWidth, training.LabelWidth));
        }
        return new Draws(seed, labels);
    }

    private sealed class Draws(int seed, float[] pool) : IMaskedGenePredictor
    {
        public int PredictionsPerGene => Genes;

        public void Predict(MaskedWindow window, Span<float> predictions)
        {
            var width = window.LabelWidth;
            for (var i = 0; i < window.Masked.Count; i++)
            {
                var random = new SeededRandom(seed, window.Window, window.Masked[i]);
                for (var draw = 0; draw < Genes; draw++)
                    pool.AsSpan(random.Next(PoolSize) * width, width).CopyTo(predictions[(((i * Genes) + draw) * width)..]);
            }
        }
    }
}
