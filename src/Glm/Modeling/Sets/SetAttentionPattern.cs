namespace Glm.Modeling.Sets;

/// <summary>Which proteins of a scaffold see each other in a protein set transformer. Each always sees itself.</summary>
public enum SetAttentionPattern
{
    /// <summary>Those of the same stretch of neighbours.</summary>
    Chunked,

    /// <summary>Those at most a number of places apart.</summary>
    Sparse,

    /// <summary>All of the scaffold.</summary>
    Full,
}
