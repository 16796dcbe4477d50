using System.Text.Json.Nodes;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Analysis.Prediction;

/// <summary>The figures that the reference logs for a batch, accumulated in double precision over any number of windows.</summary>
internal sealed class PaperScalars(GlmConfig config)
{
    private double _squared,
        _entropy,
        _mostLikelySquared,
        _spread;
    private long _positions,
        _masked,
        _right,
        _absoluteRight;
    private Moments _predictions,
        _labels;

    /// <summary>Cosine similarity of the closest prediction and the label, per masked gene in row-major order.</summary>
    public List<float> Cosines { get; } = [];

    /// <summary>What was chosen at every position; zero where nothing was masked. Belongs to the caller's dispose scope.</summary>
    /// <param name="Closest">[B, L] int64.</param>
    /// <param name="ClosestPrediction">[B, L, K].</param>
    /// <param name="MostLikelyPrediction">[B, L, K].</param>
    /// <param name="ClosestProbability">[B, L, 1]: 1/P at unmasked positions, whose likelihoods the reference zeroes before its
    /// softmax.</param>
    public readonly record struct Choices(
        Tensor Closest,
        Tensor ClosestPrediction,
        Tensor MostLikelyPrediction,
        Tensor ClosestProbability
    );

    /// <summary>Adds a batch with labels and (possibly no) masked rows.</summary>
    public Choices Add(Tensor allPredictions, Tensor allLikelihoods, GeneBatch batch)
    {
        var (b, l) = (batch.Windows, batch.Length);
        var positions = b * l;
        long p = config.Predictions,
            k = config.LabelWidth;
        var rows = batch.MaskedRows!;
        var predictions = allPredictions.view(positions, p, k).index_select(0, rows);
        var likelihoods = allLikelihoods.view(positions, p).index_select(0, rows);
        var labels = batch.Labels!.view(positions, k).index_select(0, rows);
        _positions += positions;

        var closest = zeros(positions, dtype: ScalarType.Int64);
        var closestPrediction = zeros(positions, k);
        var mostLikelyPrediction = zeros(positions, k);
        var closestProbability = zeros(positions, 1).Plus(1.0 / p);
        if (rows.shape[0] > 0)
        {
            var loss = GlmLoss.Compute(
                predictions.to(ScalarType.Float64),
                likelihoods.to(ScalarType.Float64),
                labels.to(ScalarType.Float64),
                positions,
                LossAveraging.AllPositions
            );
            var m = rows.shape[0];
            _masked += m;
            _squared += loss.Prediction.item<double>() * positions * k;
            _entropy += (loss.Likelihood.item<double>() * positions) - ((positions - m) * Math.Log(p));

            var best = MaskedAccuracy.Choose(predictions, loss.Closest);
            var likely = MaskedAccuracy.Choose(predictions, likelihoods.argmax(1));
            _mostLikelySquared += (likely - labels).to(ScalarType.Float64).Squared().sum().item<double>();
            _spread += predictions.to(ScalarType.Float64).var(1, unbiased: true).sum().item<double>();
            _right += MaskedAccuracy.CountRight(best, batch.Labels!, batch.AttentionMask, rows, AccuracyRivals.AllRows);
            _absoluteRight += MaskedAccuracy.CountRight(likely, batch.Labels!, batch.AttentionMask, rows, AccuracyRivals.AllRows);
            _predictions.Add(best.to(ScalarType.Float64).cpu().data<double>().ToArray());
            _labels.Add(labels.to(ScalarType.Float64).cpu().data<double>().ToArray());
            Cosines.AddRange(F.cosine_similarity(best, labels, 1, 1e-6).cpu().data<float>().ToArray());

            var local = rows.cpu();
            closest.index_copy_(0, local, loss.Closest.cpu());
            closestPrediction.index_copy_(0, local, best.cpu());
            mostLikelyPrediction.index_copy_(0, local, likely.cpu());
            closestProbability.index_copy_(0, local, likelihoods.softmax(1).gather(1, loss.Closest.unsqueeze(1)).cpu());
        }
        return new Choices(
            closest.view(b, l),
            closestPrediction.view(b, l, k),
            mostLikelyPrediction.view(b, l, k),
            closestProbability.view(b, l, 1)
        );
    }

    public JsonObject ToJson()
    {
        long p = config.Predictions,
            k = config.LabelWidth;
        var prediction = _squared / (_positions * k);
        var likelihood = (_entropy + ((_positions - _masked) * Math.Log(p))) / _positions;
        return new JsonObject
        {
            ["loss"] = Number(prediction + (GlmLoss.LikelihoodWeight * likelihood)),
            ["masked_lm_loss"] = Number(prediction),
            ["probs_loss"] = Number(likelihood),
            ["most_likely_lm_loss"] = Number(_mostLikelySquared / (_positions * k)),
            ["avg_var"] = Number(_masked == 0 ? double.NaN : _spread / (_masked * k)),
            ["accuracy"] = Number((double)_right / _masked),
            ["absolute_accuracy"] = Number((double)_absoluteRight / _masked),
            ["prediction_mean"] = Number(_predictions.Mean),
            ["prediction_var"] = Number(_predictions.Variance),
            ["label_mean"] = Number(_labels.Mean),
            ["label_var"] = Number(_labels.Variance),
            ["masked"] = _masked,
            ["correct"] = _right,
        };

        // JSON has no NaN; the reference's files write it as a string.
        static JsonNode Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create("NaN");
    }

    /// <summary>Mean and unbiased variance in one pass (Welford's method, merged batch by batch).</summary>
    private struct Moments
    {
        private long _count;
        private double _mean,
            _squares;

        public readonly double Mean => _count == 0 ? double.NaN : _mean;

        public readonly double Variance => _count < 2 ? double.NaN : _squares / (_count - 1);

        public void Add(double[] values)
        {
            foreach (var value in values)
            {
                _count++;
                var delta = value - _mean;
                _mean += delta / _count;
                _squares += delta * (value - _mean);
            }
        }
    }
}
