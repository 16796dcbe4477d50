using System.Runtime.InteropServices;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Analysis.Baselines;

/// <summary>
/// A trained gLM beside the baselines, judged by the same scorer. It learned before and learns nothing here: whether it saw the held-out
/// windows in its training, only its owner knows.
/// </summary>
/// <param name="model">Borrowed; not to be used by others meanwhile.</param>
/// <param name="name">What tables call it.</param>
public sealed class GlmPredictor(GlmModel model, string name = GlmPredictor.StandardName) : IBaseline, ILikelihoodPredictor
{
    /// <summary>What tables call a model that has no other name.</summary>
    public const string StandardName = "gLM";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int PredictionsPerGene => model.Config.Predictions;

    /// <inheritdoc/>
    /// <exception cref="GlmException">The labels are not those that the model predicts.</exception>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) =>
        training.LabelWidth == model.Config.LabelWidth
            ? this
            : throw new GlmException(
                $"The labels have {training.LabelWidth} numbers; this model predicts {model.Config.LabelWidth}. Use the label PCA that "
                    + $"the model was made with."
            );

    /// <inheritdoc/>
    public void Predict(MaskedWindow window, Span<float> predictions) => Predict([window], predictions, []);

    void ILikelihoodPredictor.Predict(IReadOnlyList<MaskedWindow> windows, Span<float> predictions, Span<float> likelihoods) =>
        Predict(windows, predictions, likelihoods);

    private void Predict(IReadOnlyList<MaskedWindow> windows, Span<float> predictions, Span<float> wanted)
    {
        var (length, width) = (windows[0].Length, windows[0].FeatureWidth);
        var features = new float[windows.Count * length * width];
        var (visible, isMasked) = (new float[windows.Count * length], new bool[windows.Count * length]);
        Array.Fill(visible, 1);
        for (var i = 0; i < isMasked.Length; i++)
        {
            var (window, position) = (windows[i / length], i % length);
            window.FeaturesOf(position).CopyTo(features.AsSpan(i * width));
            isMasked[i] = window.IsMasked(position);
        }
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var batch = GeneBatch.Masked(new WindowRows(windows.Count, length, features, visible), isMasked, device: model.Device);
        var hidden = model
            .Forward(batch, GlmOutputs.None, training: false)
            .LastHidden.view(windows.Count * length, model.Config.HiddenSize)
            .index_select(0, batch.MaskedRows!); // [M, H]
        var (made, likelihoods) = model.Predict(hidden); // [M, P, K], [M, P]
        var order = likelihoods.argsort(1, descending: true).unsqueeze(2); // [M, P, 1]
        var ordered = made.gather(1, order.expand(-1, -1, made.shape[2])); // [M, P, K]
        using var numbers = ordered.to(ScalarType.Float32).cpu().contiguous();
        MemoryMarshal.Cast<byte, float>(numbers.bytes).CopyTo(predictions);
        if (wanted.IsEmpty)
            return;
        using var sure = likelihoods.softmax(1).sort(1, descending: true).Values.to(ScalarType.Float32).cpu().contiguous(); // [M, P]
        MemoryMarshal.Cast<byte, float>(sure.bytes).CopyTo(wanted);
    }
}
