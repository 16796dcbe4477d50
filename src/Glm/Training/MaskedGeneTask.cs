using Glm.Modeling;
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
);

/// <summary>
/// The task that gLM learns, on one batch: to predict the masked genes. Only they go through the head, since only they count.
/// </summary>
/// <remarks>B windows, L genes, H hidden size, M masked genes, P predictions, K label width.</remarks>
internal static class MaskedGeneTask
{
    /// <summary>Forward, and backward into the model's gradient buffer if <paramref name="training"/>.</summary>
    /// <param name="model">Which predicts.</param>
    /// <param name="batch">With masked genes and clipped labels, on the model's device.</param>
    /// <param name="recipe">What the losses average over, and who competes in the accuracies.</param>
    /// <param name="training">Whether dropout is on and gradients are made.</param>
    public static MaskedGeneFigures Run(GlmModel model, GeneBatch batch, TrainingRecipe recipe, bool training)
    {
        using var scope = NewDisposeScope();
        using var gradients = set_grad_enabled(training);
        if (training)
            model.Parameters.Gradients.zero_();

        var output = model.Forward(batch, GlmOutputs.None, training);
        var positions = batch.Windows * batch.Length;
        var rows = batch.MaskedRows!; // [M]
        var hidden = output.LastHidden.view(positions, model.Config.HiddenSize).index_select(0, rows); // [M, H]
        var (predictions, likelihoods) = model.Predict(hidden); // [M, P, K], [M, P]
        var labels = batch.Labels!.view(positions, model.Config.LabelWidth).index_select(0, rows); // [M, K]
        var loss = GlmLoss.Compute(predictions, likelihoods, labels, positions, recipe.Averaging);
        if (training)
            loss.Total.backward();

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
