using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>A model that learns by a recipe, batch by batch. Owns the optimiser's state; borrows the model.</summary>
internal sealed class Learner(GlmModel model, TrainingRecipe recipe) : IDisposable
{
    private readonly FlatAdamW _optimizer = new(model.Parameters, recipe.Epsilon, recipe.EpsilonPlacement);

    /// <summary>Learns from a batch; the figures are those before the update.</summary>
    public MaskedGeneFigures Step(GeneBatch batch, double learningRate)
    {
        var figures = MaskedGeneTask.Run(model, batch, recipe, training: true);
        _optimizer.Step(learningRate, recipe.GradientScale * ClippingScale());
        return figures;
    }

    public void Dispose() => _optimizer.Dispose();

    private double ClippingScale()
    {
        if (recipe.MaxGradientNorm is not { } most)
            return 1;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var norm = model.Parameters.Gradients.norm().item<float>() * recipe.GradientScale;
        return norm > most ? most / norm : 1;
    }
}
