using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>What the model makes of a batch's masked genes.</summary>
/// <param name="Loss">Total loss.</param>
/// <param name="Prediction">Squared error of the closest prediction.</param>
/// <param name="Likelihood">Cross-entropy of the likelihoods against the closest prediction.</param>
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
    /// <summary>The triplet loss over functions, which is not in <see cref="Loss"/>; 0 where the batch has no triplet.</summary>
    public double Triplet { get; init; }

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
        )
        {
            Triplet = Triplet + piece.Triplet,
        };
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
    /// <param name="candidates">The genes that a recipe with a <see cref="TrainingRecipe.ContrastTemperature"/> chooses among.</param>
    /// <param name="firstWindow">Number of the batch's first window among those of the candidates.</param>
    /// <param name="triplets">Of genes that are not hidden; null for none, and without a gradient.</param>
    /// <param name="calibration">Learns how sure the model is of its likeliest prediction, and whether it is closest; may be null.</param>
    public static MaskedGeneFigures Run(
        GlmModel model,
        GeneBatch batch,
        TrainingRecipe recipe,
        double? share,
        ContrastCandidates? candidates = null,
        int firstWindow = 0,
        TripletPart? triplets = null,
        CalibrationTally? calibration = null
    )
    {
        using var scope = NewDisposeScope();
        var training = share is not null;
        using var gradients = set_grad_enabled(training);
        var positions = batch.Windows * batch.Length;
        var rows = batch.MaskedRows!; // [M]
        var (hidden, others) = triplets is null
            ? (model.ForwardMasked(batch, training), null)
            : model.ForwardMasked(batch, triplets.Rows, training); // [M, H], [n, H]
        var (predictions, likelihoods) = model.Predict(hidden); // [M, P, K], [M, P]
        var labels = batch.Labels!.view(positions, model.Config.LabelWidth).index_select(0, rows); // [M, K]
        var loss = GlmLoss.Compute(predictions, likelihoods, labels, positions, recipe.Averaging);
        var total = loss.Total;
        if (recipe.ContrastTemperature is { } temperature && rows.shape[0] > 0)
        {
            var vectors = predictions.narrow(2, 0, model.Config.LabelWidth - 1); // without the orientation
            ArgumentNullException.ThrowIfNull(candidates);
            var own = candidates.OwnOf(batch, firstWindow);
            total = ContrastLoss
                .Compute(vectors, likelihoods, candidates.Labels, own, temperature)
                .Plus(loss.Prediction.Times(recipe.PredictionWeight));
        }
        var (pull, triplet) = triplets is null ? (null, null) : triplets.Of(others!);
        if (share is { } part)
        {
            var objective = part == 1 ? total : total.Times(part);
            (pull is null ? objective : objective.Plus(pull)).backward();
        }

        using var still = no_grad();
        Tensor IsRight(Tensor choice) =>
            MaskedAccuracy.IsRight(
                MaskedAccuracy.Choose(predictions, choice),
                batch.Labels!,
                batch.AttentionMask,
                rows,
                recipe.Rivals,
                recipe.Distance
            );
        var (likely, close) = ((Tensor?)null, (Tensor?)null); // [M]
        if (rows.shape[0] > 0)
        {
            var likeliest = likelihoods.argmax(1);
            var closest =
                recipe.Distance == LabelDistance.Euclidean ? loss.Closest : MaskedAccuracy.Closest(predictions, labels, recipe.Distance);
            (likely, close) = (IsRight(likeliest), IsRight(closest));
            calibration?.Add(likelihoods.softmax(1).amax([1]), likeliest.eq(closest));
        }
        return new MaskedGeneFigures(
            total.item<float>(),
            loss.Prediction.item<float>(),
            loss.Likelihood.item<float>(),
            loss.Averaged,
            rows.shape[0],
            close?.sum().item<long>() ?? 0,
            likely?.sum().item<long>() ?? 0
        )
        {
            Triplet = triplet?.item<float>() ?? 0,
        };
    }
}
