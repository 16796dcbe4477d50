using System.Globalization;

namespace Glm.Modeling.Functions;

/// <summary>
/// Which labels PlasGO calls. A probability is rounded to hundredths; the label is dropped below 0.3, or below a lower limit that the user
/// sets; kept between 0.425 and 0.575; kept above, unless the model reads the protein's vector too (PlasGO's of biological process);
/// otherwise kept only with a confidence of 0.95 or more. A gene in several windows has the mean over those that kept the label, rounded
/// again.
/// </summary>
public static class FunctionRules
{
    /// <summary>The highest limit below which probabilities are dropped.</summary>
    public const double MostLimit = 0.3;

    private const double MiddleLow = 0.425;
    private const double MiddleHigh = 0.575;

    // Compared in single precision, as confidences are computed.
    private const float Confident = 0.95f;

    /// <summary>The nearest hundredth; halfway, which only eighths are exactly, the even one.</summary>
    /// <param name="probability">0 to 1.</param>
    public static double Round(double probability)
    {
        // The written form is exact, where multiplying by 100 is not: 0.575 lies below 0.575, and 57.5 does not.
        var eighths = probability * 8;
        return eighths is 1 or 3 or 5 or 7
            ? Math.Round(probability * 100, MidpointRounding.ToEven) / 100
            : double.Parse(probability.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a label is called in a window.</summary>
    /// <param name="rounded">Its probability, to hundredths.</param>
    /// <param name="confidence">0 to 1, not rounded.</param>
    /// <param name="concatenatesInput">Whether the model reads the protein's vector too.</param>
    /// <param name="minProbability">Lowers the limit of 0.3; 0 or more.</param>
    public static bool Keeps(double rounded, double confidence, bool concatenatesInput, double minProbability = MostLimit) =>
        rounded >= Math.Min(MostLimit, minProbability)
        && (rounded is >= MiddleLow and <= MiddleHigh || rounded > MiddleHigh && !concatenatesInput || (float)confidence >= Confident);
}
