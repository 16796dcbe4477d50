using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>A task with its items, folds and units fixed, so that every space is asked the same.</summary>
internal abstract class Question
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract BenchmarkKind Kind { get; }

    public abstract string Metric { get; }

    public abstract string Items { get; }

    public abstract string Unit { get; }

    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>What the vectors of a space are worth.</summary>
    public abstract Measured Measure(SpaceVectors space, CancellationToken cancellation);

    /// <summary>What is known without vectors.</summary>
    public virtual IEnumerable<(string Name, Measured Measured)> WithoutVectors(CancellationToken cancellation) => [];

    /// <summary>"4,314 pairs", "1 pair".</summary>
    protected static string Count(int count, string noun) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <param name="Primary">The primary metric, with its resamples.</param>
    /// <param name="Metrics">All of them by their names in DGEB.</param>
    public sealed record Measured(BootstrapSample Primary, IReadOnlyDictionary<string, double> Metrics);
}
