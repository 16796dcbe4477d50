using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// Random training genes in the place of a model's predictions, as many as it makes: the yardstick of a pseudo-accuracy. They are judged
/// as the model is, batch by batch. Owns its tensor.
/// </summary>
internal sealed class RandomGenes : IDisposable
{
    /// <summary>Windows whose genes are drawn from: as many as a few batches, so that a short training does not wait for them.</summary>
    private const int MostWindows = 128;

    private readonly Tensor _labels; // [N, K]
    private readonly TrainingRecipe _recipe;
    private readonly int _predictions;
    private readonly SeededRandom _random;
    private long _right;
    private long _tried;

    /// <param name="data">Where the windows are.</param>
    /// <param name="training">Windows to draw genes from, at least one.</param>
    /// <param name="options">With the seed of the draws.</param>
    /// <param name="model">Whose number of predictions is made, on its device.</param>
    public RandomGenes(IWindowData data, int[] training, TrainingOptions options, GlmModel model)
    {
        (_recipe, _predictions) = (options.Recipe, model.Config.Predictions);
        _random = new SeededRandom(options.Seed + 5L);
        int[] windows =
            training.Length <= MostWindows
                ? training
                : [.. Enumerable.Range(0, MostWindows).Select(_ => training[_random.Next(training.Length)])];
        var labels = new List<float>();
        foreach (var window in windows)
        {
            var rows = WindowRows.From(data, [window]);
            labels.AddRange(rows.Labels!.Take(data.LengthOf(window) * rows.LabelWidth));
        }
        var clipped = labels.Select(label => Math.Clamp(label, -_recipe.LabelLimit, _recipe.LabelLimit)).ToArray();
        using var scope = NewDisposeScope();
        _labels = tensor(clipped, clipped.Length / data.LabelWidth, data.LabelWidth)
            .to(model.Device)
            .MoveToOuterDisposeScope()
            .DetachFromDisposeScope();
    }

    /// <summary>The share of masked genes that the closest of the random genes identifies; NaN where none was masked.</summary>
    public double Accuracy => _tried == 0 ? double.NaN : (double)_right / _tried;

    /// <summary>Draws genes for every masked gene of a batch.</summary>
    public void Try(GeneBatch batch)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (rows, width) = (batch.MaskedRows!, batch.Labels!.shape[2]); // [M]
        var masked = rows.shape[0];
        if (masked == 0)
            return;
        var drawn = new long[masked * _predictions];
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = _random.Next((int)_labels.shape[0]);
        var predictions = _labels.index_select(0, tensor(drawn).to(_labels.device)).view(masked, _predictions, width); // [M, P, K]
        var labels = batch.Labels!.view(-1, width).index_select(0, rows); // [M, K]
        var closest = MaskedAccuracy.Closest(predictions, labels, _recipe.Distance); // [M]
        _right += MaskedAccuracy.CountRight(
            MaskedAccuracy.Choose(predictions, closest),
            batch.Labels!,
            batch.AttentionMask,
            rows,
            _recipe.Rivals,
            _recipe.Distance
        );
        _tried += masked;
    }

    public void Dispose() => _labels.Dispose();
}
