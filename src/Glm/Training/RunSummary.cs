namespace Glm.Training;

/// <summary>A training run beside others: how far it got, what it reached, and what it was asked to do. Immutable by convention.</summary>
/// <param name="Name">Its folder or its variable. Untrusted text.</param>
/// <param name="Steps">Every step, in order.</param>
/// <param name="Evaluations">Every evaluation, in order.</param>
/// <param name="Seconds">Duration.</param>
/// <param name="IsFinished">Whether it did all its steps or stopped early; else it was broken off, or is still at work.</param>
public sealed record RunSummary(
    string Name,
    IReadOnlyList<TrainingStep> Steps,
    IReadOnlyList<EvaluationPoint> Evaluations,
    double Seconds,
    bool IsFinished
)
{
    /// <summary>What it was asked to do; null where only its history is known.</summary>
    public TrainingOptions? Options { get; init; }

    /// <summary>What baselines made of its held-out windows; empty where none were compared.</summary>
    public IReadOnlyList<BaselineScore> Baselines { get; init; } = [];

    /// <summary>The evaluation with the smallest loss, after some training; null where there is none.</summary>
    public EvaluationPoint? Best => TrainingState.Best(Evaluations);

    /// <summary>The last evaluation; null where nothing was held out.</summary>
    public EvaluationPoint? Last => Evaluations.Count == 0 ? null : Evaluations[^1];

    /// <summary>A run by its history.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="history">As training gave it.</param>
    public static RunSummary Of(string name, TrainingHistory history) =>
        new(name, history.Steps, history.Evaluations, history.Seconds, !history.Interrupted) { Baselines = history.Baselines };

    /// <summary>A run by its folder, at its last checkpoint.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="run">As it lies in its folder.</param>
    /// <exception cref="Runtime.GlmException">The file of its baselines cannot be read.</exception>
    public static RunSummary Of(string name, TrainingRun run) =>
        new(name, run.Steps, run.Evaluations, run.Seconds, run.IsFinished) { Options = run.Options, Baselines = run.Baselines };
}
