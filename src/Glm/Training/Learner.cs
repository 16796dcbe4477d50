using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// A model that learns by a recipe, batch by batch: all of it, or some ranges of its parameters, and the rest then makes no gradients.
/// Owns the optimiser's state; borrows the model, and gives it back with all parameters trainable.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly GlmModel _model;
    private readonly TrainingRecipe _recipe;
    private readonly FlatAdamW _optimizer;

    /// <param name="model">To be trained.</param>
    /// <param name="recipe">How.</param>
    /// <param name="trained">Ranges of its parameters; null for all.</param>
    /// <exception cref="Runtime.GlmException">The ranges do not fit the model.</exception>
    public Learner(GlmModel model, TrainingRecipe recipe, IReadOnlyList<ParameterRange>? trained = null)
    {
        (_model, _recipe) = (model, recipe);
        _optimizer = new FlatAdamW(model.Parameters, recipe.Epsilon, recipe.EpsilonPlacement, trained);
        SetTrainable(leaf => _optimizer.Trained.Any(leaf.Range.Overlaps));
    }

    /// <summary>Of what is trained; its state is part of the training's.</summary>
    public FlatAdamW Optimizer => _optimizer;

    /// <summary>
    /// Learns from a batch; the figures are those before the update. Where the loss or the gradient is not finite nothing is updated.
    /// </summary>
    /// <returns>The figures, and the Euclidean norm of the gradient before it is clipped.</returns>
    public (MaskedGeneFigures Figures, double GradientNorm) Step(GeneBatch batch, double learningRate)
    {
        var figures = MaskedGeneTask.Run(_model, batch, _recipe, training: true);
        var norm = Norm() * _recipe.GradientScale;
        if (double.IsFinite(figures.Loss) && double.IsFinite(norm))
            _optimizer.Step(
                learningRate,
                _recipe.GradientScale * (norm > _recipe.MaxGradientNorm ? _recipe.MaxGradientNorm.Value / norm : 1)
            );
        return (figures, norm);
    }

    public void Dispose()
    {
        SetTrainable(_ => true);
        _optimizer.Dispose();
    }

    private void SetTrainable(Func<ParameterLeaf, bool> isTrained)
    {
        foreach (var leaf in _model.Parameters.Layout.Leaves)
            _model.Parameters[leaf].requires_grad = isTrained(leaf);
    }

    /// <summary>Euclidean norm of the gradient of what is trained.</summary>
    private double Norm()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var norms = _optimizer.Trained.Select(range => _model.Parameters.Gradients.narrow(0, range.Start, range.Count).norm()).ToArray();
        return norms is [var only] ? only.item<float>() : stack(norms).norm().item<float>();
    }
}
