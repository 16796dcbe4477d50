namespace Glm.Statistics;

/// <summary>A figure with its confidence interval. Immutable.</summary>
/// <param name="Value">Of the whole sample; NaN where there is none.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct Estimate(double Value, double Low, double High);
