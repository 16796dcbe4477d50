using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>How a low-rank adapter changes a model. Immutable.</summary>
public sealed record LoraOptions
{
    /// <summary>All linear maps of the encoder's layers, under the names that checkpoints give them.</summary>
    public static IReadOnlyList<string> AllTargets { get; } =
    ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"];

    /// <summary>r: rows of A and columns of B, at least 1.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>α, above 0: the change of a weight is α / r · B·A.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary>Probability, 0 to below 1, with which numbers that A reads are dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Which linear maps of the encoder's layers are adapted: ends of their names, as PEFT's target_modules.</summary>
    public IReadOnlyList<string> Targets { get; init; } = AllTargets;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or there is no target.</exception>
    public void Validate()
    {
        if (Rank < 1)
            throw new GlmException($"The rank of an adapter is {Rank}; it must be 1 or more. Use {Setting.Of(nameof(Rank), 8)}.");
        if (!(Alpha > 0 && double.IsFinite(Alpha)))
            throw new GlmException($"The alpha of an adapter is {Alpha}; it must be above 0. Use {Setting.Of(nameof(Alpha), 16)}.");
        if (!(Dropout >= 0 && Dropout < 1))
            throw new GlmException($"An adapter drops {Dropout} of its input; the share must be 0 to below 1. Use 0.");
        if (Targets.Count == 0)
            throw new GlmException(
                $"An adapter needs a module to adapt. Use {Setting.Of(nameof(Targets), string.Join(',', AllTargets))}."
            );
    }
}
