namespace Glm.Statistics;

/// <summary>Items that are about equally probable to be positive. Immutable.</summary>
/// <param name="From">Where the bin begins; only the first one includes its beginning, 0.</param>
/// <param name="To">Where it ends, included.</param>
/// <param name="Items">How many there are, at least 1.</param>
/// <param name="MeanProbability">What was claimed of them, 0 to 1.</param>
/// <param name="PositiveShare">How many are positive, 0 to 1.</param>
public sealed record ProbabilityBin(double From, double To, int Items, double MeanProbability, double PositiveShare);
