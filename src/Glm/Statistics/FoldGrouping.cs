namespace Glm.Statistics;

/// <summary>What stays together when items are dealt to the folds of a cross-validation.</summary>
public enum FoldGrouping
{
    /// <summary>Nothing: every item is dealt on its own.</summary>
    Random,

    /// <summary>The genes of a window.</summary>
    Window,

    /// <summary>The genes of a scaffold.</summary>
    Scaffold,

    /// <summary>The genes of a genome.</summary>
    Genome,

    /// <summary>The genes of an operon.</summary>
    Operon,

    /// <summary>The genes of a cluster of similar proteins.</summary>
    Cluster,

    /// <summary>Consecutive genes of a stretch of a scaffold.</summary>
    Block,
}
