namespace Glm.Modeling;

/// <summary>What makes a prediction near a label.</summary>
public enum LabelDistance
{
    /// <summary>
    /// The angle between them: a cautious prediction is short, and is not taken for a gene whose label happens to be short too.
    /// </summary>
    Cosine,

    /// <summary>The distance that squared errors minimise, and by which the publication counts its accuracies.</summary>
    Euclidean,
}
