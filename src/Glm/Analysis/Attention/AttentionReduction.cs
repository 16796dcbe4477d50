namespace Glm.Analysis.Attention;

/// <summary>How the heads of a layer become one.</summary>
public enum AttentionReduction
{
    /// <summary>They do not: every head is kept.</summary>
    Heads,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their largest value, pair by pair; rows no longer sum to 1.</summary>
    Max,

    /// <summary>
    /// Attention rollout (Abnar and Zuidema 2020): how much of each gene's input reaches each gene's output through all layers up to this
    /// one, half of every layer being carried past the attention by the residual connection.
    /// </summary>
    Rollout,
}
