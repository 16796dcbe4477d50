using Glm.Statistics;
using Glm.Tests.Analysis;
using TorchSharp;

namespace Glm.Tests.Statistics;

public sealed class LogisticRegressionTests
{
    private static readonly int[] ThreeClasses = [.. Enumerable.Range(0, 24).Select(i => i * 5 / 7 % 3)];
    private static readonly int[] TwoClasses = [.. ThreeClasses.Select(k => k % 2)];

    // Minima of scikit-learn's objective, found by Newton's method to a gradient of 1e-15: scikit-learn's own solution stops within 6e-5
    // of them.

    [Fact]
    public void Should_find_the_minimum_on_three_classes()
    {
        var rows = Waves.Rows(24, 4);
        var model = LogisticRegression.Fit(rows, 4, ThreeClasses, 3, new LogisticRegressionOptions { Tolerance = 1e-9 });
        Assert.True(model.Converged);
        Waves.ShouldBe(
            [
                0.471661545562,
                0.015869659448,
                -0.032619983512,
                -0.038263650328,
                -0.093688894281,
                -0.009215488984,
                -0.028448911265,
                0.003470587492,
                -0.377972651281,
                -0.006654170464,
                0.061068894777,
                0.034793062836,
            ],
            model.Coefficients,
            1e-8
        );
        Waves.ShouldBe([0.083337971271, 0.057274407423, -0.140612378695], model.Intercepts, 1e-8);
        Waves.ShouldBe(
            [0.542257272281, 0.28346003377, 0.17428269395, 0.479170473797, 0.29318496096, 0.227644565243],
            model.PredictProbabilities(rows, 24)[..6],
            1e-8
        );
    }

    [Fact]
    public void Should_find_the_minimum_on_two_classes()
    {
        var rows = Waves.Rows(24, 4);
        var model = LogisticRegression.Fit(rows, 4, TwoClasses, 2, new LogisticRegressionOptions { Tolerance = 1e-9 });
        Assert.Equal(2, model.Classes);
        Waves.ShouldBe([-0.14894991108, -0.018433850504, -0.041817378025, 0.009884214146], model.Coefficients, 1e-8);
        Waves.ShouldBe([-0.673130570595], model.Intercepts, 1e-8);
        Waves.ShouldBe(
            [1 - 0.295202681141, 0.295202681141, 1 - 0.293652616056, 0.293652616056],
            model.PredictProbabilities(rows, 24)[..4],
            1e-8
        );
    }

    [Fact]
    public void Should_weigh_losses_and_penalty_as_C_says()
    {
        var options = new LogisticRegressionOptions { Tolerance = 1e-9, C = 0.1 };
        var three = LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3, options);
        Waves.ShouldBe([0.16226296742, 0.013007080935, -0.023106393272, -0.045431287734], three.Coefficients[..4], 1e-8);
        Waves.ShouldBe([0.119689008604, 0.025423165677, -0.145112174281], three.Intercepts, 1e-8);
        var two = LogisticRegression.Fit(Waves.Rows(24, 4), 4, TwoClasses, 2, options);
        Waves.ShouldBe([-0.042368398097, -0.008714006646, -0.029632003661, 0.013292238905], two.Coefficients, 1e-8);
    }

    [Fact]
    public void Should_agree_with_scikit_learn_at_the_default_tolerance()
    {
        var three = LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3);
        Waves.ShouldBe(
            [
                0.471629756754,
                0.015871692488,
                -0.032620470888,
                -0.038269091569,
                -0.093632557888,
                -0.009215006491,
                -0.028452205592,
                0.003472312503,
                -0.377997198866,
                -0.006656685996,
                0.06107267648,
                0.034796779066,
            ],
            three.Coefficients,
            1e-4
        );
        var two = LogisticRegression.Fit(Waves.Rows(24, 4), 4, TwoClasses, 2);
        Waves.ShouldBe([-0.148953210058, -0.018432930879, -0.041817782927, 0.009885785319], two.Coefficients, 1e-4);
        Waves.ShouldBe([-0.673128348488], two.Intercepts, 1e-4);
    }

    [Fact]
    public void Should_be_within_1e4_of_the_minimum_at_the_default_tolerance()
    {
        var strict = LogisticRegression.Fit(
            Waves.Rows(60, 12),
            12,
            [.. Enumerable.Range(0, 60).Select(i => i * 5 / 7 % 3)],
            3,
            new LogisticRegressionOptions { Tolerance = 1e-10 }
        );
        var usual = LogisticRegression.Fit(Waves.Rows(60, 12), 12, [.. Enumerable.Range(0, 60).Select(i => i * 5 / 7 % 3)], 3);
        Assert.True(strict.Converged && usual.Converged);
        Waves.ShouldBe(strict.Coefficients, usual.Coefficients, 1e-4);
    }

    [Fact]
    public void Should_converge_on_badly_scaled_rows()
    {
        var rows = Waves.Rows(40, 6);
        for (var i = 0; i < rows.Length; i++)
            rows[i] *= Math.Pow(10, (i % 6) - 2);
        int[] classes = [.. Enumerable.Range(0, 40).Select(i => rows[i * 6] > 0 ? 1 : 0)];
        var model = LogisticRegression.Fit(rows, 6, classes, 2, new LogisticRegressionOptions { C = 100 });
        Assert.True(model.Converged);
    }

    [Fact]
    public void Should_reproduce_the_published_operon_predictor()
    {
        var model = new LogisticRegression(
            190,
            NpyReader.Decoded<double>("operon_coef.npy"),
            NpyReader.Decoded<double>("operon_intercept.npy")
        );
        var rows = NpyReader.Decoded<double>("operon_check_X.npy");
        Waves.ShouldBe(
            NpyReader.DecodedMatrix<double>("operon_check_predict_proba.npy", 40, 2),
            model.PredictProbabilities(rows, 40),
            1e-12
        );
        Assert.Equal(NpyReader.Decoded<long>("operon_check_predict.npy"), model.Predict(rows, 40).Select(k => (long)k));
    }

    [Fact]
    public void Should_count_a_row_of_weight_2_as_two_rows()
    {
        var rows = Waves.Rows(24, 4);
        var options = new LogisticRegressionOptions { Tolerance = 1e-9 };
        double[] weights = [.. Enumerable.Range(0, 24).Select(i => i < 6 ? 2d : 1)];
        var weighted = LogisticRegression.Fit(rows, 4, ThreeClasses, 3, options, sampleWeights: weights);
        var copied = LogisticRegression.Fit([.. rows, .. rows[..24]], 4, [.. ThreeClasses, .. ThreeClasses[..6]], 3, options);
        Waves.ShouldBe(copied.Coefficients, weighted.Coefficients, 1e-8);
        Waves.ShouldBe(copied.Intercepts, weighted.Intercepts, 1e-8);
        var byClass = LogisticRegression.Fit(rows, 4, TwoClasses, 2, options with { ClassWeights = [1, 3] });
        var byRow = LogisticRegression.Fit(rows, 4, TwoClasses, 2, options, sampleWeights: [.. TwoClasses.Select(k => k == 0 ? 1d : 3)]);
        Assert.Equal(byRow.Coefficients, byClass.Coefficients);
    }

    [Fact]
    public void Should_refuse_weights_that_do_not_fit()
    {
        var rows = Waves.Rows(24, 4);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(rows, 4, TwoClasses, 2, sampleWeights: [1]));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(rows, 4, TwoClasses, 2, new() { ClassWeights = [1] }));
        Assert.Throws<ArgumentException>(() =>
            LogisticRegression.Fit(rows, 4, TwoClasses, 2, new() { ClassWeights = [1, 2], BalancedClasses = true })
        );
    }

    [Fact]
    public void Should_give_the_same_bits_twice()
    {
        var first = LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3);
        var second = LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3);
        Assert.Equal(first.Coefficients, second.Coefficients);
        Assert.Equal(first.Iterations, second.Iterations);
    }

    [Fact]
    public void Should_say_when_it_stopped_too_early()
    {
        var model = LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3, new LogisticRegressionOptions { MaxIterations = 2 });
        Assert.False(model.Converged);
        Assert.Equal(2, model.Iterations);
    }

    [Fact]
    public void Should_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3, cancellation: source.Token)
        );
    }

    [Fact]
    public void Should_refuse_rows_and_classes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Waves.Rows(5, 4), 4, ThreeClasses, 3));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 2));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([.. Enumerable.Repeat(double.NaN, 24)], 1, ThreeClasses, 3));
        Assert.Throws<ArgumentException>(() => new LogisticRegression(4, new double[8], new double[2]));
    }

    [Fact]
    public void Should_leave_no_tensor_behind()
    {
        LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        LogisticRegression.Fit(Waves.Rows(24, 4), 4, ThreeClasses, 3).Predict(Waves.Rows(24, 4), 24);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
