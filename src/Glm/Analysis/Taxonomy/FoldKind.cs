namespace Glm.Analysis.Taxonomy;

/// <summary>How windows are dealt to the folds of a cross-validation.</summary>
public enum FoldKind
{
    /// <summary>
    /// At random with equal class shares, as in the paper. Windows of one genome are in both training and test folds, which flatters both
    /// representations.
    /// </summary>
    Stratified,

    /// <summary>All windows of a genome in one fold: measures whether the taxon of an unseen genome is recognised.</summary>
    GroupedByGenome,
}
