using Glm.Analysis.Baselines;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Analysis.Prediction;

/// <summary>Which genes are predicted, and how. Immutable.</summary>
public sealed record GenePredictionOptions
{
    /// <summary>The id of the only scaffold whose genes are predicted; null for all.</summary>
    public string? Scaffold { get; init; }

    /// <summary>Ids, locus tags or symbols of the only genes that are predicted; null for all.</summary>
    public IReadOnlyList<string>? Genes { get; init; }

    /// <summary>Nearest real proteins that are kept of each gene, 1 to 100.</summary>
    public int Top { get; init; } = 5;

    /// <summary>
    /// Genes of a window that are hidden at once, at least 1. With 1 every gene is predicted from all others of its window; with more,
    /// every n-th gene is hidden in each of n copies, which takes less time and hides from each gene a part of its context.
    /// </summary>
    public int MaskedPerPass { get; init; } = 1;

    /// <summary>What makes a label near a prediction; the publication counts with Euclidean distances.</summary>
    public LabelDistance Distance { get; init; } = LabelDistance.Cosine;

    /// <summary>Decides the random genes and the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The same as options of the scorer.</summary>
    internal BaselineOptions Scoring => new() { Distance = Distance, Seed = Seed };

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range, or a scaffold and genes are both named.</exception>
    public void Validate()
    {
        if (Top is < 1 or > 100)
            throw new GlmException($"{Setting.Of(nameof(Top), Top)}: it must be 1 to 100 proteins.");
        if (MaskedPerPass < 1)
            throw new GlmException($"{Setting.Of(nameof(MaskedPerPass), MaskedPerPass)}: it must be at least 1 gene.");
        if (Scaffold is not null && Genes is not null)
            throw new GlmException(
                $"{Setting.Of(nameof(Scaffold))} and {Setting.Of(nameof(Genes))} are both given; they exclude each other. Leave one out."
            );
    }
}
