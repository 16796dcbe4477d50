using Glm.Runtime;

namespace Glm.Training.Sets;

/// <summary>How a protein set transformer is trained; what its loss depends on travels with the model.</summary>
public sealed record SetTrainingOptions
{
    /// <summary>Rounds over all sets, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Sets of a step, at least 3: one for each part of a triplet.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Of AdamW, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Of AdamW, 0 or more.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the logarithm of a class's rarity counts, and not the rarity itself.</summary>
    public bool LogWeights { get; init; }

    /// <summary>Determines the order of sets, the swapped proteins and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws where a number is out of its range.</summary>
    /// <exception cref="GlmException">It is.</exception>
    public void Validate()
    {
        if (Epochs < 1)
            throw new GlmException($"{Setting.Of(nameof(Epochs), Epochs)}: at least 1 round is trained. Use 20.");
        if (BatchSize < SetTrainer.FewestSets)
            throw new GlmException(
                $"{Setting.Of(nameof(BatchSize), BatchSize)}: a step compares at least {SetTrainer.FewestSets} sets. Use 32."
            );
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            throw new GlmException($"{Setting.Of(nameof(LearningRate), LearningRate)}: the rate is above 0. Use 0.001.");
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            throw new GlmException($"{nameof(WeightDecay)} = {WeightDecay}: the decay is 0 or more. Use 0.");
    }
}
