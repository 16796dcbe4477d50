using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class TrainerTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Steps = 20,
        BatchSize = 4,
        LearningRate = 1e-3,
        EvaluationFraction = 0.3,
        MaskProbability = 0.3,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_sort_all_evaluated_genes_by_how_sure_it_is(bool published)
    {
        var (history, _) = Train(Options with { Recipe = published ? TrainingRecipe.Published : TrainingRecipe.Corrected });
        foreach (var point in history.Evaluations)
        {
            var bins = point.Calibration!.Bins;
            Assert.Equal(point.MaskedGenes, bins.Sum(bin => bin.Genes));
            // A prediction that identifies the gene need not be the closest, but the likeliest is at times.
            Assert.InRange(bins.Where(bin => bin.Genes > 0).Sum(bin => bin.Genes * bin.Accuracy) / point.MaskedGenes, 0.01, 0.99);
            for (var i = 0; i < bins.Count; i++)
                if (bins[i].Genes > 0)
                    Assert.InRange(bins[i].Confidence, (i / 10.0) - 1e-6, ((i + 1) / 10.0) + 1e-6);
            Assert.InRange(point.Calibration.ExpectedError, 0, 1);
        }
        Assert.All(history.Steps, step => Assert.InRange(step.FlopsPerSecond, 1, 1e15));
        Assert.True(history.PeakMemory > 10_000_000);
        Assert.Equal(double.NaN, history.PeakFlops); // nobody watched
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_repeat_itself_to_the_bit(bool published)
    {
        var options = Options with { Recipe = published ? TrainingRecipe.Published : TrainingRecipe.Corrected, WarmupSteps = 3 };
        var (first, weights) = Train(options);
        torch.manual_seed(99).Dispose(); // nothing of it may reach the training
        var (second, again) = Train(options);
        Assert.Equal(first.Steps.Select(step => step.Loss), second.Steps.Select(step => step.Loss));
        Assert.Equal(first.Evaluations, second.Evaluations);
        Assert.Equal(weights, again);

        var (other, different) = Train(options with { Seed = 2 });
        Assert.NotEqual(first.Steps[0].Loss, other.Steps[0].Loss);
        Assert.NotEqual(weights, different);
    }

    [Fact]
    public void Should_do_the_same_first_steps_however_many_there_are()
    {
        var options = Options with { WarmupSteps = 5 };
        var (shorter, _) = Train(options with { Steps = 7 });
        var (longer, _) = Train(options with { EvaluateEvery = 1 });
        Assert.Equal(shorter.Steps.Select(step => step.Loss), longer.Steps.Take(7).Select(step => step.Loss));
    }

    [Fact]
    public void Should_evaluate_with_the_same_masks_every_time()
    {
        // A rate so small that no weight changes: only other masks could change the figures.
        var (history, _) = Train(Options with { LearningRate = 1e-30, EvaluateEvery = 5 });
        Assert.Equal([0, 5, 10, 15, 20], history.Evaluations.Select(point => point.Step));
        Assert.Single(
            history.Evaluations.Select(point => (point.Loss, point.PseudoAccuracy, point.AbsoluteAccuracy, point.MaskedGenes)).Distinct()
        );
        Assert.True(history.Evaluations[0].MaskedGenes > 50);
        Assert.True(history.Steps.Select(step => step.Loss).Distinct().Count() > 15);
    }

    [Fact]
    public void Should_leave_the_random_state_of_torch_as_it_was()
    {
        torch.manual_seed(5).Dispose();
        using var before = torch.random.get_rng_state();
        Train(Options with { Steps = 2 });
        using var after = torch.random.get_rng_state();
        Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
    }

    [Fact]
    public void Should_restore_the_random_state_also_when_it_fails()
    {
        using var before = torch.random.get_rng_state();
        Assert.Throws<GlmException>(() => Train(Options with { LearningRate = 1e30, WarmupSteps = 0 }));
        using var after = torch.random.get_rng_state();
        Assert.Equal(before.data<byte>().ToArray(), after.data<byte>().ToArray());
    }

    [Fact]
    public void Should_report_every_step_once()
    {
        var reports = new List<ProgressReport>();
        var (history, _) = Train(Options, new Immediate(reports.Add));
        Assert.Equal(Enumerable.Range(1, 20).Select(step => (long)step), reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(("train", 20L, "steps"), (report.Activity, report.Total, report.Unit)));
        Assert.Equal(
            ["loss", "pseudo", "absolute", "held-out loss", "held-out pseudo", "held-out absolute", "windows/s", "lr", "MFU", "memory"],
            reports[^1].Metrics.Select(metric => metric.Name)
        );
        Assert.Equal(history.Steps[^1].Loss, reports[^1].Metrics[0].Value);
        Assert.Equal(Enumerable.Range(1, 20), history.Steps.Select(step => step.Step));
        Assert.All(history.Steps, step => Assert.True(step.GenesPerSecond > 0));
    }

    [Fact]
    public void Should_stop_within_a_step_when_cancelled_and_save()
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        var history = Trainer.Train(
            model,
            TrainingData.Create(),
            Options with
            {
                SaveTo = _folder["saved"],
            },
            Immediate.Cancelling(source, 3),
            source.Token
        );
        Assert.True(history.Interrupted);
        Assert.Equal(3, history.Steps.Count);
        Assert.Equal(_folder["saved"], history.SavedTo);
        using var saved = GlmModel.Load(_folder["saved"]);
        Assert.Equal(SmallModel.Weights(model), SmallModel.Weights(saved));
        Assert.NotNull(saved.Normalizer);
        Assert.NotNull(saved.LabelPca);
    }

    [Fact]
    public void Should_return_without_a_step_when_cancelled_beforehand()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var weights = SmallModel.Weights(model);
        var history = Trainer.Train(model, TrainingData.Create(), Options, cancellation: new CancellationToken(canceled: true));
        Assert.True(history.Interrupted);
        Assert.Empty(history.Steps);
        Assert.Equal(weights, SmallModel.Weights(model));
        Assert.False(Directory.Exists(_folder["saved"]));
    }

    [Fact]
    public void Should_save_what_it_trained()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var data = TrainingData.Create();
        var history = Trainer.Train(model, data, Options with { SaveTo = _folder["saved"] });
        Assert.False(history.Interrupted);
        using var saved = GlmModel.Load(_folder["saved"]);
        Assert.Equal(SmallModel.Weights(model), SmallModel.Weights(saved));
        Assert.Equal(data.Transform.Labels!.Components, saved.LabelPca!.Components);
    }

    [Fact]
    public void Should_train_without_evaluation()
    {
        var (history, _) = Train(Options with { EvaluationFraction = 0 });
        Assert.Empty(history.Evaluations);
        Assert.Equal((12, 0), (history.TrainingWindows, history.EvaluationWindows));
        Assert.Equal(12 / 78.0, history.ChanceAccuracy, 1e-12);
    }

    [Fact]
    public void Should_need_two_scaffolds_to_hold_one_out()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var error = Assert.Throws<GlmException>(() => Trainer.Train(model, TrainingData.Create(scaffolds: 1), Options)).Message;
        Assert.Contains("scaffold 's0'", error);
        Assert.Contains("EvaluationFraction = 0", error);
        Assert.DoesNotContain('\n', error);
        Assert.Equal(20, Trainer.Train(model, TrainingData.Create(scaffolds: 1), Options with { EvaluationFraction = 0 }).Steps.Count);
    }

    [Fact]
    public void Should_train_with_batches_larger_than_the_data()
    {
        var (history, _) = Train(Options with { BatchSize = 1000, Steps = null, Epochs = 3 });
        Assert.Equal(3, history.Steps.Count);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0)]
    public void Should_say_so_when_the_loss_is_no_number(double evaluation)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var error = Assert
            .Throws<GlmException>(() =>
                Trainer.Train(
                    model,
                    TrainingData.Create(),
                    Options with
                    {
                        LearningRate = 1e30,
                        WarmupSteps = 0,
                        EvaluationFraction = evaluation,
                        SaveTo = _folder["saved"],
                    }
                )
            )
            .Message;
        Assert.Matches("^The loss is (NaN|∞|Infinity) at step [1-9].*smaller LearningRate than 1E\\+30", error);
        Assert.DoesNotContain('\n', error);
        Assert.False(File.Exists(_folder["saved/model.safetensors"]));
    }

    [Theory]
    [InlineData(false, null, new[] { 0.5, 1, 1, 1 })]
    [InlineData(false, 4, new[] { 0.25, 0.5, 0.75, 1 })]
    [InlineData(false, 0, new[] { 1.0, 1, 1, 1 })]
    [InlineData(true, 4, new[] { 0, 0.25, 0.5, 0.75 })]
    [InlineData(true, null, new[] { 0, 1 / 5000.0, 2 / 5000.0, 3 / 5000.0 })]
    public void Should_warm_up(bool published, int? warmup, double[] shares)
    {
        var (history, _) = Train(
            Options with
            {
                Recipe = published ? TrainingRecipe.Published : TrainingRecipe.Corrected,
                WarmupSteps = warmup,
            }
        );
        Assert.All(shares.Zip(history.Steps), pair => Assert.Equal(1e-3 * pair.First, pair.Second.LearningRate, 1e-12));
    }

    [Fact]
    public void Should_not_move_at_the_first_step_of_the_published_recipe()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var weights = SmallModel.Weights(model);
        Trainer.Train(model, TrainingData.Create(), Options with { Recipe = TrainingRecipe.Published, Steps = 1, WarmupSteps = 5 });
        Assert.Equal(weights, SmallModel.Weights(model));
    }

    [Fact]
    public void Should_keep_the_number_of_live_tensors_over_steps_and_runs()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var data = TrainingData.Create();
        Trainer.Train(model, data, Options); // makes the gradient buffer
        var before = SmallModel.LiveTensors;
        var during = new List<long>();
        Trainer.Train(model, data, Options with { Steps = 50 }, new Immediate(_ => during.Add(SmallModel.LiveTensors)));
        Assert.Single(during.Distinct());
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_train_the_head_alone_and_leave_every_other_bit(bool published)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var before = SmallModel.Weights(model);
        var head = model.Parameters.Layout.Head.Range;
        var options = Options with
        {
            Trained = [head],
            Recipe = published ? TrainingRecipe.Published : TrainingRecipe.Corrected,
            WarmupSteps = 0,
        };
        var history = Trainer.Train(model, TrainingData.Create(), options);
        var after = SmallModel.Weights(model);
        Assert.Equal(head.Count, history.Parameters);
        Assert.Equal(before[..(int)head.Start], after[..(int)head.Start]);
        Assert.NotEqual(before[(int)head.Start..], after[(int)head.Start..]);

        Trainer.Train(model, TrainingData.Create(), options with { Trained = null, Steps = 3 });
        Assert.NotEqual(after[..(int)head.Start], SmallModel.Weights(model)[..(int)head.Start]);
    }

    [Fact]
    public void Should_refuse_data_that_do_not_fit_the_model()
    {
        void Refused(GlmConfig config, GeneDataset data, string part)
        {
            using var model = GlmModel.Create(config);
            var error = Assert.Throws<GlmException>(() => Trainer.Train(model, data, Options)).Message;
            Assert.Contains(part, error);
            Assert.DoesNotContain('\n', error);
        }
        var data = TrainingData.Create();
        Refused(TrainingData.Config with { ProteinWidth = 10 }, data, "have 12 numbers; this model reads 10");
        Refused(TrainingData.Config with { LabelWidth = 6 }, data, "have 5 numbers; this model predicts 6");
        Refused(TrainingData.Config, TrainingData.Create(labels: false), "no labels to learn");
        Refused(TrainingData.Config with { MaxPositions = 4, MaxGenes = 4 }, data, "reach 4");
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Should_refuse_options_out_of_range(TrainingOptions options, string part)
    {
        var error = Assert.Throws<GlmException>(() => Train(options)).Message;
        Assert.Contains(part, error);
        Assert.DoesNotContain('\n', error);
    }

    public static TheoryData<TrainingOptions, string> BadOptions =>
        new()
        {
            { Options with { Steps = 0 }, "steps is 0" },
            { Options with { Epochs = 0 }, "epochs is 0" },
            { Options with { BatchSize = 0 }, "batch size is 0" },
            { Options with { LearningRate = 0 }, "learning rate is 0" },
            { Options with { LearningRate = double.NaN }, "learning rate is NaN" },
            { Options with { WarmupSteps = -1 }, "warm-up is -1" },
            { Options with { Accumulate = 0 }, "number of pieces of a batch is 0" },
            { Options with { Accumulate = 5 }, "number of pieces of a batch is 5; it must be 1 to the batch size, 4" },
            { Options with { Schedule = (LearningRateSchedule)9 }, "schedule of the learning rate is 9" },
            { Options with { WeightDecay = -1 }, "weight decay is -1" },
            { Options with { WeightDecay = 1e4 }, "weight decay is 10000" },
            { Options with { EmaDecay = 1 }, "decay of the moving average is 1" },
            { Options with { Patience = 0 }, "patience is 0" },
            { Options with { MaskProbability = 0 }, "mask probability is 0" },
            { Options with { MaskProbability = 1.5 }, "mask probability is 1.5" },
            { Options with { EvaluationFraction = 1 }, "held out for evaluation is 1" },
            { Options with { EvaluateEvery = 0 }, "evaluation interval is 0" },
            { Options with { Recipe = TrainingRecipe.Corrected with { Epsilon = -1 } }, "recipe's epsilon of the optimiser is -1" },
            { Options with { Recipe = TrainingRecipe.Corrected with { MaxGradientNorm = 0 } }, "recipe's largest gradient norm is 0" },
            { Options with { Recipe = TrainingRecipe.Published with { LargestWarmupShare = 2 } }, "largest share of the warm-up is 2" },
        };

    private static (TrainingHistory History, float[] Weights) Train(TrainingOptions options, IProgress<ProgressReport>? progress = null)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var history = Trainer.Train(model, TrainingData.Create(), options, progress);
        return (history, SmallModel.Weights(model));
    }
}
