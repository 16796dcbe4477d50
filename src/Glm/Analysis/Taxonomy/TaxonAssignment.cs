using Glm.Analysis.Embeddings;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Taxonomy;

/// <summary>Assigns by one representation of windows: it is tested first, and then learns from all known ones.</summary>
/// <param name="name">What it is called.</param>
/// <param name="space">Which vectors.</param>
/// <param name="task">Known windows, on folds of whole genomes.</param>
/// <param name="options">Seed and strictness.</param>
/// <param name="count">Receives every reading.</param>
/// <param name="cancellation">Polled at every window.</param>
internal sealed class TaxonAssignment(
    string name,
    EmbeddingSpace space,
    TaxonomyTask task,
    TaxonomyOptions options,
    ProgressCount count,
    CancellationToken cancellation
)
{
    /// <summary>The least probability of which a logarithm is taken.</summary>
    private const double Floor = 1e-300;

    private readonly int _classes = task.Names.Length;
    private double _temperature = 1;
    private int _tested;

    /// <summary>Distances of held-out stretches of known taxa, in rising order.</summary>
    private double[] _usual = [];

    /// <summary>Reads every stretch with what was learned from other genomes, and from other taxa.</summary>
    public AssignmentScore Test(HeldOutStretches stretches, ContextEmbeddings known)
    {
        var vectors = stretches.Vectors(task, known, space);
        var (logs, distances) = (new double[stretches.Pieces * _classes], new double[stretches.Pieces]);
        for (var fold = 0; fold < options.FoldCount; fold++)
        {
            var classifier = Learn(task.Folds.Train(fold));
            var held = PiecesWhere(sample => task.Folds.FoldOf[sample] == fold);
            var read = Take(held);
            var probabilities = classifier.Probabilities(read);
            var nearest = Nearest(read, task.Folds.Train(fold));
            for (var i = 0; i < held.Length; i++)
            {
                distances[held[i]] = nearest[i].Distance;
                for (var k = 0; k < _classes; k++)
                    logs[(held[i] * _classes) + k] = Math.Log(Math.Max(Floor, probabilities[(i * _classes) + k]));
            }
            count.Add(1);
        }
        var scores = Means(logs, _classes, stretches.StretchOf, stretches.Count);
        var usual = Means(distances, 1, stretches.StretchOf, stretches.Count);
        int[] classes = [.. stretches.Firsts.Select(sample => task.Classes[sample])];
        int[] genomes = [.. stretches.Firsts.Select(sample => task.Genomes[sample])];
        (_temperature, _tested) = (TemperatureScaling.Fit(scores, classes, _classes), classes.Length);
        _usual = [.. usual.Order()];

        // What is tested was calibrated on other genomes, too.
        var (confidence, isRight, loss) = (new double[classes.Length], new bool[classes.Length], 0.0);
        for (var fold = 0; fold < options.FoldCount; fold++)
        {
            var tested = Enumerable.Range(0, classes.Length).ToLookup(i => task.Folds.FoldOf[stretches.Firsts[i]] == fold);
            var temperature = TemperatureScaling.Fit(
                [.. tested[false].SelectMany(i => scores[(i * _classes)..((i + 1) * _classes)])],
                [.. tested[false].Select(i => classes[i])],
                _classes
            );
            foreach (var i in tested[true])
            {
                var probabilities = Calibrated(scores.AsSpan(i * _classes, _classes), temperature, tested[false].Count());
                var taxon = LogisticRegression.MostProbable(probabilities, _classes)[0];
                (confidence[i], isRight[i]) = (probabilities[taxon], taxon == classes[i]);
                loss -= Math.Log(probabilities[classes[i]]);
            }
        }
        var unlike = Unlike(stretches, PiecesWhere, Take);
        return new AssignmentScore(
            name,
            GroupBootstrap.OfMean(Array.ConvertAll(isRight, right => right ? 1.0 : 0), genomes, seed: options.Seed),
            loss / classes.Length,
            CalibrationCurve.Of(confidence, isRight),
            _temperature,
            GroupBootstrap.OfMean(unlike, genomes, seed: options.Seed)
        );

        int[] PiecesWhere(Func<int, bool> isMeant) =>
            [.. Enumerable.Range(0, stretches.Pieces).Where(piece => isMeant(stretches.SampleOf(piece)))];

        float[] Take(int[] pieces) => Rows.Take(vectors, vectors.Length / stretches.Pieces, pieces);
    }

    /// <summary>Reads unknown windows with what was learned from all known ones.</summary>
    /// <param name="unknown">Windows.</param>
    /// <param name="scaffolds">The windows of each scaffold, by their numbers.</param>
    public AssignedScaffold[] Assign(PooledEmbeddings unknown, int[][] scaffolds)
    {
        var classifier = Learn([.. Enumerable.Range(0, task.Rows.Length)]);
        var read = unknown.In(space).Rows;
        var logs = Array.ConvertAll(classifier.Probabilities(read), probability => Math.Log(Math.Max(Floor, probability)));
        var nearest = Nearest(read, [.. Enumerable.Range(0, task.Rows.Length)]);
        count.Add(1);
        return Array.ConvertAll(scaffolds, windows =>
        {
            double[] scores = [.. Enumerable.Range(0, _classes).Select(k => windows.Average(window => logs[(window * _classes) + k]))];
            var distance = windows.Average(window => nearest[window].Distance);
            var share = KnownShare(distance);
            var first = unknown.Points[windows[0]];
            return new AssignedScaffold(
                first.Scaffold!,
                first.Genome,
                windows.Length,
                windows.Sum(window => unknown.Points[window].Window!.Length),
                task.Names[LogisticRegression.MostProbable(scores, _classes)[0]],
                Calibrated(scores, _temperature, _tested),
                distance,
                share,
                task.GenomeOf(windows.Select(window => nearest[window]).Min().Genome),
                share <= options.Unlike
            );
        });
    }

    /// <summary>For each stretch 1 where it is called unlike anything known while its whole taxon is left out, else 0.</summary>
    private double[] Unlike(HeldOutStretches stretches, Func<Func<int, bool>, int[]> piecesWhere, Func<int[], float[]> take)
    {
        var distances = new double[stretches.Pieces];
        for (var k = 0; k < _classes; k++)
        {
            var taxon = k;
            var others = Enumerable.Range(0, task.Rows.Length).Where(sample => task.Classes[sample] != taxon).ToArray();
            var pieces = piecesWhere(sample => task.Classes[sample] == taxon);
            var nearest = Nearest(take(pieces), others);
            for (var i = 0; i < pieces.Length; i++)
                distances[pieces[i]] = nearest[i].Distance;
            count.Add(1);
        }
        var means = Means(distances, 1, stretches.StretchOf, stretches.Count);
        return Array.ConvertAll(means, distance => KnownShare(distance) <= options.Unlike ? 1.0 : 0);
    }

    /// <summary>
    /// Probabilities with those of one stretch of which nothing is known mixed in: after n stretches without a mistake the next one may
    /// still be the first.
    /// </summary>
    private double[] Calibrated(ReadOnlySpan<double> scores, double temperature, int tested) =>
        Array.ConvertAll(TemperatureScaling.Probabilities(scores, temperature), probability =>
            ((probability * tested) + (1.0 / _classes)) / (tested + 1)
        );

    private WindowClassifier Learn(int[] samples)
    {
        var (rows, width) = task.Vectors(samples, space);
        return WindowClassifier.Fit(rows, width, Array.ConvertAll(samples, i => task.Classes[i]), _classes, cancellation);
    }

    /// <summary>The share of held-out stretches of known taxa that are as far from others, this one counted among them.</summary>
    private double KnownShare(double distance)
    {
        var below = Array.BinarySearch(_usual, distance);
        below = below < 0 ? ~below : below;
        while (below > 0 && _usual[below - 1] >= distance)
            below--;
        return (1.0 + _usual.Length - below) / (1 + _usual.Length);
    }

    /// <summary>The nearest of the genomes of some samples.</summary>
    private (double Distance, int Genome)[] Nearest(float[] queries, int[] samples)
    {
        var (rows, width) = task.Vectors(samples, space);
        var genomes = Array.ConvertAll(samples, sample => task.Genomes[sample]);
        var taxa = Array.ConvertAll(samples, sample => task.Classes[sample]);
        return new GenomeSpace(rows, width, genomes, taxa, cancellation).Nearest(queries, cancellation);
    }

    /// <summary>[groups, width], the mean of the rows of each group.</summary>
    private static double[] Means(double[] rows, int width, IReadOnlyList<int> groupOf, int groups)
    {
        var means = new double[groups * width];
        var sizes = new int[groups];
        foreach (var group in groupOf)
            sizes[group]++;
        for (var i = 0; i < rows.Length; i++)
            means[(groupOf[i / width] * width) + (i % width)] += rows[i] / sizes[groupOf[i / width]];
        return means;
    }
}
