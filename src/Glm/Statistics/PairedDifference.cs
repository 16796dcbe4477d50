using System.Globalization;

namespace Glm.Statistics;

/// <summary>How much better one score is than another on the same items, with a bootstrap interval. Immutable.</summary>
/// <param name="Value">First minus second; NaN where there is none.</param>
/// <param name="Low">Lower end of the 95% interval; NaN where fewer than two groups were drawn from.</param>
/// <param name="High">Upper end.</param>
/// <param name="PValue">Two-sided bootstrap p of a difference of 0: twice the share of resamples on the other side of it, never below
/// 2 / (resamples + 1). Correct it with <see cref="MultipleTesting"/> where several differences are looked at.</param>
public readonly record struct PairedDifference(double Value, double Low, double High, double PValue)
{
    /// <summary>Whether the interval leaves 0 out.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>"+0.007 [+0.003, +0.012]" in every culture; without an interval where there is none, and "–" for NaN.</summary>
    public override string ToString() =>
        double.IsNaN(Value) ? "–"
        : double.IsNaN(Low) ? Signed(Value)
        : $"{Signed(Value)} [{Signed(Low)}, {Signed(High)}]";

    // Rounded first, so that no figure is "-0.000".
    private static string Signed(double value) => Math.Round(value, 3).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
