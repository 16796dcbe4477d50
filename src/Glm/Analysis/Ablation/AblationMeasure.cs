namespace Glm.Analysis.Ablation;

/// <summary>What a model with and one without a loss are compared by, on held-out genomes.</summary>
public enum AblationMeasure
{
    /// <summary>
    /// Share of labelled genes of which the most similar training gene shares a function: the nearest by cosine of the last layer, each
    /// number standardised by the training genes.
    /// </summary>
    Transfer,

    /// <summary>Share of masked genes that the most likely prediction identifies in their window.</summary>
    Accuracy,

    /// <summary>Share of masked genes that the closest prediction identifies.</summary>
    PseudoAccuracy,

    /// <summary>Squared error of the closest prediction of a masked gene, the mean over its label's numbers; less is better.</summary>
    SquaredError,
}
