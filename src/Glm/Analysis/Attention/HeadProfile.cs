namespace Glm.Analysis.Attention;

/// <summary>What the attention of one head follows. Immutable by convention.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Head">From 0.</param>
/// <param name="Correlations">[properties], Pearson's r of the symmetrised attention with each; NaN where one of the two does not
/// vary.</param>
/// <param name="PValues">[properties], two-sided by Student's t, times the number of heads (Bonferroni), at most 1. Pairs of genes are not
/// independent of each other, so that they are too small rather than too large.</param>
public sealed record HeadProfile(int Layer, int Head, IReadOnlyList<double> Correlations, IReadOnlyList<double> PValues);
