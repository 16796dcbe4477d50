namespace Glm.Statistics;

/// <summary>How an <see cref="MlpClassifier"/> is trained. Immutable.</summary>
public sealed record MlpOptions
{
    /// <summary>Units of the hidden layer, at least 1.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Of AdamW, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>By how much of itself, times the learning rate, a weight shrinks per step.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Rows per step, at least 1.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The most passes over the rows.</summary>
    public int MaxEpochs { get; init; } = 200;

    /// <summary>Training ends after so many passes without a lower loss on the rows that are kept back.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The share of the groups of rows that are kept back to see when to stop, above 0 and below 1.</summary>
    public double HeldBack { get; init; } = 0.15;

    /// <summary>Decides the first weights, what is kept back, and the order of rows.</summary>
    public int Seed { get; init; } = 1;
}
