using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Training.FineTuning;

/// <summary>What a model is taught and how it is tested. Immutable.</summary>
public sealed record FineTuningOptions
{
    /// <summary>Which neighbouring genes are in one operon: pairs, in folds that keep operons together.</summary>
    public static FineTuningOptions Operons { get; } = new() { Task = FineTuningTask.Pair, Folds = FoldGrouping.Operon };

    /// <summary>EC numbers of genes: classes of very different sizes weigh the same, and homologous proteins are held out
    /// together.</summary>
    public static FineTuningOptions EnzymeNumbers { get; } =
        new()
        {
            Task = FineTuningTask.Gene,
            Folds = FoldGrouping.Cluster,
            BalancedClasses = true,
        };

    /// <summary>What labels are of.</summary>
    public FineTuningTask Task { get; init; } = FineTuningTask.Gene;

    /// <summary>What is trained.</summary>
    public FineTuningMode Mode { get; init; } = FineTuningMode.Lora;

    /// <summary>What is predicted; null for a class where every item has one label, and any number of labels otherwise.</summary>
    public TargetKind? Kind { get; init; }

    /// <summary>The adapter, for <see cref="FineTuningMode.Lora"/>.</summary>
    public LoraOptions Lora { get; init; } = new();

    /// <summary>The most passes over the training windows, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The most optimiser steps, at least 1; null for as many as <see cref="Epochs"/> takes.</summary>
    public int? Steps { get; init; }

    /// <summary>Windows per step, at least 1.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Peak of the learning rate, above 0, which rises for a tenth of the steps and then falls to 0 along a line; null for 0.001
    /// (adapters) or 0.0001 (all weights). The head alone learns at a rate of its own.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Decay of the matrices of an adapter or model, 0 or more; the head has the penalty of a probe.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Passes without a better score on the validation part after which training ends, at least 1.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Whether classes of any size weigh the same in the loss: an item of class k counts N / (classes · items of k).</summary>
    public bool BalancedClasses { get; init; }

    /// <summary>What stays together in a fold; null for what does not leak.</summary>
    public FoldGrouping? Folds { get; init; }

    /// <summary>Number of folds, at least 2.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>The fewest items of a class, at least 2; smaller classes are left out and counted.</summary>
    public int MinCount { get; init; } = 10;

    /// <summary>Resamples of the bootstrap, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Decides folds, validation parts, first weights, order, dropout and resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folder that receives the model that learned from all labelled items; null for none.</summary>
    public string? SaveTo { get; init; }

    internal double Rate => LearningRate ?? (Mode == FineTuningMode.Full ? 1e-4 : 1e-3);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Lora.Validate();
        foreach (
            var (name, value, least) in new[]
            {
                (nameof(Epochs), Epochs, 1),
                (nameof(Steps), Steps ?? 1, 1),
                (nameof(BatchSize), BatchSize, 1),
                (nameof(Patience), Patience, 1),
                (nameof(FoldCount), FoldCount, 2),
                (nameof(MinCount), MinCount, 2),
                (nameof(Resamples), Resamples, 1),
            }
        )
            if (value < least)
                throw new GlmException($"{Setting.Of(name)} is {value}; it must be {least} or more.");
        if (!(Rate > 0 && double.IsFinite(Rate)))
            throw new GlmException($"{Setting.Of(nameof(LearningRate))} is {Rate}; it must be above 0. Use 0.001.");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new GlmException($"{Setting.Of(nameof(WeightDecay))} is {WeightDecay}; it must be 0 or more. Use 0.01.");
        if (BalancedClasses && Kind == TargetKind.Regression)
            throw new GlmException($"Numbers have no classes to balance. Leave {Setting.Of(nameof(BalancedClasses))} out.");
    }
}
