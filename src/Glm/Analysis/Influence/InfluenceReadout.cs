namespace Glm.Analysis.Influence;

/// <summary>How the model is asked what one gene of a window says of another.</summary>
/// <remarks>Gene i of a window of N genes is watched, gene j is changed.</remarks>
public enum InfluenceReadout
{
    /// <summary>
    /// Gene i is hidden, and j alone is shown; compared with a window that shows nothing. What j says by itself. N + 1 passes per window,
    /// and one that reads the attention.
    /// </summary>
    Alone,

    /// <summary>
    /// Gene i is hidden, and all others are shown; compared with j hidden too. What j adds to all others. N·(N + 1)/2 passes per window,
    /// fewer where pairs need not reach across it, and one that reads the attention.
    /// </summary>
    Hidden,

    /// <summary>
    /// All genes are shown, the watched one too; compared with j hidden. N + 1 passes per window. The head never predicted a gene that it
    /// could see while it was trained, so that what it says there has no training behind it.
    /// </summary>
    Shown,
}
