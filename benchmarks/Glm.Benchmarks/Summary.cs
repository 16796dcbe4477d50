namespace Glm.Benchmarks;

/// <summary>The samples of one row: medians, and the range of the times.</summary>
internal sealed class Summary
{
    private readonly double[] _seconds;
    private readonly Sample _any;

    public Summary(IEnumerable<Sample> samples)
    {
        var all = samples.ToArray();
        (_any, _seconds) = (all[0], Sorted(all, sample => sample.Seconds));
        CpuSeconds = Median(Sorted(all, sample => sample.CpuSeconds));
        Peak = all.Max(sample => sample.Peak);
    }

    public string Row => _any.Row;

    public double Seconds => Median(_seconds);

    public double CpuSeconds { get; }

    public double Peak { get; }

    public double GigaFlops => _any.Flops / Seconds / 1e9;

    public double? WindowsPerSecond => _any.Windows > 0 ? _any.Windows / Seconds : null;

    public string Range => FormattableString.Invariant($"{Seconds * 1000:0} ({_seconds[0] * 1000:0}..{_seconds[^1] * 1000:0})");

    private static double[] Sorted(Sample[] samples, Func<Sample, double> of) => [.. samples.Select(of).Order()];

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
