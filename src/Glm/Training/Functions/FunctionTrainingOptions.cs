using Glm.Runtime;

namespace Glm.Training.Functions;

/// <summary>How a model of functions is trained. Immutable. The defaults are PlasGO's recipe.</summary>
public sealed record FunctionTrainingOptions
{
    /// <summary>Rounds over all windows with a labelled gene, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Windows of a step, at least 1. PlasGO learns from many thousands; of a few genomes, smaller batches make more
    /// steps.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Peak of the learning rate of AdamW, above 0.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Share of the steps in which the rate rises to its peak, 0 to 1; then it falls evenly to 0.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>Of AdamW, on matrices, 0 or more.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The most that the Euclidean norm of a step's gradient may be, above 0.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>By how much confidences of the upper 70% should exceed the others on average, 0 to 1; 0 for no such loss.</summary>
    public double RankMargin { get; init; } = 0.15;

    /// <summary>
    /// Whether protein vectors are standardised by those of the labelled genes first, and the model keeps by what. PlasGO reads ProtT5 as
    /// it is; other vectors may be too small, or too unlike each other in their columns, for weights as fresh as BERT's.
    /// </summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Determines the order of windows and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws where a number is out of its range.</summary>
    /// <exception cref="GlmException">It is.</exception>
    public void Validate()
    {
        if (Epochs < 1)
            throw new GlmException($"{Setting.Of(nameof(Epochs), Epochs)}: at least 1 round is trained. Use 10.");
        if (BatchSize < 1)
            throw new GlmException($"{Setting.Of(nameof(BatchSize), BatchSize)}: a step reads at least 1 window. Use 32.");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new GlmException($"{Setting.Of(nameof(LearningRate), LearningRate)}: the rate is above 0. Use 0.0001.");
        if (!(WarmUp is >= 0 and <= 1))
            throw new GlmException(
                FormattableString.Invariant($"{nameof(WarmUp)} = {WarmUp}: the share of the steps is 0 to 1. Use 0.05.")
            );
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new GlmException(
                FormattableString.Invariant($"{nameof(WeightDecay)} = {WeightDecay}: the decay is 0 or more. Use 0.01.")
            );
        if (!(ClipNorm > 0))
            throw new GlmException(FormattableString.Invariant($"{nameof(ClipNorm)} = {ClipNorm}: the norm is above 0. Use 1."));
        if (!(RankMargin is >= 0 and <= 1))
            throw new GlmException(FormattableString.Invariant($"{nameof(RankMargin)} = {RankMargin}: the margin is 0 to 1. Use 0.15."));
    }
}
