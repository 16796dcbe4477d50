using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>Tests scores on labelled pairs: learned ones on folds, all of them with intervals.</summary>
internal sealed class OperonTest
{
    private readonly IReadOnlyList<GenePair> _pairs;
    private readonly int[] _known;
    private readonly bool[] _operonic;
    private readonly Folds _folds;
    private readonly Folds _random;
    private readonly int[] _units;
    private readonly OperonOptions _options;
    private readonly int[] _sameStrand; // positions among the labelled pairs
    private readonly Dictionary<string, RankedScores> _ranked = new(StringComparer.Ordinal);

    /// <param name="pairs">All pairs.</param>
    /// <param name="known">Indices of the labelled ones.</param>
    /// <param name="operonic">[known].</param>
    /// <param name="folds">Of the labelled pairs.</param>
    /// <param name="random">The published folds of the same pairs.</param>
    /// <param name="units">[known], what is drawn anew for an interval.</param>
    /// <param name="options">Seed and resamples.</param>
    public OperonTest(
        IReadOnlyList<GenePair> pairs,
        int[] known,
        bool[] operonic,
        Folds folds,
        Folds random,
        int[] units,
        OperonOptions options
    )
    {
        (_pairs, _known, _operonic, _folds, _random, _units, _options) = (pairs, known, operonic, folds, random, units, options);
        _sameStrand = [.. Enumerable.Range(0, known.Length).Where(i => pairs[known[i]].IsSameStrand)];
    }

    /// <summary>Every score that the evidence allows, assessed: baselines first.</summary>
    /// <param name="evidence">Of all pairs.</param>
    /// <param name="unlabelled">What was learned without labels.</param>
    /// <param name="progress">Receives every fit.</param>
    /// <param name="cancellation">Polled between fits and resamples.</param>
    public IReadOnlyList<OperonScore> Run(
        OperonEvidence evidence,
        IReadOnlyList<OperonScore> unlabelled,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var combinations = evidence.Combinations;
        var isRandom = _folds.Grouping == FoldGrouping.Random;
        var (fits, done) = ((isRandom ? 1L : 2L) * combinations.Count * _folds.Count, 0L);
        var scores = evidence.Simple().Select(score => Assess(score, cancellation)).ToList();
        var learned = new List<OperonScore>();
        foreach (var combination in combinations)
        {
            var values = HeldOut(combination, _folds, Report, cancellation);
            var random = isRandom ? values : HeldOut(combination, _random, Report, cancellation);
            var all = Fit(combination, cancellation).Predict(combination.Features);
            for (var i = 0; i < _known.Length; i++)
                all[_known[i]] = values[i];
            var score = new OperonScore(combination.Features.Name, combination.Kind, all)
            {
                IsProbability = true,
                Reference = combination.Reference,
                RandomFolds = AveragePrecision.Of(Ranked(random), _operonic),
            };
            learned.Add(Assess(score, cancellation));
        }
        scores.AddRange(learned.Where(score => score.Kind == OperonScoreKind.Baseline));
        scores.AddRange(unlabelled.Select(score => Assess(score, cancellation)));
        scores.AddRange(evidence.ZeroShot().SelectMany(vectors => BestOf(vectors, cancellation)));
        if (combinations.FirstOrDefault(combination => combination.Features.Name == OperonPredictor.Attention) is { } attention)
            scores.Add(Assess(BestHead(attention.Features), cancellation));
        if (evidence.Influence() is { } influence)
            scores.Add(Assess(influence, cancellation));
        scores.AddRange(learned.Where(score => score.Kind == OperonScoreKind.Model));
        return scores;

        void Report() => progress?.Report(new ProgressReport("operons", ++done, fits, "fits"));
    }

    /// <summary>A score with its figures and intervals.</summary>
    public OperonScore Assess(OperonScore score, CancellationToken cancellation)
    {
        var values = Ranked(Array.ConvertAll(_known, i => score.Values[i]));
        var ranked = new RankedScores(values, _operonic, _units);
        _ranked[score.Name] = ranked;
        var sameUnits = Pick(_units, _sameStrand);
        var same = new RankedScores(Pick(values, _sameStrand), Pick(_operonic, _sameStrand), sameUnits);
        return score with
        {
            AveragePrecision = GroupBootstrap.OfWeights(
                _units,
                weights => ranked.AveragePrecision(weights),
                _options.Resamples,
                _options.Seed,
                cancellation
            ),
            SameStrand = GroupBootstrap.OfWeights(
                sameUnits,
                weights => same.AveragePrecision(weights),
                _options.Resamples,
                _options.Seed,
                cancellation
            ),
            TrapezoidalArea = ranked.TrapezoidalPrecisionRecallArea(),
            Auroc = ranked.Auroc(),
            Gain =
                score.Reference is { } name && _ranked.TryGetValue(name, out var reference)
                    ? GroupBootstrap.Difference(
                        _units,
                        weights => ranked.AveragePrecision(weights),
                        weights => reference.AveragePrecision(weights),
                        _options.Resamples,
                        _options.Seed,
                        cancellation
                    )
                    : score.Gain,
        };
    }

    /// <summary>
    /// The learned score to predict with: the richest baseline, and what a model adds to it only where its gain is above 0 beyond its
    /// interval.
    /// </summary>
    public OperonScore Best(IReadOnlyList<OperonScore> scores)
    {
        var best = scores.Last(score =>
            score is { Kind: OperonScoreKind.Baseline, IsProbability: true } && !double.IsNaN(score.RandomFolds)
        );
        return scores.LastOrDefault(score =>
            score.Kind == OperonScoreKind.Model
            && score.Reference == best.Name
            && score.Gain.Low > 0
            && score.Name != OperonPredictor.Attention
        ) ?? best;
    }

    /// <summary>The regression of a learned score on all labelled pairs.</summary>
    public OperonPredictor Fit(OperonEvidence evidence, string name, CancellationToken cancellation) =>
        Fit(evidence.Combinations.First(combination => combination.Features.Name == name), cancellation);

    /// <summary>Whether probabilities are as good as their word on labelled pairs that were held out.</summary>
    public CalibrationCurve? Calibration(OperonScore score)
    {
        var said = Enumerable.Range(0, _known.Length).Where(i => !double.IsNaN(score.Values[_known[i]])).ToArray();
        return said.Length == 0 ? null : CalibrationCurve.Of(Array.ConvertAll(said, i => score.Values[_known[i]]), Pick(_operonic, said));
    }

    private OperonPredictor Fit(OperonEvidence.Combination combination, CancellationToken cancellation) =>
        OperonPredictor.Fit(combination.Features, _known, _operonic, combination.Standardize, cancellation);

    /// <summary>[known], the prediction of the fold in which each pair was held out.</summary>
    private double[] HeldOut(OperonEvidence.Combination combination, Folds folds, Action finished, CancellationToken cancellation)
    {
        var values = new double[_known.Length];
        for (var fold = 0; fold < folds.Count; fold++)
        {
            cancellation.ThrowIfCancellationRequested();
            var train = folds.Train(fold);
            var fitted = OperonPredictor.Fit(
                combination.Features,
                Pick(_known, train),
                Pick(_operonic, train),
                combination.Standardize,
                cancellation
            );
            var predicted = fitted.Predict(combination.Features);
            foreach (var i in folds.Test(fold))
                values[i] = predicted[_known[i]];
            finished();
        }
        return values;
    }

    /// <summary>Of the measures of the same vectors, the one with the highest average precision, as DGEB reports it; then with
    /// distance.</summary>
    private IEnumerable<OperonScore> BestOf(OperonEvidence.ZeroShotScores scores, CancellationToken cancellation)
    {
        var top = scores.Measures.MaxBy(score => AveragePrecision.Of(Ranked(Array.ConvertAll(_known, i => score.Values[i])), _operonic))!;
        yield return Assess(top with { Name = $"{top.Name} (best of four)" }, cancellation);
        if (scores.WithDistance is { } withDistance)
            yield return Assess(withDistance, cancellation);
    }

    /// <summary>
    /// The attention of the head that follows operons best, chosen for each fold on the others, and brought to one scale there.
    /// </summary>
    private OperonScore BestHead(PairFeatures attention)
    {
        var width = attention.Columns.Count;
        var values = new double[_pairs.Count];
        Array.Fill(values, double.NaN);
        for (var fold = 0; fold < _folds.Count; fold++)
        {
            var train = _folds.Train(fold).Where(i => !float.IsNaN(attention.Values[_known[i] * width])).ToArray();
            var (best, strength, mean, scale) = (0, -1.0, 0.0, 1.0);
            for (var head = 0; head < width; head++)
            {
                var (sum, squares, operonic, sumOperonic) = (0.0, 0.0, 0, 0.0);
                foreach (var i in train)
                {
                    double value = attention.Values[(_known[i] * width) + head];
                    (sum, squares) = (sum + value, squares + (value * value));
                    if (_operonic[i])
                        (operonic, sumOperonic) = (operonic + 1, sumOperonic + value);
                }
                var average = sum / train.Length;
                var spread = Math.Sqrt(Math.Max(0, (squares / train.Length) - (average * average)));
                if (spread <= 0 || operonic == 0)
                    continue;
                var difference = ((sumOperonic / operonic) - average) / spread;
                if (Math.Abs(difference) > strength)
                    (best, strength, mean, scale) = (head, Math.Abs(difference), average, difference < 0 ? -spread : spread);
            }
            foreach (var i in _folds.Test(fold))
                values[_known[i]] = (attention.Values[(_known[i] * width) + best] - mean) / scale;
        }
        return new OperonScore("best head", OperonScoreKind.ZeroShot, values);
    }

    /// <summary>A pair of which a score says nothing ranks last.</summary>
    private static double[] Ranked(double[] values) =>
        Array.ConvertAll(values, value => double.IsNaN(value) ? double.NegativeInfinity : value);

    private static T[] Pick<T>(T[] values, int[] indices) => Array.ConvertAll(indices, i => values[i]);
}
