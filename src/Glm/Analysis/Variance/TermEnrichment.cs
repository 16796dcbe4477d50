namespace Glm.Analysis.Variance;

/// <summary>Whether a word of products, or a label, is more frequent in the tail than among all families. Immutable.</summary>
/// <param name="Term">The word in lower case, or the label. Untrusted text.</param>
/// <param name="InTail">Families of the tail that have it.</param>
/// <param name="Families">All families that have it.</param>
/// <param name="Fold">Its share in the tail by its share of all families that have any.</param>
/// <param name="PValue">Of as many in the tail or more, by the exact one-sided permutation test.</param>
/// <param name="FalseDiscoveryRate">The same, corrected for all terms by Benjamini and Hochberg.</param>
public sealed record TermEnrichment(string Term, int InTail, int Families, double Fold, double PValue, double FalseDiscoveryRate);
