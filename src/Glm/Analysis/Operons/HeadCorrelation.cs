namespace Glm.Analysis.Operons;

/// <summary>How the attention of one head follows operons. Immutable.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Head">From 0.</param>
/// <param name="Neighbours">Pearson's r of the symmetrised attention with membership in one operon, over labelled pairs of neighbours; NaN
/// where one of the two does not vary.</param>
/// <param name="NeighbourP">Two-sided p of it by Student's t, times the number of heads (Bonferroni), at most 1. Pairs of one operon are
/// not independent of each other, so that it is too small rather than too large.</param>
/// <param name="Window">The same over all labelled pairs within windows that lie side by side, as published.</param>
/// <param name="WindowP">Its corrected p.</param>
public sealed record HeadCorrelation(int Layer, int Head, double Neighbours, double NeighbourP, double Window, double WindowP);
