using System.Globalization;

namespace Glm.Statistics;

/// <summary>A figure with its confidence interval. Immutable.</summary>
/// <param name="Value">Of the whole sample; NaN where there is none.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>"0.913 [0.897, 0.927]" in every culture; without an interval where there is none, and "–" for NaN.</summary>
    public override string ToString() =>
        double.IsNaN(Value) ? "–"
        : double.IsNaN(Low) ? Value.ToString("0.000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Value:0.000} [{Low:0.000}, {High:0.000}]");
}
