namespace Glm.Statistics;

/// <summary>Whether probabilities are as good as their word: of the items with probability 0.8, 80% should be positive. Immutable by
/// convention.</summary>
/// <param name="Bins">Of equal width; those without items are left out, as in scikit-learn's calibration_curve.</param>
/// <param name="BrierScore">Mean squared distance of probability and truth (1 or 0): 0 is best, 0.25 is a constant 0.5.</param>
public sealed record CalibrationCurve(IReadOnlyList<ProbabilityBin> Bins, double BrierScore)
{
    /// <summary>Expected calibration error: the mean distance of claim and truth over bins, weighted by their items; 0 to 1.</summary>
    public double ExpectedCalibrationError
    {
        get
        {
            var items = Bins.Sum(bin => (long)bin.Items);
            return Bins.Sum(bin => bin.Items * Math.Abs(bin.MeanProbability - bin.PositiveShare)) / items;
        }
    }

    /// <summary>The curve of one class.</summary>
    /// <param name="probabilities">Of being positive, 0 to 1; at least one.</param>
    /// <param name="positive">Whether each item is positive.</param>
    /// <param name="bins">At least 1.</param>
    /// <exception cref="ArgumentException">There is no item, the lengths disagree, or a number is not from 0 to 1.</exception>
    public static CalibrationCurve Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> positive, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (probabilities.Length != positive.Length || positive.Length == 0)
            throw new ArgumentException($"{probabilities.Length} probabilities do not match {positive.Length} labels.", nameof(positive));
        var claimed = new double[bins];
        var found = new int[bins];
        var items = new int[bins];
        var squares = 0d;
        var width = 1d / bins;
        for (var i = 0; i < probabilities.Length; i++)
        {
            var probability = probabilities[i];
            if (!(probability >= 0 && probability <= 1))
                throw new ArgumentException($"Probability {i} is not from 0 to 1.", nameof(probabilities));
            var bin = 0;
            while (bin < bins - 1 && probability > (bin + 1) * width)
                bin++;
            claimed[bin] += probability;
            items[bin]++;
            if (positive[i])
                found[bin]++;
            var distance = probability - (positive[i] ? 1 : 0);
            squares += distance * distance;
        }
        return new CalibrationCurve(
            [
                .. Enumerable
                    .Range(0, bins)
                    .Where(bin => items[bin] > 0)
                    .Select(bin => new ProbabilityBin(
                        bin * width,
                        bin == bins - 1 ? 1 : (bin + 1) * width,
                        items[bin],
                        claimed[bin] / items[bin],
                        (double)found[bin] / items[bin]
                    )),
            ],
            squares / probabilities.Length
        );
    }
}
