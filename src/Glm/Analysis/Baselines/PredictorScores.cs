using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Analysis.Baselines;

/// <summary>What one predictor made of the masked genes, gene by gene.</summary>
internal sealed class PredictorScores(string name, IMaskedGenePredictor predictor, int labelWidth)
{
    /// <summary>The rank up to which a label counts as found.</summary>
    private const int Found = 10;

    private readonly List<double> _accuracy = [];
    private readonly List<double> _pseudoAccuracy = [];
    private readonly List<double> _errors = [];
    private readonly List<double> _sureness = []; // of those that say how sure they are
    private readonly List<double> _isClosest = [];
    private readonly List<float> _likeliest = []; // [M, K]
    private double[] _reciprocalRanks = [];
    private double[] _recalls = [];
    private int _guesses;

    /// <summary>The credit of each masked gene so far, 0 to 1: whether its likeliest prediction identifies it in its window.</summary>
    public IReadOnlyList<double> Credits => _accuracy;

    /// <summary>The same of the closest of its predictions.</summary>
    public IReadOnlyList<double> ClosestCredits => _pseudoAccuracy;

    /// <summary>The squared error of the closest prediction of each, the mean over the label's numbers.</summary>
    public IReadOnlyList<double> Errors => _errors;

    /// <summary>Predicts a window's masked genes and judges the predictions among the window's labels.</summary>
    public void Predict(MaskedWindow window, LabelRanking labels)
    {
        var perGene = predictor.PredictionsPerGene * labelWidth;
        var predictions = new float[window.Masked.Count * perGene];
        var likelihoods = predictor is ILikelihoodPredictor ? new float[window.Masked.Count * predictor.PredictionsPerGene] : [];
        if (predictor is ILikelihoodPredictor sure)
            sure.Predict([window], predictions, likelihoods);
        else
            predictor.Predict(window, predictions);
        Judge(window, labels, predictions, likelihoods);
    }

    /// <summary>Judges what was predicted for a window's masked genes among the window's labels.</summary>
    /// <param name="window">With the genes hidden that were predicted.</param>
    /// <param name="labels">Of all its genes.</param>
    /// <param name="predictions">[M, P, K], the likeliest first.</param>
    /// <param name="likelihoods">[M, P]; empty where the predictor does not say how sure it is.</param>
    public void Judge(MaskedWindow window, LabelRanking labels, ReadOnlySpan<float> predictions, ReadOnlySpan<float> likelihoods)
    {
        var perGene = predictor.PredictionsPerGene * labelWidth;
        var label = new float[labelWidth];
        for (var i = 0; i < window.Masked.Count; i++)
        {
            var own = window.Masked[i];
            var ofGene = predictions.Slice(i * perGene, perGene);
            var likeliest = ofGene[..labelWidth];
            _accuracy.Add(Credit(labels.Place(likeliest, own)));
            var closest = labels.Closest(ofGene, own);
            _pseudoAccuracy.Add(Credit(labels.Place(ofGene.Slice(closest * labelWidth, labelWidth), own)));
            window.CopyTruth(own, label);
            _errors.Add(LeastSquaredError(ofGene, label));
            if (likelihoods.Length > 0)
            {
                _sureness.Add(likelihoods[i * predictor.PredictionsPerGene]);
                _isClosest.Add(closest == 0 ? 1 : 0);
            }
            _likeliest.AddRange(likeliest);
            _guesses += float.IsNaN(likeliest[0]) ? 1 : 0;
        }
    }

    /// <summary>Makes room for the ranks of all masked genes.</summary>
    public void BeginRanks(int genes) => (_reciprocalRanks, _recalls) = (new double[genes], new double[genes]);

    /// <summary>Ranks a masked gene's own label among those of its genome; safe for different genes at the same time.</summary>
    public void Rank(int gene, LabelRanking labels, int own)
    {
        var prediction = CollectionsMarshal.AsSpan(_likeliest).Slice(gene * labelWidth, labelWidth);
        Rank(gene, labels.Place(prediction, own));
    }

    /// <summary>As above, among labels of which the own one need not be one.</summary>
    /// <param name="gene">Its number.</param>
    /// <param name="labels">To be told from.</param>
    /// <param name="own">[K], the own label.</param>
    public void Rank(int gene, LabelRanking labels, ReadOnlySpan<float> own) =>
        Rank(gene, labels.Place(CollectionsMarshal.AsSpan(_likeliest).Slice(gene * labelWidth, labelWidth), own));

    private void Rank(int gene, (int Nearer, int AsNear) found)
    {
        var (nearer, asNear) = found;
        // Expectations over the order of those that are as near.
        for (var place = nearer + 1; place <= nearer + 1 + asNear; place++)
            _reciprocalRanks[gene] += 1.0 / place;
        _reciprocalRanks[gene] /= asNear + 1;
        _recalls[gene] = Math.Clamp(Found - nearer, 0, asNear + 1) / (asNear + 1.0);
    }

    public BaselineScore Summarise(int[] groups, BaselineOptions options)
    {
        return new BaselineScore(
            name,
            Mean(_accuracy.ToArray()),
            Mean(_pseudoAccuracy.ToArray()),
            Mean(_reciprocalRanks),
            Mean(_recalls),
            1 - ((double)_guesses / _accuracy.Count)
        )
        {
            SquaredError = _errors.Any(double.IsNaN) ? new Estimate(double.NaN, double.NaN, double.NaN) : Mean(_errors.ToArray()),
            Calibration =
                _sureness.Count == 0
                    ? null
                    : CalibrationEstimate.Of([.. _sureness], [.. _isClosest], [.. _accuracy], groups, options.Seed),
            Predictions = predictor.PredictionsPerGene,
        };

        Estimate Mean(double[] values) => GroupBootstrap.OfMean(values, groups, options.Resamples, options.Seed);
    }

    /// <summary>Mean over the label's numbers of the squared error of the closest prediction; NaN where there is none.</summary>
    private static double LeastSquaredError(ReadOnlySpan<float> predictions, ReadOnlySpan<float> label)
    {
        var least = double.PositiveInfinity;
        for (var start = 0; start < predictions.Length; start += label.Length)
        {
            var distance = (double)TensorPrimitives.Distance(predictions.Slice(start, label.Length), label);
            if (double.IsNaN(distance))
                return double.NaN;
            least = Math.Min(least, distance * distance / label.Length);
        }
        return least;
    }

    /// <summary>1 where no label is as near as one's own, a share of it where some are: choosing among them is a guess.</summary>
    private static double Credit((int Nearer, int AsNear) place) => place.Nearer > 0 ? 0 : 1.0 / (place.AsNear + 1);
}
