using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Benchmarks;

/// <summary>How well pairs of one operon are told, with and without conserved neighbours, on folds of whole blocks of genes.</summary>
internal sealed class OperonPairs
{
    private const int BlockGenes = 30;
    private const int Folds = 5;
    private const int Resamples = 200;

    /// <summary>Bases between two genes: 13 bins.</summary>
    private static readonly int[] Bins = [-50, -20, -5, 0, 10, 20, 50, 100, 150, 200, 300, 500];

    private readonly ConservedNeighbours _conserved;
    private readonly float[] _features;
    private readonly int[] _pairs;
    private readonly bool[] _isOperon;
    private readonly int[] _groups;
    private readonly int[] _folds;

    /// <param name="conserved">Of the query genome.</param>
    /// <param name="labels">Whether each gene is of one operon with the next; null where that is unknown.</param>
    public OperonPairs(ConservedNeighbours conserved, IReadOnlyList<bool?> labels)
    {
        (_conserved, _features) = (conserved, conserved.ToFeatures());
        // The pair that closes a circle is left out: its folds would meet.
        _pairs =
        [
            .. Enumerable
                .Range(0, conserved.Count)
                .Where(pair => conserved.Second[pair] == conserved.First[pair] + 1 && labels[conserved.First[pair]] is not null),
        ];
        _isOperon = [.. _pairs.Select(pair => labels[conserved.First[pair]] == true)];
        _groups = [.. _pairs.Select(pair => conserved.First[pair] / BlockGenes)];
        int[] classes = [.. _isOperon.Select(operon => operon ? 1 : 0)];
        _folds = [.. Glm.Statistics.Folds.ByGroup(FoldGrouping.Scaffold, _groups, classes, Folds, seed: 1).FoldOf];
    }

    public int Count => _pairs.Length;

    public double Base => _isOperon.Average(operon => operon ? 1.0 : 0);

    public void Print()
    {
        var strand = Scores(Strand);
        var distance = Scores(pair => [.. Strand(pair), .. Distance(pair)]);
        Print("same strand", strand);
        Print("strand + distance", distance);
        Print("conserved neighbours alone", [.. _pairs.Select(pair => (double)_conserved.Evidence[pair].Genomes)]);
        Print(
            "the same on one strand, ties by strand",
            [.. _pairs.Select(pair => Strand(pair)[0] * (_conserved.Evidence[pair].Genomes + 0.5))]
        );
        Print("the same, weighted", [.. _pairs.Select(pair => _conserved.Evidence[pair].WeightedGenomes)]);
        Print("conserved neighbours + strand", Scores(pair => [.. Strand(pair), .. Conserved(pair)]));
        Print(
            "strand + distance + conserved neighbours",
            Scores(pair => [.. Strand(pair), .. Distance(pair), .. Conserved(pair)]),
            distance
        );
    }

    private void Print(string name, double[] scores, double[]? beside = null)
    {
        var precision = GroupBootstrap.OfItems(_groups, items => Precision(scores, items), Resamples);
        var line = FormattableString.Invariant($"| {name} | {precision.Value:0.000} [{precision.Low:0.000}, {precision.High:0.000}]");
        if (beside is not null)
        {
            var gain = GroupBootstrap.OfItems(_groups, items => Precision(scores, items) - Precision(beside, items), Resamples);
            line += FormattableString.Invariant($", difference {gain.Value:+0.000;-0.000} [{gain.Low:0.000}, {gain.High:0.000}]");
        }
        Console.WriteLine(line + " |");
    }

    private double Precision(double[] scores, int[] items) =>
        AveragePrecision.Of([.. items.Select(i => scores[i])], [.. items.Select(i => _isOperon[i])]);

    /// <summary>The probability of each pair from the fold that did not see it.</summary>
    private double[] Scores(Func<int, float[]> featuresOf)
    {
        float[][] rows = [.. _pairs.Select(featuresOf)];
        var width = rows[0].Length;
        var scores = new double[Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] seen = [.. Enumerable.Range(0, Count).Where(i => _folds[i] != fold)];
            int[] unseen = [.. Enumerable.Range(0, Count).Where(i => _folds[i] == fold)];
            var fitted = LogisticRegression.Fit(
                seen.SelectMany(i => rows[i]).ToArray(),
                width,
                [.. seen.Select(i => _isOperon[i] ? 1 : 0)],
                classCount: 2
            );
            var probabilities = fitted.PredictProbabilities(unseen.SelectMany(i => rows[i]).ToArray(), unseen.Length);
            for (var i = 0; i < unseen.Length; i++)
                scores[unseen[i]] = probabilities[(2 * i) + 1];
        }
        return scores;
    }

    private float[] Strand(int pair) => [_conserved.IsOnOneStrand(pair) ? 1 : 0];

    private float[] Distance(int pair)
    {
        var order = _conserved.Comparison.Query;
        var bases = (order.StartOf(_conserved.Second[pair]) ?? 0) - (order.EndOf(_conserved.First[pair]) ?? 0) - 1;
        var features = new float[Bins.Length + 2];
        if (_conserved.IsOnOneStrand(pair))
            features[Bins.Count(bin => bases >= bin)] = 1;
        features[^1] = Math.Clamp(bases, -100, 1000) / 100f;
        return features;
    }

    private float[] Conserved(int pair)
    {
        var all = _features.AsSpan(pair * ConservedNeighbours.FeatureNames.Count);
        return [all[0] / 10, all[1] / 10, all[2], all[3]]; // the penalty of the regression is for numbers of about 1
    }
}
