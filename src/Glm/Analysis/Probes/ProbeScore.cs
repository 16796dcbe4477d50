using Glm.Statistics;

namespace Glm.Analysis.Probes;

/// <summary>How well genes are predicted from one representation, over all held-out folds together. Immutable.</summary>
/// <param name="Name">For tables, for example "gLM layer 6".</param>
/// <param name="Representation">What genes are predicted from.</param>
/// <param name="Layer">Which layer; null where there is none.</param>
/// <param name="AveragePrecision">Mean over classes of the area under the precision-recall curve (a sum of steps), 0 to 1.</param>
/// <param name="MacroF1">Mean F1 over classes, 0 to 1.</param>
/// <param name="Accuracy">Share of genes whose class, or whole set of labels, is right, 0 to 1.</param>
/// <param name="AboveChance">Average precision less that of random scores in the same resamples: 0 where nothing is known of the
/// labels.</param>
/// <param name="UnconvergedFolds">Folds whose regression stopped before its gradient was within the tolerance; normally 0.</param>
public sealed record ProbeScore(
    string Name,
    ProbeRepresentation Representation,
    int? Layer,
    Estimate AveragePrecision,
    Estimate MacroF1,
    Estimate Accuracy,
    PairedDifference AboveChance,
    int UnconvergedFolds
);
