using System.Globalization;

namespace Glm.Interactive.CommandLanguage;

/// <summary>The numbers that an option accepts. Immutable.</summary>
/// <param name="Min">Lower bound; negative infinity for none.</param>
/// <param name="Max">Upper bound; positive infinity for none.</param>
/// <param name="MinExclusive">True if <paramref name="Min"/> itself is refused.</param>
/// <param name="MaxExclusive">True if <paramref name="Max"/> itself is refused.</param>
public sealed record NumericRange(
    double Min = double.NegativeInfinity,
    double Max = double.PositiveInfinity,
    bool MinExclusive = false,
    bool MaxExclusive = false
)
{
    /// <summary>Every number.</summary>
    public static NumericRange Any { get; } = new();

    /// <summary>Whether a number is in the range; NaN never is.</summary>
    public bool Contains(double value) => (MinExclusive ? value > Min : value >= Min) && (MaxExclusive ? value < Max : value <= Max);

    /// <summary>In words that follow "a number", for example "above 0 and at most 1"; empty if any number will do.</summary>
    public override string ToString()
    {
        var lower = double.IsInfinity(Min)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{(MinExclusive ? "above" : "of at least")} {Min}");
        var upper = double.IsInfinity(Max)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{(MaxExclusive ? "below" : "at most")} {Max}");
        return (lower, upper) switch
        {
            (null, null) => "",
            (null, _) => upper!.Replace("at most", "of at most", StringComparison.Ordinal),
            (_, null) => lower!,
            _ when !MinExclusive && !MaxExclusive => string.Create(CultureInfo.InvariantCulture, $"from {Min} to {Max}"),
            _ => $"{lower} and {upper}",
        };
    }
}
