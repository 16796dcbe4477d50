using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>What the model makes of a batch's masked genes.</summary>
/// <param name="Loss">Total loss.</param>
/// <param name="Prediction">Its part that is the squared error of the closest prediction.</param>
/// <param name="Likelihood">The cross-entropy of the likelihoods, before its small weight.</param>
/// <param name="Averaged">How many positions the loss is an average over.</param>
/// <param name="Masked">Number of masked genes M.</param>
/// <param name="PseudoRight">How many the closest prediction identifies.</param>
/// <param name="AbsoluteRight">How many the most likely prediction identifies.</param>
internal readonly record struct MaskedGeneFigures(
    double Loss,
    double Prediction,
    double Likelihood,
    long Averaged,
    long Masked,
    long PseudoRight,
    long AbsoluteRight
)
{
    /// <summary>These and the figures of another piece of the same batch, whose losses have a share in those of the whole.</summary>
    public MaskedGeneFigures With(MaskedGeneFigures piece, double share) =>
        new(
            Loss + (share * piece.Loss),
            Prediction + (share * piece.Prediction),
            Likelihood + (share * piece.Likelihood),
            Averaged + piece.Averaged,
            Masked + piece.Masked,
            PseudoRight + piece.PseudoRight,
            AbsoluteRight + piece.AbsoluteRight
        );
}

/// <summary>
/// The task that gLM learns, on one batch: to predict the masked genes. Only they go through the head, since only they count.
/// </summary>
/// <remarks>B windows, L genes, H hidden size, M masked genes, P predictions, K label width.</remarks>
internal static class MaskedGeneTask
{
    /// <summary>Forward, and backward if <paramref name="share"/> says so, which adds to the model's gradient buffer.</summary>
    /// <param name="model">Which predicts.</param>
    /// <param name="batch">With masked genes and clipped labels, on the model's device.</param>
    /// <param name="recipe">What the losses average over, and who competes in the accuracies.</param>
    /// <param name="share">What the batch's loss counts in the gradient: 1, or less for a piece of a larger batch. Null makes no gradient,
    /// and turns dropout off.</param>
    public static MaskedGeneFigures Run(GlmModel model, GeneBatch batch, TrainingRecipe recipe, double? share)
    {
        using var scope = NewDisposeScope();
        var training = share is not null;
        using var gradients = set_grad_enabled(training);
        var output = model.Forward(batch, GlmOutputs.None, training);
        var positions = batch.Windows * batch.Length;
        var rows = batch.MaskedRows!; // [M]
        var hidden = output.LastHidden.view(positions, model.Config.HiddenSize).index_select(0, rows); // [M, H]
        var (predictions, likelihoods) = model.Predict(hidden); // [M, P, K], [M, P]
        var labels = batch.Labels!.view(positions, model.Config.LabelWidth).index_select(0, rows); // [M, K]
        var loss = GlmLoss.Compute(predictions, likelihoods, labels, positions, recipe.Averaging);
        if (share is { } part)
            (part == 1 ? loss.Total : loss.Total.Times(part)).backward();

        using var still = no_grad();
        long Right(Tensor choice) =>
            rows.shape[0] == 0
                ? 0
                : MaskedAccuracy.CountRight(
                    MaskedAccuracy.Choose(predictions, choice),
                    batch.Labels!,
                    batch.AttentionMask,
                    rows,
                    recipe.Rivals
                );
        return new MaskedGeneFigures(
            loss.Total.item<float>(),
            loss.Prediction.item<float>(),
            loss.Likelihood.item<float>(),
            loss.Averaged,
            rows.shape[0],
            Right(loss.Closest),
            Right(likelihoods.argmax(1))
        );
    }
}
