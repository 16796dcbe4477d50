using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>What a representation adds to context-free vectors, on the same genes and folds. Immutable.</summary>
/// <param name="Name">Of the representation.</param>
/// <param name="Representation">What genes are predicted from.</param>
/// <param name="Layer">Which layer of gLM.</param>
/// <param name="AveragePrecision">Gain in macro average precision.</param>
/// <param name="AveragePrecisionP">Its p, corrected by Holm over all layers of its representation; NaN where there are fewer than two
/// independent units.</param>
/// <param name="MacroF1">Gain in macro F1.</param>
/// <param name="MacroF1P">Its p, corrected likewise.</param>
public sealed record ProbeComparison(
    string Name,
    ProbeRepresentation Representation,
    int Layer,
    PairedDifference AveragePrecision,
    double AveragePrecisionP,
    PairedDifference MacroF1,
    double MacroF1P
);
