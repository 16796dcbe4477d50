using Glm.Genomes;
using MathNet.Numerics.Distributions;
using static TorchSharp.torch;

namespace Glm.Analysis.Attention;

/// <summary>The sums from which the correlation of every head's attention with some property of pairs of genes follows.</summary>
/// <param name="channels">Layers times heads.</param>
internal sealed class HeadTally(int channels)
{
    private readonly double[] _sum = new double[channels];
    private readonly double[] _squares = new double[channels];
    private readonly double[] _products = new double[channels];
    private double _values;
    private double _valueSquares;

    public int Channels => channels;

    /// <summary>Pairs that were added.</summary>
    public long Count { get; private set; }

    /// <summary>A pair with the attention of every head between its genes.</summary>
    /// <param name="attention">[channels].</param>
    /// <param name="value">The property; finite.</param>
    public void Add(ReadOnlySpan<float> attention, double value)
    {
        Count++;
        _values += value;
        _valueSquares += value * value;
        for (var channel = 0; channel < attention.Length; channel++)
        {
            double between = attention[channel];
            _sum[channel] += between;
            _squares[channel] += between * between;
            _products[channel] += between * value;
        }
    }

    /// <summary>All pairs of genes of a window whose property is known.</summary>
    /// <param name="maps">[channels, L, L], with padding behind the window's genes or without.</param>
    /// <param name="window">Its genes.</param>
    /// <param name="value">The property of two of its genes by their places, the first before the second; NaN where it is not
    /// known.</param>
    public void Add(Tensor maps, GeneWindow window, Func<int, int, double> value)
    {
        var (first, second, values) = (new List<long>(), new List<long>(), new List<double>());
        for (var i = 0; i < window.Length; i++)
        for (var j = i + 1; j < window.Length; j++)
            if (value(i, j) is var known && !double.IsNaN(known))
            {
                first.Add(i);
                second.Add(j);
                values.Add(known);
            }
        if (values.Count == 0)
            return;
        using var scope = NewDisposeScope();
        var rows = maps.shape[1];
        var flat = maps.reshape(channels, rows * rows); // [channels, L·L]
        var there = tensor(first.Select((i, at) => (i * rows) + second[at]).ToArray(), device: maps.device);
        var back = tensor(second.Select((j, at) => (j * rows) + first[at]).ToArray(), device: maps.device);
        using var contacts = flat.index_select(1, there).add(flat.index_select(1, back)).t().contiguous().cpu(); // [pairs, channels]
        var between = contacts.data<float>().ToArray();
        for (var pair = 0; pair < values.Count; pair++)
            Add(between.AsSpan(pair * channels, channels), values[pair]);
    }

    /// <summary>What every head follows, layer by layer.</summary>
    /// <param name="tallies">One per property, at least one.</param>
    /// <param name="heads">Per layer.</param>
    public static HeadProfile[] Profiles(IReadOnlyList<HeadTally> tallies, int heads) =>
        [
            .. Enumerable
                .Range(0, tallies[0].Channels)
                .Select(channel =>
                {
                    var found = tallies.Select(tally => tally.Correlation(channel)).ToArray();
                    return new HeadProfile(
                        channel / heads,
                        channel % heads,
                        [.. found.Select(value => value.R)],
                        [.. found.Select(value => value.P)]
                    );
                }),
        ];

    /// <summary>Pearson's r of one head, and its two-sided p by Student's t times the number of heads, at most 1; NaN where one of the two
    /// does not vary.</summary>
    public (double R, double P) Correlation(int channel)
    {
        double n = Count;
        var variance = (n * _squares[channel]) - (_sum[channel] * _sum[channel]);
        var valueVariance = (n * _valueSquares) - (_values * _values);
        // Rounding leaves a trace of variance where every value is the same.
        if (n < 3 || valueVariance <= 1e-9 * n * _valueSquares || variance <= 1e-9 * n * _squares[channel])
            return (double.NaN, double.NaN);
        var covariance = (n * _products[channel]) - (_sum[channel] * _values);
        var r = Math.Clamp(covariance / Math.Sqrt(variance * valueVariance), -1, 1);
        var t = r * Math.Sqrt((n - 2) / Math.Max(1e-300, 1 - (r * r)));
        return (r, Math.Min(1, channels * 2 * StudentT.CDF(0, 1, n - 2, -Math.Abs(t))));
    }
}
