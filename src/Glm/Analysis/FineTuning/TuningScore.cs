using Glm.Statistics;

namespace Glm.Analysis.FineTuning;

/// <summary>How well items are predicted while their fold is held out. Immutable.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Representation">With what.</param>
/// <param name="Figures">As <see cref="FineTuningResult.Metrics"/> names them.</param>
public sealed record TuningScore(string Name, TuningRepresentation Representation, IReadOnlyList<Estimate> Figures);
