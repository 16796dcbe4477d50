namespace Glm.Interactive.Provenance;

/// <summary>
/// One column or array of a result, small enough to travel in a notebook and telling enough to be compared with the same part of another
/// run.
/// </summary>
/// <param name="Name">Of the column or array.</param>
/// <param name="Count">How many values it has.</param>
/// <param name="Sha256">Of all its values, bit by bit.</param>
public sealed record ContentPart(string Name, long Count, string Sha256)
{
    /// <summary>The values themselves, where there are at most <see cref="ResultContent.Blocks"/> numbers.</summary>
    public double[]? Numbers { get; init; }

    /// <summary>The values themselves, where there are at most <see cref="ResultContent.Blocks"/> texts. Untrusted text.</summary>
    public string?[]? Texts { get; init; }

    /// <summary>
    /// Of more numbers: their sums over <see cref="ResultContent.Blocks"/> stretches of equal length, each number with a sign that chance
    /// once gave its place. The difference of two such sums is about the Euclidean distance of the two stretches (Alon, Matias and
    /// Szegedy 1996), and just the difference where one number changed.
    /// </summary>
    public float[]? Sums { get; init; }

    /// <summary>The Euclidean norm of each of those stretches.</summary>
    public float[]? Norms { get; init; }

    /// <summary>How many numbers are not finite.</summary>
    public long NotFinite { get; init; }
}
