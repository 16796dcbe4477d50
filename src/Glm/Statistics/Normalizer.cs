using Glm.Runtime;

namespace Glm.Statistics;

/// <summary>
/// Z-scores protein vectors per dimension, in float64 as the reference does. Immutable by convention, safe for concurrent use.
/// </summary>
public sealed class Normalizer
{
    private const int ReportEvery = 1024;

    /// <param name="mean">[D], finite.</param>
    /// <param name="standardDeviation">[D], finite and above 0.</param>
    /// <exception cref="GlmException">The lengths differ or a number breaks these rules.</exception>
    public Normalizer(double[] mean, double[] standardDeviation)
    {
        if (mean.Length != standardDeviation.Length || mean.Length == 0)
            throw new GlmException(
                $"A normaliser needs one mean and one standard deviation per dimension, not {mean.Length} and "
                    + $"{standardDeviation.Length}. Use the files of one normaliser, or leave it out to fit one."
            );
        for (var i = 0; i < mean.Length; i++)
        {
            if (!double.IsFinite(mean[i]))
                throw new GlmException(
                    $"The normaliser's mean of dimension {i} is {mean[i]}; it must be finite. Use another normaliser, or leave "
                        + $"it out to fit one."
                );
            if (!double.IsFinite(standardDeviation[i]) || standardDeviation[i] <= 0)
                throw new GlmException(
                    $"The normaliser's standard deviation of dimension {i} is {standardDeviation[i]}; it must be finite and "
                        + $"above 0. Use another normaliser, or leave it out to fit one."
                );
        }
        (Mean, StandardDeviation) = (mean, standardDeviation);
    }

    /// <summary>[D].</summary>
    public double[] Mean { get; }

    /// <summary>[D], above 0.</summary>
    public double[] StandardDeviation { get; }

    /// <summary>D, numbers per protein vector.</summary>
    public int Width => Mean.Length;

    /// <summary>
    /// Population statistics (divided by n) over all vectors; a constant dimension gets standard deviation 1 and so z-scores of 0.
    /// </summary>
    /// <param name="vectors">Raw protein vectors.</param>
    /// <param name="progress">Vectors read, each twice.</param>
    /// <param name="cancellation">Polled between blocks of proteins.</param>
    /// <exception cref="GlmException">There is no vector, or one has a number that is not finite.</exception>
    public static Normalizer Fit(IVectorRows vectors, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        if (vectors.Count == 0)
            throw new GlmException(
                $"{vectors.Source}: no protein vector to fit a normaliser on; one or more are needed. Embed proteins first."
            );
        var passes = new ColumnMoments.Passes(vectors.Width);
        var count = new ProgressCount(progress, "fit normaliser", 2L * vectors.Count, "vectors read", cancellation);
        ForEachRow(passes.Add);
        passes.FinishMean();
        if (!passes.IsFinite)
            throw NotFinite(vectors, Enumerable.Range(0, vectors.Count).First(row => !IsFinite(vectors[row])));
        ForEachRow(passes.AddSpread);
        var moments = passes.Finish();
        return new Normalizer(moments.Mean, moments.StandardDeviation);

        void ForEachRow(Action<ReadOnlySpan<Half>> take)
        {
            for (var row = 0; row < vectors.Count; row++)
            {
                take(vectors[row]);
                if ((row + 1) % ReportEvery == 0 || row + 1 == vectors.Count)
                    count.Add((row % ReportEvery) + 1);
            }
        }
    }

    /// <summary>The message for a vector that nothing can be fitted to.</summary>
    internal static GlmException NotFinite(IVectorRows vectors, int row) =>
        new($"{vectors.Source}: vector {row + 1} of {vectors.Count} has a number that is not finite. Embed that protein again.");

    private static bool IsFinite(ReadOnlySpan<Half> vector)
    {
        foreach (var value in vector)
            if (!Half.IsFinite(value))
                return false;
        return true;
    }

    /// <summary>(vector - mean) / standard deviation, both [D].</summary>
    public void Normalize(ReadOnlySpan<Half> vector, Span<double> destination)
    {
        if (vector.Length != Width || destination.Length != Width)
            throw new ArgumentException(
                $"The normaliser takes {Width} numbers, not {vector.Length} into {destination.Length}.",
                nameof(vector)
            );
        for (var i = 0; i < vector.Length; i++)
            destination[i] = ((double)vector[i] - Mean[i]) / StandardDeviation[i];
    }

    /// <exception cref="GlmException">The vectors are of another width than this normaliser.</exception>
    internal void CheckFits(IVectorRows vectors)
    {
        if (vectors.Width != Width)
            throw new GlmException(
                $"The protein vectors ({vectors.Source}) have {vectors.Width} numbers and the normaliser is for {Width}; they "
                    + $"must agree. Embed with the model's embedder, or leave the normaliser out to fit one."
            );
    }
}
