using Glm.Genomes;

namespace Glm.Analysis.Prediction;

/// <summary>What was predicted of a masked gene, and how well it fits. Immutable by convention; its texts are untrusted.</summary>
/// <param name="Gene">The gene that was hidden.</param>
/// <param name="ScaffoldId">Its scaffold.</param>
/// <param name="GenomeId">Its genome.</param>
/// <param name="Position">On the scaffold, from 1.</param>
/// <param name="WindowId">The window from whose other genes it was predicted.</param>
public sealed record PredictedGene(Gene Gene, string ScaffoldId, string GenomeId, int Position, string WindowId)
{
    /// <summary>
    /// The place of the gene's own label among those of all genes, by the density that the predictions give them: 1 for the likeliest;
    /// half a place for each that is exactly as likely.
    /// </summary>
    public required double Rank { get; init; }

    /// <summary>log2 of <see cref="Rank"/>, in bits: 0 where no gene fits better.</summary>
    public double Surprise => Math.Log2(Rank);

    /// <summary>
    /// Whether the likeliest prediction is nearer to this gene than to any other of the window: 1 or 0, or a share where some are exactly
    /// as near.
    /// </summary>
    public required double WindowCredit { get; init; }

    /// <summary>[P], the likelihoods of the predictions, the largest first; their sum is 1.</summary>
    public required IReadOnlyList<double> Likelihoods { get; init; }

    /// <summary>[P], the cosine of each prediction and the gene's own label; NaN where nothing was predicted.</summary>
    public required IReadOnlyList<double> Similarities { get; init; }

    /// <summary>
    /// The real proteins to which the predictions give the greatest density, each once; empty where nothing was predicted.
    /// </summary>
    public required IReadOnlyList<PredictedProtein> Nearest { get; init; }
}
