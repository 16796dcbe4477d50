namespace Glm.Analysis.Baselines;

/// <summary>What makes a prediction near a label.</summary>
public enum LabelDistance
{
    /// <summary>
    /// The angle between them: a cautious prediction is short, and is not taken for a gene whose label happens to be short too.
    /// </summary>
    Cosine,

    /// <summary>The distance that training minimises and its accuracies are counted by.</summary>
    Euclidean,
}
