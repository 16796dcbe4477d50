using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>What a probe reads and how it is tested. Immutable.</summary>
public sealed record ProbeOptions
{
    /// <summary>0 for the embedding block, 1 to the number of layers for a layer's output; negative numbers count from the last (-1). Not
    /// used with <see cref="AllLayers"/>.</summary>
    public int Layer { get; init; } = -1;

    /// <summary>Whether every layer is probed. The last one then stands for gLM where one figure is asked for.</summary>
    public bool AllLayers { get; init; }

    /// <summary>What reads a label from a vector.</summary>
    public ProbeKind Kind { get; init; } = ProbeKind.Linear;

    /// <summary>What stays together in a fold; null for what does not leak: genomes where there are as many as folds, else clusters of
    /// homologous proteins.</summary>
    public FoldGrouping? Folds { get; init; }

    /// <summary>Number of folds, at least 2.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>The fewest genes of a class, at least 2; smaller classes are left out and counted. 10: below, figures of a class are
    /// mostly chance.</summary>
    public int MinCount { get; init; } = 10;

    /// <summary>
    /// Whether genes are also read with themselves masked, in the same layers, which takes one reading of a window per gene. In layer 0
    /// all masked genes have one vector.
    /// </summary>
    public bool ContextOnly { get; init; } = true;

    /// <summary>Inverse strength of the L2 penalty of a linear probe, above 0; vectors are standardised on the training folds.</summary>
    public double C { get; init; } = 1;

    /// <summary>Resamples of the bootstrap, at least 1.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Decides folds, resamples, and the first weights of a perceptron.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        if (FoldCount < 2)
            throw new GlmException($"Cross-validation needs 2 or more folds, not {FoldCount}. Use {Setting.Of(nameof(FoldCount), 5)}.");
        if (MinCount < 2)
            throw new GlmException(
                $"The fewest genes of a class are {MinCount}; one must be trained on and one tested. Use "
                    + $"{Setting.Of(nameof(MinCount), 2)} or more."
            );
        if (!(C > 0 && double.IsFinite(C)))
            throw new GlmException($"The inverse strength of the penalty is {C}; it must be above 0. Use 1.");
        if (Resamples < 1)
            throw new GlmException($"The bootstrap draws {Resamples} resamples; it needs 1 or more. Use 1000.");
    }
}
