namespace Glm.Analysis.Influence;

/// <summary>What one window says of the pairs of its genes; all matrices are [Length, Length] row-major.</summary>
/// <param name="Length">Number of genes.</param>
/// <param name="Values">Row i, column j: the influence of gene j on gene i; 0 on the diagonal, NaN where it was not read.</param>
/// <param name="Attention">A + Aᵀ with all genes shown, the mean over heads and layers.</param>
/// <param name="Likeness">The cosine of the proteins' vectors.</param>
internal sealed record WindowInfluence(int Length, double[] Values, float[] Attention, float[] Likeness);
