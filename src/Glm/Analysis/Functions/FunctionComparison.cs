using Glm.Statistics;

namespace Glm.Analysis.Functions;

/// <summary>What a method that reads neighbours adds to one that does not, on the same genes. Immutable.</summary>
/// <param name="Method">That reads neighbours.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="FMax">Gain in Fmax.</param>
/// <param name="FMaxP">Its p, corrected by Holm over all comparisons of the result; NaN where there are fewer than two units.</param>
/// <param name="AveragePrecision">Gain in macro average precision.</param>
/// <param name="AveragePrecisionP">Its p, corrected likewise.</param>
public sealed record FunctionComparison(
    FunctionMethod Method,
    FunctionMethod Against,
    PairedDifference FMax,
    double FMaxP,
    PairedDifference AveragePrecision,
    double AveragePrecisionP
);
