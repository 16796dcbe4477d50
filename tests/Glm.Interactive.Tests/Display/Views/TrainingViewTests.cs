using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TrainingViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/TrainingView", () => TrainingView.Create(Samples.History()));

    [Fact]
    public void Should_look_as_reviewed_with_baselines() =>
        Snapshot.ShouldMatch("Views/TrainingView.Baselines", () => TrainingView.Create(WithBaselines()));

    [Fact]
    public void Should_draw_baselines_as_lines_and_say_whether_the_model_is_above_the_best()
    {
        var history = WithBaselines();
        var bundle = TrainingView.Create(history);
        Assert.Contains("absolute accuracy 3.0% → 41.0%; chance 3.5%, four random genes 13.0% (pseudo).", bundle.Plain);
        Assert.Contains(
            " Absolute accuracy 41.0%, above the best baseline, neighbourhood vote, 22.5% [21.0%, 24.0%].",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains(
            " 5,000 genes/s (MFU 31.5% of the 200 GFLOP/s measured in matrix products), at most 1.2 GB of memory.",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains(" Calibration error of the likelihoods: 12.0%.", bundle.Plain, StringComparison.Ordinal);
        foreach (var label in new[] { "chance 3.5%", "four random genes 13.0%", "window mean 3.6%", "neighbourhood vote 22.5%" })
            Assert.Contains($">{label}</text>", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.DoesNotContain("gLM", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);

        string Verdict(double accuracy) =>
            TrainingView
                .Create(
                    history with
                    {
                        Evaluations = [history.Evaluations[0], new EvaluationPoint(50, 1, 0.5, accuracy, 500)],
                        ModelStep = 50,
                    }
                )
                .Plain;
        Assert.Contains("Absolute accuracy 11.3%, below the best baseline, neighbourhood vote", Verdict(0.113));
        Assert.Contains("Absolute accuracy 21.3%, no different from the best baseline, neighbourhood vote", Verdict(0.213));
    }

    [Fact]
    public void Should_measure_pseudo_accuracies_by_random_genes_where_there_are_no_baselines()
    {
        var bundle = TrainingView.Create(Samples.History() with { RandomGenesAccuracy = 0.131, Predictions = 3 });
        Assert.Contains("; chance 3.5%, three random genes 13.1% (pseudo).", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains(">three random genes 13.1%</text>", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.DoesNotContain("best baseline", bundle.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_summarise_training_from_untrained_to_trained_beside_chance()
    {
        var bundle = TrainingView.Create(Samples.History());
        Assert.Contains(
            "pseudo-accuracy 4.0% → 52.0%, absolute accuracy 3.0% → 41.0%; chance 3.5%",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains("type=\"range\"", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("chance", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_take_the_figures_before_training_for_those_after_it()
    {
        var history = Samples.History(steps: 59) with { Interrupted = true };
        var untrained = TrainingView.Create(history with { Evaluations = [history.Evaluations[0]] }).Plain;
        Assert.Contains("Held out, before training: loss 2.000, pseudo-accuracy 4.0%", untrained, StringComparison.Ordinal);
        Assert.Contains("not evaluated yet after it", untrained, StringComparison.Ordinal);
        Assert.DoesNotContain("→", untrained, StringComparison.Ordinal);
        var half = TrainingView.Create(history with { Evaluations = [history.Evaluations[0], new EvaluationPoint(40, 1, 0.2, 0.1, 500)] });
        Assert.Contains("before training → after 40 steps: loss 2.000 → 1.000", half.Plain, StringComparison.Ordinal);
        var nothing = history with { Steps = [], Evaluations = [], TrainingWindows = 0, EvaluationWindows = 0 };
        Assert.Contains("nothing has been trained", TrainingView.Create(nothing).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_in_one_line_how_a_run_went_on()
    {
        string First(ResumedRun resumed, params string[] remarks) =>
            TrainingView.Create(Samples.History() with { Resumed = resumed, Remarks = remarks }).Plain.Split('\n')[0];
        Assert.StartsWith("Goes on from step 1,200 of my-model. 50 steps in ", First(new ResumedRun("my-model", 1200, false)));
        Assert.StartsWith(
            "The checkpoint step-00000060 cannot be used: it is damaged. Goes on from step 40 of my-model. ",
            First(new ResumedRun("my-model", 40, false), "The checkpoint step-00000060 cannot be used: it is damaged.")
        );
        Assert.StartsWith(
            "Already finished: my model ended after 60 steps. To go on, type #!glm train --resume \"my model\" --steps 120; to begin "
                + "anew, add --restart. ",
            First(new ResumedRun("my model", 60, true))
        );
    }

    [Theory]
    [InlineData(WindowUnit.Genome, new[] { "A" }, " held out (1 genome: A).")]
    [InlineData(WindowUnit.Scaffold, new[] { "A", "B", "C" }, " held out (3 scaffolds: A, B, C).")]
    [InlineData(WindowUnit.Genus, new[] { "A", "B", "C", "D" }, " held out (4 genera: A, B, C, …).")]
    [InlineData(WindowUnit.Phylum, new[] { "A<i>" }, " held out (1 phylum: A<i>).")]
    public void Should_say_what_was_held_out(WindowUnit unit, string[] names, string expected)
    {
        var bundle = TrainingView.Create(Samples.History() with { EvaluatedBy = unit, HeldOut = names });
        Assert.Contains(expected, bundle.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("A<i>", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_whose_model_a_run_that_stopped_early_gave() =>
        Assert.Contains(
            "Stopped early: the held-out loss fell no further. The model is that of step 40, the best evaluation.",
            TrainingView.Create(Samples.History() with { StoppedEarly = true, ModelStep = 40 }).Plain,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_show_training_without_steps_and_without_evaluations()
    {
        Assert.Contains("0 steps", TrainingView.Create(Samples.History(steps: 0, heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.Contains("nothing was held out", TrainingView.Create(Samples.History(heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.True(TrainingView.Create(Samples.History(steps: 100_000)).Parts[MimeBundle.Html].Length < 2_500_000);
    }

    private static TrainingHistory WithBaselines() =>
        Samples.History() with
        {
            RandomGenesAccuracy = 0.13,
            ModelStep = 50,
            PeakFlops = 2e11,
            PeakMemory = 1_234_000_000,
            Steps =
            [
                .. Samples
                    .History()
                    .Steps.Select(step =>
                        step with
                        {
                            PredictionLoss = 1.8 / step.Step,
                            LikelihoodLoss = 1.4 - (step.Step / 200.0),
                            GradientNorm = 3.0 / (1 + step.Step),
                            LearningRate = Math.Min(step.Step, 10) * 1e-4,
                            WindowsPerSecond = 180 + (step.Step % 7),
                            FlopsPerSecond = 6e10 + (1e9 * (step.Step % 7)),
                        }
                    ),
            ],
            Evaluations =
            [
                Samples.History().Evaluations[0] with
                {
                    Calibration = Bins(0.9),
                },
                Samples.History().Evaluations[1] with
                {
                    Calibration = Bins(0.2),
                },
            ],
            Baselines =
            [
                Score("chance", 0.035, 0.035),
                Score("four random genes", 0.034, 0.13) with
                {
                    Predictions = 4,
                },
                Score("window mean", 0.036, 0.036),
                Score("neighbour copy", 0.061, 0.061),
                Score("random-feature ridge", 0.163, 0.163),
                new BaselineScore("neighbourhood vote", new(0.225, 0.21, 0.24), new(0.225, 0.21, 0.24), default, default, 0.8),
            ],
        };

    /// <summary>Genes of whom as much more is claimed than is right.</summary>
    private static Calibration Bins(double overconfidence) =>
        new([
            .. Enumerable
                .Range(0, Calibration.BinCount)
                .Select(bin =>
                    bin < 2
                        ? new ReliabilityBin(0, double.NaN, double.NaN)
                        : new ReliabilityBin(50, (bin + 0.5) / 10, (1 - overconfidence) * (bin + 0.5) / 10)
                ),
        ]);

    private static BaselineScore Score(string name, double accuracy, double pseudo) =>
        new(
            name,
            new Estimate(accuracy, accuracy - 0.01, accuracy + 0.01),
            new Estimate(pseudo, pseudo - 0.01, pseudo + 0.01),
            default,
            default,
            1
        );
}
