using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>How well a method predicts functions of held-out genes. Immutable.</summary>
/// <param name="Method">Which.</param>
/// <param name="Name">In words.</param>
/// <param name="FMax">Protein-centric Fmax (see <see cref="Statistics.FMax"/>), 0 to 1, the threshold chosen in hindsight for each method
/// and resample.</param>
/// <param name="AveragePrecision">Macro average precision: the mean over labels of the area under the precision-recall curve
/// (AUPR).</param>
/// <param name="Coverage">Share of genes of which something is predicted at the threshold of Fmax.</param>
/// <param name="Threshold">That threshold, 0 to 1, of all genes.</param>
/// <param name="UnconvergedFits">Fits of a linear probe that stopped early; 0 for other methods.</param>
public sealed record FunctionScore(
    FunctionMethod Method,
    string Name,
    Estimate FMax,
    Estimate AveragePrecision,
    Estimate Coverage,
    double Threshold,
    int UnconvergedFits
);
