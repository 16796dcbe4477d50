namespace Glm.Statistics.Manifolds;

/// <summary>How far apart two vectors are.</summary>
public enum VectorMetric
{
    /// <summary>The length of their difference.</summary>
    Euclidean,

    /// <summary>One minus the cosine of the angle between them, 0 to 2; the lengths do not matter.</summary>
    Cosine,
}
