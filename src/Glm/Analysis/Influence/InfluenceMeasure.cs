namespace Glm.Analysis.Influence;

/// <summary>What is compared of the predictions of a gene before and after another one is changed.</summary>
/// <remarks>
/// The head makes P predictions pₖ of a gene and raw likelihoods, of which softmax makes weights wₖ with the sum 1.
/// </remarks>
public enum InfluenceMeasure
{
    /// <summary>
    /// The logarithm of the density that the predictions give to the gene's own label y: ln Σₖ wₖ exp((cos(pₖ, y) - 1) / 0.1), the
    /// temperature being that of the contrast with which models learn; with Euclidean distances ln Σₖ wₖ exp(-|pₖ - y|² / 2), since labels
    /// are whitened. The influence is the gain in nats that the other gene brings: above 0 where it helps, below where it misleads.
    /// </summary>
    Likelihood,

    /// <summary>
    /// The expected prediction Σₖ wₖ pₖ. The influence is how far the other gene moves it, by Euclidean distance, in units of labels: 0 or
    /// more, whether or not the move is towards the truth. It is the norm of a block of the categorical Jacobian of residue models.
    /// </summary>
    Movement,
}
