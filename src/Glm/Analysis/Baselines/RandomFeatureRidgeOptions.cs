using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>How the ridge on random features is fitted. Immutable; the defaults are those of the prototype that set the bar.</summary>
public sealed record RandomFeatureRidgeOptions
{
    /// <summary>
    /// Random features in all, shared out evenly among the neighbours, at least 1 each and 20,000 at most. Accuracy grows with every
    /// doubling; time with its square: 2,000 take half a minute of one core for 100,000 genes.
    /// </summary>
    public int Features { get; init; } = 2000;

    /// <summary>Neighbours on each side, 1 to 30.</summary>
    public int Reach { get; init; } = 2;

    /// <summary>
    /// Whether a neighbour's place is told in the direction in which it is read itself, as that of operons is, instead of left and right:
    /// what stands behind a family is then learned once for both strands. Off, it is the ridge of the prototype.
    /// </summary>
    public bool FollowsReading { get; init; } = true;

    /// <summary>
    /// Standard deviation of the random weights for a label of 99 numbers, above 0; for other widths it is scaled so that a feature
    /// varies as much.
    /// </summary>
    public double WeightDeviation { get; init; } = 0.3;

    /// <summary>
    /// Added to a feature before negative ones become 0: at -2.5, below a standard deviation of the product, a feature is on for about a
    /// fifth of all genes and so says something of a few families only.
    /// </summary>
    public double Bias { get; init; } = -2.5;

    /// <summary>The penalty on squared coefficients, above 0; the sum of squared errors is not divided by the number of genes.</summary>
    public double Ridge { get; init; } = 30;

    /// <summary>Equal seeds give equal features.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Check(Reach is >= 1 and <= 30, nameof(Reach), Reach, "1 to 30 genes");
        Check(Features >= 2 * Reach && Features <= 20_000, nameof(Features), Features, "one per neighbour to 20,000");
        Check(WeightDeviation > 0 && double.IsFinite(WeightDeviation), nameof(WeightDeviation), WeightDeviation, "above 0");
        Check(double.IsFinite(Bias), nameof(Bias), Bias, "a finite number");
        Check(Ridge > 0 && double.IsFinite(Ridge), nameof(Ridge), Ridge, "above 0");

        static void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                throw new GlmException($"{name} of the random-feature ridge is {value}; it must be {rule}. Leave it out.");
        }
    }
}
