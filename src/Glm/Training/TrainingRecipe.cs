using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// One optimiser step in the way that a <see cref="LossMode"/> prescribes. Owns the optimiser's state.
/// </summary>
internal sealed class TrainingRecipe : IDisposable
{
    /// <summary>The reference divides its loss by the number of accumulation steps it never takes.</summary>
    private const double PaperGradientScale = 0.1;

    /// <summary>
    /// Longer gradients are shortened to this norm in fixed mode: what the reference's clipping, which comes too late, was for.
    /// </summary>
    private const double MaxGradientNorm = 1;

    private readonly GlmModel _model;
    private readonly FlatAdamW _optimizer;

    public TrainingRecipe(GlmModel model, LossMode mode)
    {
        (_model, Mode) = (model, mode);
        _optimizer =
            mode == LossMode.Paper
                ? new FlatAdamW(model.Parameters, 1e-6, AdamEpsilon.BeforeBiasCorrection)
                : new FlatAdamW(model.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection);
    }

    public LossMode Mode { get; }

    /// <summary>The learning rate of a step that counts from 0. Paper mode begins at 0, so that its first step moves nothing.</summary>
    public static double LearningRate(double peak, int step, int warmupSteps, LossMode mode)
    {
        var done = mode == LossMode.Paper ? step : step + 1;
        return warmupSteps == 0 ? peak : peak * Math.Min(1.0, (double)done / warmupSteps);
    }

    /// <summary>Learns from a batch; the figures are those before the update.</summary>
    public MaskedGeneFigures Step(GeneBatch batch, double learningRate)
    {
        var figures = MaskedGeneTask.Run(_model, batch, Mode, training: true);
        _optimizer.Step(learningRate, Mode == LossMode.Paper ? PaperGradientScale : ClippingScale());
        return figures;
    }

    public void Dispose() => _optimizer.Dispose();

    private double ClippingScale()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var norm = _model.Parameters.Gradients.norm().item<float>();
        return norm > MaxGradientNorm ? MaxGradientNorm / norm : 1;
    }
}
