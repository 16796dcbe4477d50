namespace Glm.Interactive.Provenance;

/// <summary>What running something again says of a result, from best to worst.</summary>
public enum Verdict
{
    /// <summary>The same, bit by bit.</summary>
    Identical,

    /// <summary>Numbers differ, and by no more than was agreed.</summary>
    EqualWithinTolerance,

    /// <summary>Something is missing without which nothing can be said.</summary>
    NotComparable,

    /// <summary>Something else came out.</summary>
    Different,
}
