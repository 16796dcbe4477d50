namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>A target worth aligning with a query.</summary>
/// <param name="Target">Number of its sequence in the block.</param>
/// <param name="Score">Of the best alignment without gaps.</param>
/// <param name="Diagonal">Where that lies: place in the target less place in the query.</param>
internal readonly record struct Candidate(int Target, int Score, int Diagonal) : IComparable<Candidate>
{
    /// <summary>The better one first.</summary>
    public int CompareTo(Candidate other) => Score != other.Score ? other.Score.CompareTo(Score) : Target.CompareTo(other.Target);
}
