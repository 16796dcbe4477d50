using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>Means with their resamples.</summary>
internal static class Means
{
    public static BootstrapSample Sample(double[] values, int[] units, BenchmarkOptions options, CancellationToken cancellation) =>
        GroupBootstrap.Sample(
            units,
            weights =>
            {
                var (sum, count) = (0d, 0L);
                for (var i = 0; i < values.Length; i++)
                    (sum, count) = (sum + (weights[i] * values[i]), count + weights[i]);
                return [sum / count];
            },
            options.Resamples,
            options.Seed,
            cancellation
        )[0];
}
