using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>How well one label is predicted. Immutable.</summary>
/// <param name="Name">The label. Untrusted text.</param>
/// <param name="Genes">Tested genes that have it.</param>
/// <param name="Network">Average precision of PlasGO's network.</param>
/// <param name="Nearest">Of the nearest gene.</param>
/// <param name="Protein">Of the linear probe of the protein alone.</param>
/// <param name="Gain">The network over the nearest gene.</param>
public sealed record FunctionClass(string Name, int Genes, Estimate Network, Estimate Nearest, Estimate Protein, PairedDifference Gain);
