namespace Glm.Training;

/// <summary>
/// Whether the likelihoods that a model gives its predictions can be taken at their word: a likelihood says how probable it is that a
/// prediction is the closest of the model's to the label, so among genes whose likeliest one has 60% it should be the closest for 60%.
/// Immutable.
/// </summary>
/// <param name="Bins">Ten, of equal width, by the likelihood of the likeliest prediction: 0 to 0.1, … 0.9 to 1.</param>
public sealed record Calibration(IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>How many bins there are.</summary>
    public const int BinCount = 10;

    /// <summary>
    /// Expected calibration error: the mean distance of confidence and accuracy, bins weighted by their genes; 0 is perfect, 1 the worst.
    /// NaN without genes.
    /// </summary>
    public double ExpectedError
    {
        get
        {
            var genes = Bins.Sum(bin => (long)bin.Genes);
            return genes == 0
                ? double.NaN
                : Bins.Where(bin => bin.Genes > 0).Sum(bin => bin.Genes * Math.Abs(bin.Confidence - bin.Accuracy)) / genes;
        }
    }

    /// <summary>Equal where all bins are.</summary>
    public bool Equals(Calibration? other) => other is not null && Bins.SequenceEqual(other.Bins);

    public override int GetHashCode() => Bins.Count > 0 ? Bins[^1].GetHashCode() : 0;
}
