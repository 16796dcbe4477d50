using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// A simple way to predict masked genes, which says what a language model's figure is worth. It learns from training windows alone, and
/// what it returns sees of a window what the model sees: nothing about the masked genes.
/// </summary>
public interface IBaseline
{
    /// <summary>What tables call it, for example "window mean".</summary>
    string Name { get; }

    /// <summary>Learns from windows of which nothing is hidden.</summary>
    /// <param name="training">The only windows that it may learn from.</param>
    /// <param name="progress">Windows learned from; baselines that learn nothing report nothing.</param>
    /// <param name="cancellation">Polled between windows.</param>
    IMaskedGenePredictor Fit(TrainingWindows training, IProgress<ProgressReport>? progress, CancellationToken cancellation);
}
