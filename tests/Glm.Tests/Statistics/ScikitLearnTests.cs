using System.Diagnostics;
using System.Text.Json;
using Glm.Statistics;

namespace Glm.Tests.Statistics;

/// <summary>The metrics beside scikit-learn's on the same inputs, with ties and rare classes.</summary>
public sealed class ScikitLearnTests
{
    private const string Python = "/usr/bin/python3";
    private const double Tolerance = 1e-9;

    private const string Script = """
        import json, sys
        import numpy as np
        from sklearn import metrics as m
        from sklearn.calibration import calibration_curve
        from sklearn.linear_model import LogisticRegression
        d = {name: np.array(values) for name, values in json.load(sys.stdin).items()}
        y, s, c, p, k, q = d['positive'], d['scores'], d['classes'], d['predicted'], d['labels'], d['given']
        precision, recall, thresholds = m.precision_recall_curve(y, s)
        share, mean = calibration_curve(y, s, n_bins=10)
        out = {
            'precision': precision[::-1].tolist(), 'recall': recall[::-1].tolist(), 'thresholds': thresholds[::-1].tolist(),
            'ap': m.average_precision_score(y, s), 'trapezoid': m.auc(recall, precision), 'auroc': m.roc_auc_score(y, s),
            'weightedAp': m.average_precision_score(y, s, sample_weight=d['weights']),
            'weightedAuroc': m.roc_auc_score(y, s, sample_weight=d['weights']),
            'brier': m.brier_score_loss(y, s), 'share': share.tolist(), 'mean': mean.tolist(),
            'confusion': m.confusion_matrix(c, p).ravel().tolist(), 'accuracy': m.accuracy_score(c, p),
            'balanced': m.balanced_accuracy_score(c, p), 'subset': m.accuracy_score(k, q),
            'homogeneity': m.homogeneity_score(c, p), 'completeness': m.completeness_score(c, p), 'v': m.v_measure_score(c, p),
            'ari': m.adjusted_rand_score(c, p), 'nmi': m.normalized_mutual_info_score(c, p),
            'macroAp': m.average_precision_score(k, d['labelScores'], average='macro'),
            'weightedFit': LogisticRegression(class_weight='balanced', tol=1e-12, max_iter=100000, solver='newton-cg').fit(
                d['rows'], c, sample_weight=1.0 + d['weights']).predict_proba(d['rows']).ravel().tolist(),
        }
        for average in ('macro', 'weighted', 'micro'):
            out[average] = m.f1_score(c, p, average=average)
            out[average + 'Labels'] = m.f1_score(k, q, average=average)
        print(json.dumps(out))
        """;

    [Fact]
    public async Task Should_agree()
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await Run("import sklearn", "")).Error == "",
            "needs /usr/bin/python3 with scikit-learn (Debian: python3-sklearn)"
        );
        var random = new Random(5);
        const int count = 400;
        double[] scores = [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble(), 2))];
        bool[] positive = Array.ConvertAll(scores, score => random.NextDouble() < score * 0.6);
        int[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i < 6 ? i : random.Next(random.Next(6) + 1))];
        int[] predicted = Array.ConvertAll(classes, k => random.NextDouble() < 0.6 ? k : random.Next(5));
        bool[][] labels = [.. classes.Select(k => Enumerable.Range(0, 4).Select(j => j == k || random.NextDouble() < 0.1).ToArray())];
        bool[][] given = [.. labels.Select(row => row.Select(has => has ^ (random.NextDouble() < 0.2)).ToArray())];
        double[][] labelScores = [.. labels.Select(row => row.Select(has => (has ? 0.3 : 0) + random.NextDouble()).ToArray())];
        double[][] rows = [.. classes.Select(k => Enumerable.Range(0, 5).Select(j => random.NextDouble() + (k == j ? 0.5 : 0)).ToArray())];
        var (output, error) = await Run(
            Script,
            JsonSerializer.Serialize(
                new
                {
                    scores,
                    positive,
                    weights,
                    classes,
                    predicted,
                    labels,
                    given,
                    labelScores,
                    rows,
                }
            )
        );
        Assert.True(output.Length > 0, error);
        using var document = JsonDocument.Parse(output);

        var curve = PrecisionRecall.Of(scores, positive);
        ShouldBeAll("precision", curve.Precision, Tolerance);
        ShouldBeAll("recall", curve.Recall, Tolerance);
        ShouldBeAll("thresholds", curve.Thresholds, Tolerance);
        ShouldBe("ap", curve.AveragePrecision);
        ShouldBe("trapezoid", curve.TrapezoidalArea);
        ShouldBe("auroc", Auroc.Of(scores, positive));
        var ranked = new RankedScores(scores, positive);
        ShouldBe("weightedAp", ranked.AveragePrecision(weights));
        ShouldBe("weightedAuroc", ranked.Auroc(weights));
        var calibration = CalibrationCurve.Of(scores, positive);
        ShouldBe("brier", calibration.BrierScore);
        ShouldBeAll("share", [.. calibration.Bins.Select(bin => bin.PositiveShare)], Tolerance);
        ShouldBeAll("mean", [.. calibration.Bins.Select(bin => bin.MeanProbability)], Tolerance);

        var matrix = ConfusionMatrix.Of(classes, predicted, 6);
        ShouldBeAll("confusion", [.. matrix.Counts.Cast<long>()], Tolerance);
        ShouldBe("accuracy", matrix.Accuracy);
        ShouldBe("balanced", matrix.BalancedAccuracy);
        ShouldBe("macro", matrix.MacroF1);
        ShouldBe("weighted", matrix.WeightedF1);
        ShouldBe("micro", matrix.MicroF1);
        var multi = MultiLabelScores.Of([.. labels.SelectMany(row => row)], [.. given.SelectMany(row => row)], 4);
        ShouldBe("subset", multi.SubsetAccuracy);
        ShouldBe("macroLabels", multi.MacroF1);
        ShouldBe("weightedLabels", multi.WeightedF1);
        ShouldBe("microLabels", multi.MicroF1);
        ShouldBe("macroAp", AveragePrecision.Macro([.. labelScores.SelectMany(row => row)], [.. labels.SelectMany(row => row)], 4));

        var clusters = ClusterAgreement.Of(classes, predicted);
        ShouldBe("homogeneity", clusters.Homogeneity);
        ShouldBe("completeness", clusters.Completeness);
        ShouldBe("v", clusters.VMeasure);
        ShouldBe("ari", clusters.AdjustedRandIndex);
        ShouldBe("nmi", clusters.NormalizedMutualInformation);

        double[] flat = [.. rows.SelectMany(row => row)];
        var fit = LogisticRegression.Fit(
            flat,
            5,
            classes,
            6,
            new LogisticRegressionOptions { BalancedClasses = true, Tolerance = 1e-10 },
            sampleWeights: Array.ConvertAll(weights, weight => 1d + weight)
        );
        Assert.True(fit.Converged);
        ShouldBeAll("weightedFit", fit.PredictProbabilities(flat, count), 1e-6); // where scikit-learn's solver stops

        void ShouldBe(string name, double actual) =>
            Assert.True(Math.Abs(document.RootElement.GetProperty(name).GetDouble() - actual) <= Tolerance, $"{name}: {actual}");

        void ShouldBeAll(string name, double[] actual, double tolerance)
        {
            var expected = document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Analysis.Waves.ShouldBe(expected, actual, tolerance);
        }
    }

    private static async Task<(string Output, string Error)> Run(string code, string input)
    {
        using var python = Process.Start(
            new ProcessStartInfo(Python, ["-W", "ignore", "-c", code])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = python.StandardOutput.ReadToEndAsync();
        var error = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        return (await output, await error);
    }
}
