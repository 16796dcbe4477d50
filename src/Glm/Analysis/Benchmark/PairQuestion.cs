using Glm.Analysis.Operons;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>Whether two neighbours are in one operon, by the likeness of their vectors alone (DGEB's pair classification).</summary>
internal sealed class PairQuestion : Question
{
    private readonly GenePair[] _pairs;
    private readonly bool[] _operonic;
    private readonly int[] _units;
    private readonly BenchmarkOptions _options;
    private readonly int _operons;

    /// <exception cref="GlmException">No pair is known, or all have one label.</exception>
    public PairQuestion(IReadOnlyList<GenePair> pairs, OperonTruth truth, Func<int, bool> isAsked, BenchmarkOptions options)
    {
        var units = OperonAnalysis.Units(pairs, truth);
        int[] known =
        [
            .. Enumerable
                .Range(0, pairs.Count)
                .Where(i =>
                    pairs[i].HasProteins
                    && isAsked(pairs[i].FirstNumber)
                    && isAsked(pairs[i].SecondNumber)
                    && truth.Label(pairs[i].First, pairs[i].Second) is not null
                ),
        ];
        _pairs = Array.ConvertAll(known, i => pairs[i]);
        _operonic = Array.ConvertAll(_pairs, pair => truth.Label(pair.First, pair.Second)!.Value);
        _units = Array.ConvertAll(known, i => units[i]);
        (_options, _operons) = (options, _units.Distinct().Count());
        if (_operonic.Count(true) is var positive && (positive == 0 || positive == _operonic.Length))
            throw new GlmException("it needs neighbours of one operon and neighbours of different ones");
    }

    public override string Id => "operonic_pair";

    public override string Name => "operonic pairs";

    public override string Description => "Whether two neighbouring genes are in one operon, by the likeness of their vectors.";

    public override BenchmarkKind Kind => BenchmarkKind.PairClassification;

    public override string Metric => "top_ap";

    public override string Items => $"{Count(_pairs.Length, "pair")} of neighbours";

    public override string Unit => Count(_operons, "operon");

    public override IReadOnlyList<string> Notes =>
        ["The best of four measures counts, as in DGEB: it is chosen on the pairs that it is reported for, in every resample anew."];

    public override Measured Measure(SpaceVectors space, CancellationToken cancellation)
    {
        var likeness = VectorLikeness.Of(_pairs, space.Rows, space.Width);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        var ranked = new List<RankedScores>();
        foreach (
            var (name, scores, sign) in new[]
            {
                ("cos_sim", likeness.Cosine, 1),
                ("manhattan", likeness.Manhattan, -1),
                ("euclidean", likeness.Euclidean, -1),
                ("dot", likeness.Dot, 1),
            }
        )
        {
            var one = new RankedScores(scores, _operonic, _units);
            ranked.Add(one);
            foreach (var (metric, value) in PairThresholds.Of(scores, _operonic, sign))
                metrics[$"{name}_{metric}"] = value;
            metrics[$"{name}_ap"] = one.AveragePrecision();
        }
        var sample = GroupBootstrap.Sample(
            _units,
            weights => [ranked.Max(one => one.AveragePrecision(weights))],
            _options.Resamples,
            _options.Seed,
            cancellation
        )[0];
        metrics["top_ap"] = sample.Value;
        return new Measured(sample, metrics);
    }

    public override IEnumerable<(string Name, Measured Measured)> WithoutVectors(CancellationToken cancellation)
    {
        if (_pairs.Any(pair => pair.Distance is null))
            yield break;
        var ranked = new RankedScores(
            [.. _pairs.Select(pair => PairBaselines.NearestOnStrand(pair.IsSameStrand, pair.Distance))],
            _operonic,
            _units
        );
        var sample = GroupBootstrap.Sample(
            _units,
            weights => [ranked.AveragePrecision(weights)],
            _options.Resamples,
            _options.Seed,
            cancellation
        )[0];
        yield return ("same strand, nearest first", new Measured(sample, new Dictionary<string, double> { ["top_ap"] = sample.Value }));
    }
}
