using Glm.Formats.Pairs;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>Whether distances of vectors are evolutionary distances (DGEB's EDS).</summary>
internal sealed class DistanceQuestion : Question
{
    private const int FewestGenes = 5;

    private readonly NamedPairs _named;
    private readonly BenchmarkOptions _options;
    private readonly (int First, int Second, double Distance)[] _pairs; // by the number of the gene among those that are drawn
    private readonly int[] _genes;

    /// <exception cref="GlmException">There are too few genes, or a distance is missing.</exception>
    public DistanceQuestion(NamedPairs named, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        (_named, _options) = (named, options);
        var asked = named.Pairs.Where(pair => isAsked(pair.First) && isAsked(pair.Second) && pair.First != pair.Second).ToArray();
        _genes = [.. asked.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Order()];
        if (_genes.Length < FewestGenes)
            throw new GlmException($"it needs distances of {FewestGenes} genes and has {_genes.Length}");
        _pairs =
        [
            .. asked.Select(pair =>
                (
                    Array.BinarySearch(_genes, pair.First),
                    Array.BinarySearch(_genes, pair.Second),
                    pair.Distance ?? throw new GlmException($"a row of {named.Source} has no distance, a number in its third column")
                )
            ),
        ];
        if (_pairs.All(pair => pair.Item3 == _pairs[0].Item3))
            throw new GlmException("all distances are equal");
    }

    public override string Id => "evolutionary_distance";

    public override string Name => "evolutionary distances";

    public override string Description => "Pearson's r of the distances of vectors and evolutionary distances.";

    public override BenchmarkKind Kind => BenchmarkKind.EvolutionaryDistance;

    public override string Metric => "top_corr";

    public override string Items => Count(_pairs.Length, "pair");

    public override string Unit => Count(_genes.Length, "gene");

    public override IReadOnlyList<string> Notes =>
        [
            "The best of three distances counts, as in DGEB. Pairs share genes, so genes are drawn for the intervals, and a pair counts "
                + "as often as both of its genes.",
            .. _named.Rows > _pairs.Length
                ? [$"{_named.Rows - _pairs.Length} of {_named.Rows} rows name a gene that is not here or has no vector."]
                : Array.Empty<string>(),
        ];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        double[] gold = [.. _pairs.Select(pair => pair.Distance)];
        var (cosine, manhattan, euclidean) = (new double[gold.Length], new double[gold.Length], new double[gold.Length]);
        for (var i = 0; i < gold.Length; i++)
        {
            var a = space.Of(_genes[_pairs[i].First]);
            var b = space.Of(_genes[_pairs[i].Second]);
            var (dot, squaresA, squaresB) = (0d, 0d, 0d);
            for (var k = 0; k < a.Length; k++)
            {
                double x = a[k],
                    y = b[k];
                (dot, squaresA, squaresB) = (dot + (x * y), squaresA + (x * x), squaresB + (y * y));
                manhattan[i] += Math.Abs(x - y);
                euclidean[i] += (x - y) * (x - y);
            }
            cosine[i] = 1 - (dot / Math.Max(1e-12, Math.Sqrt(squaresA * squaresB)));
            euclidean[i] = Math.Sqrt(euclidean[i]);
        }
        var pairWeights = new int[gold.Length];
        var samples = GroupBootstrap.Sample(
            [.. Enumerable.Range(0, _genes.Length)],
            weights =>
            {
                for (var i = 0; i < pairWeights.Length; i++)
                    pairWeights[i] = weights[_pairs[i].First] * weights[_pairs[i].Second];
                double[] all = [Pearson(gold, cosine), Pearson(gold, manhattan), Pearson(gold, euclidean)];
                var known = all.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
                return [.. all, known];
            },
            _options.Resamples,
            _options.Seed,
            cancellation
        );
        return new Measured(
            samples[3],
            new Dictionary<string, double>
            {
                ["cos_sim"] = samples[0].Value,
                ["manhattan"] = samples[1].Value,
                ["euclidean"] = samples[2].Value,
                ["top_corr"] = samples[3].Value,
            }
        );

        double Pearson(double[] x, double[] y)
        {
            var (count, meanX, meanY) = (0L, 0d, 0d);
            for (var i = 0; i < x.Length; i++)
                (count, meanX, meanY) = (count + pairWeights[i], meanX + (pairWeights[i] * x[i]), meanY + (pairWeights[i] * y[i]));
            (meanX, meanY) = (meanX / count, meanY / count);
            var (xy, xx, yy) = (0d, 0d, 0d);
            for (var i = 0; i < x.Length; i++)
            {
                var (dx, dy, w) = (x[i] - meanX, y[i] - meanY, pairWeights[i]);
                (xy, xx, yy) = (xy + (w * dx * dy), xx + (w * dx * dx), yy + (w * dy * dy));
            }
            return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
        }
    }
}
