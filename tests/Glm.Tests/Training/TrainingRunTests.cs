using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _threads = torch.get_num_threads();

    /// <summary>With one thread: how many there are shows in the last digits, and other tests change it.</summary>
    public TrainingRunTests() => torch.set_num_threads(1);

    private TrainingOptions Options =>
        new()
        {
            Steps = 20,
            BatchSize = 4,
            LearningRate = 1e-3,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
            EvaluateEvery = 3,
            CheckpointEvery = CheckpointInterval.OfSteps(2),
            SaveTo = _folder["run"],
        };

    public void Dispose()
    {
        torch.set_num_threads(_threads);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(3, false, true)]
    [InlineData(7, true, false)]
    [InlineData(19, false, false)]
    [InlineData(9, true, true)]
    public void Should_go_on_to_the_same_bits_after_an_interruption(int step, bool published, bool headOnly)
    {
        using var probe = GlmModel.Create(TrainingData.Config);
        var options = Options with
        {
            Recipe = published ? TrainingRecipe.Published : TrainingRecipe.Corrected,
            WarmupSteps = 3,
            Trained = headOnly ? [probe.Parameters.Layout.Head.Range] : null,
        };
        var (whole, expected) = Train(options with { SaveTo = _folder["whole"] });

        var (broken, _) = Train(options, interruptAt: step);
        Assert.True(broken.Interrupted);
        Assert.Equal(step, broken.Steps.Count);
        var (resumed, weights) = Train(options);
        Assert.Equal(expected, weights);
        Assert.Equal(whole.Evaluations, resumed.Evaluations);
        Assert.Equal(whole.Steps.Select(Figures), resumed.Steps.Select(Figures));
        Assert.Equal((step, false), (resumed.Resumed!.Step, resumed.Resumed.WasFinished));
        Assert.Empty(resumed.Remarks);
        Assert.Equal(Files(_folder["whole"]), Files(_folder["run"]));
        Assert.Null(whole.Resumed);
        Assert.True(resumed.Seconds > broken.Steps[^1].Seconds); // the time of both parts counts
    }

    [Fact]
    public void Should_evaluate_later_what_an_interruption_prevented()
    {
        var (whole, expected) = Train(Options with { SaveTo = _folder["whole"] });
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        var data = new Interrupting(TrainingData.Create(), source);
        // Held-out windows are read by evaluations alone, 16 times each by one: that after step 6 is the third.
        var held = EvaluationSplit.Create(data, 0.3, unit: null, 1).Evaluation[0];
        data.At = (held, Reads: (2 * 16) + 1);
        var broken = Trainer.Train(model, data, Options, cancellation: source.Token);
        Assert.Equal((6, 3), (broken.Steps.Count, broken.Evaluations[^1].Step));
        Assert.Equal(6, File.ReadLines(_folder["run/log.jsonl"]).Count());

        var (resumed, weights) = Train(Options);
        Assert.Equal(whole.Evaluations, resumed.Evaluations);
        Assert.Equal(expected, weights);
        Assert.Contains("\"eval_loss\":", File.ReadLines(_folder["run/log.jsonl"]).ElementAt(5));
    }

    [Fact]
    public void Should_not_train_again_what_is_finished()
    {
        var (first, weights) = Train(Options);
        var log = File.ReadAllText(_folder["run/log.jsonl"]);
        var written = File.GetLastWriteTimeUtc(_folder["run/model.safetensors"]);
        var (again, same) = Train(Options);
        Assert.Equal(weights, same);
        Assert.Equal(first.Steps, again.Steps);
        Assert.Equal(first.Evaluations, again.Evaluations);
        Assert.Equal((20, true, false), (again.Resumed!.Step, again.Resumed.WasFinished, again.Interrupted));
        Assert.Equal(log, File.ReadAllText(_folder["run/log.jsonl"]));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder["run/model.safetensors"]));

        File.Delete(_folder["run/model.safetensors"]); // as a kill between the last checkpoint and the model leaves it
        File.Delete(_folder["run/config.json"]);
        Train(Options);
        using var saved = GlmModel.Load(_folder["run"]);
        Assert.Equal(weights, SmallModel.Weights(saved));
    }

    [Fact]
    public void Should_keep_its_yardsticks()
    {
        var (first, _) = Train(Options, interruptAt: 5);
        Assert.InRange(first.RandomGenesAccuracy, 2 * first.ChanceAccuracy, 0.9); // the best of four
        var run = TrainingRun.Open(_folder["run"]);
        Assert.Empty(run.Baselines);
        BaselineScore score = new("x", new(0.1, 0, 0.2), new(0.1, 0, 0.2), new(double.NaN, double.NaN, double.NaN), default, 1);
        run.SaveBaselines([score, score with { Predictions = 4 }]);
        var (second, _) = Train(Options);
        Assert.Equal(first.RandomGenesAccuracy, second.RandomGenesAccuracy);
        Assert.Equal([score, score with { Predictions = 4 }], second.Baselines);

        File.WriteAllText(_folder["run/baselines.json"], "[]");
        Assert.StartsWith(
            $"{_folder["run/baselines.json"]}: these are not the figures of baselines (",
            Assert.Throws<GlmException>(() => Train(Options)).Message
        );
        Train(Options with { Restart = true });
        Assert.False(File.Exists(_folder["run/baselines.json"]));
        Assert.Empty(Train(Options).History.Baselines);
    }

    [Fact]
    public void Should_go_on_for_longer_with_the_options_of_the_run()
    {
        var options = Options with { WarmupSteps = 2 };
        var (whole, expected) = Train(options with { Steps = 30, SaveTo = _folder["whole"] });
        Train(options);
        var run = TrainingRun.Open(_folder["run"]);
        Assert.Equal((20, 20, 2, 3), (run.Step, run.Options.Steps, run.Options.WarmupSteps, run.Options.EvaluateEvery));
        using var model = run.LoadModel();
        var longer = Trainer.Train(model, TrainingData.Create(), run.Options with { Steps = 30 });
        Assert.Equal(expected, SmallModel.Weights(model));
        Assert.Equal(whole.Steps.Select(Figures), longer.Steps.Select(Figures));
        // Its last evaluation was one more than the interval asks for.
        Assert.Equal(whole.Evaluations, longer.Evaluations.Where(point => point.Step != 20));
        Assert.Equal(30, TrainingRun.Open(_folder["run"]).Options.Steps);

        Assert.Equal(
            $"{_folder["run"]}: the run there has done 30 steps already, and Steps is 25. Ask for more steps than it has done.",
            Refused(TrainingRun.Open(_folder["run"]).Options with { Steps = 25 })
        );
        Assert.Contains("LearningRate 0.001, and 0.01 is asked for", Refused(run.Options with { Steps = 40, LearningRate = 1e-2 }));
    }

    [Fact]
    public void Should_begin_anew_where_that_is_asked_for()
    {
        Train(Options);
        var (anew, weights) = Train(Options with { Restart = true, Seed = 2, Steps = 4 });
        var (fresh, expected) = Train(Options with { Seed = 2, Steps = 4, SaveTo = null });
        Assert.Equal(expected, weights);
        Assert.Equal(fresh.Steps.Select(Figures), anew.Steps.Select(Figures));
        Assert.Null(anew.Resumed);
        Assert.Equal(4, TrainingRun.Open(_folder["run"]).Step);
        Assert.Equal(4, File.ReadLines(_folder["run/log.jsonl"]).Count());
    }

    [Fact]
    public void Should_keep_two_checkpoints_and_the_best_model()
    {
        var models = new Dictionary<int, float[]>();
        using var model = GlmModel.Create(TrainingData.Config);
        var history = Trainer.Train(
            model,
            TrainingData.Create(),
            Options with
            {
                LearningRate = 3e-2, // which soon overshoots
                EvaluateEvery = 1,
            },
            new Immediate(report => models[(int)report.Done] = SmallModel.Weights(model))
        );
        var best = history.Evaluations.Skip(1).MinBy(point => point.Loss)!.Step;
        Assert.InRange(best, 1, 19);
        Assert.Equal(
            [$"best-{best:D8}", "step-00000018", "step-00000020"],
            Directory.GetDirectories(_folder["run/checkpoints"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        using var kept = GlmModel.Load(_folder[$"run/checkpoints/best-{best:D8}"]);
        Assert.Equal(models[best], SmallModel.Weights(kept));
        Assert.NotNull(kept.LabelPca);
        using var before = GlmModel.Load(_folder["run/checkpoints/step-00000018"]);
        Assert.Equal(models[18], SmallModel.Weights(before));
    }

    [Theory]
    [InlineData("state.json", true)]
    [InlineData("state.json", false)]
    [InlineData("model.safetensors", true)]
    [InlineData("model.safetensors", false)]
    [InlineData("optimizer.safetensors", true)]
    [InlineData("optimizer.safetensors", false)]
    [InlineData("history.safetensors", false)]
    [InlineData("features.safetensors", true)]
    [InlineData("config.json", false)]
    public void Should_fall_back_to_the_checkpoint_before_a_damaged_one(string file, bool cut)
    {
        var (whole, expected) = Train(Options with { SaveTo = _folder["whole"] });
        Train(Options, interruptAt: 13);
        Damage(_folder[$"run/checkpoints/step-00000013/{file}"], cut);
        var (resumed, weights) = Train(Options);
        Assert.Equal(12, resumed.Resumed!.Step);
        var remark = Assert.Single(resumed.Remarks);
        Assert.StartsWith("The checkpoint step-00000013 cannot be used: ", remark);
        Assert.Contains(file, remark);
        Assert.Equal(expected, weights);
        Assert.Equal(whole.Steps.Select(Figures), resumed.Steps.Select(Figures));
        Assert.Equal(Files(_folder["whole"]), Files(_folder["run"]));
    }

    [Fact]
    public void Should_say_so_where_no_checkpoint_is_whole()
    {
        Train(Options, interruptAt: 1);
        File.Delete(_folder["run/checkpoints/step-00000001/optimizer.safetensors"]);
        var error = Refused(Options);
        Assert.Contains("no checkpoint of the run is whole. The checkpoint step-00000001 cannot be used: ", error);
        Assert.Contains("optimizer.safetensors: no such file", error);
        Assert.Contains("begin anew (Restart)", error);
        Assert.Equal(20, Train(Options with { Restart = true }).History.Steps.Count);
    }

    [Fact]
    public void Should_not_take_the_state_of_a_later_program_for_a_damaged_one()
    {
        Train(Options, interruptAt: 3);
        var path = _folder["run/checkpoints/step-00000003/state.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\":1", "\"version\":2"));
        Assert.EndsWith("(format 2; this one knows 1). Update the program.", Refused(Options));
    }

    [Fact]
    public void Should_name_the_first_option_that_differs()
    {
        Train(Options, interruptAt: 3);
        void Differs(TrainingOptions options, string part)
        {
            var error = Refused(options);
            Assert.Equal($"the run there has {part} is asked for", error.Split(". ")[0].Replace($"{_folder["run"]}: ", ""));
            Assert.EndsWith(
                " Give the same, go on with the run as it began (Resume), save to another folder, or begin anew (Restart).",
                error
            );
        }
        Differs(Options with { Steps = 30 }, "Steps 20, and 30");
        Differs(Options with { BatchSize = 5, Seed = 3 }, "BatchSize 4, and 5");
        Differs(Options with { LearningRate = 2e-3 }, "LearningRate 0.001, and 0.002");
        Differs(Options with { WarmupSteps = 7 }, "WarmupSteps 2, and 7");
        Differs(Options with { Seed = 2 }, "Seed 1, and 2");
        Differs(Options with { Recipe = TrainingRecipe.Published }, "Recipe with Averaging MaskedGenes, and AllPositions");
        Differs(Options with { Trained = [new ParameterRange(0, 5)] }, """Trained none, and [{"Start":0,"Count":5,"End":5}]""");
        // The same, said in other words, and what does not belong to a run.
        Assert.Equal(20, Train(Options with { WarmupSteps = 2, CheckpointEvery = CheckpointInterval.Standard }).History.Steps.Count);
    }

    [Fact]
    public void Should_refuse_other_data_other_shapes_and_other_weights()
    {
        Train(Options, interruptAt: 3);
        void Refuses(GlmConfig config, GeneDataset data, string part, long seed = 1)
        {
            using var model = GlmModel.Create(config, seed);
            var before = SmallModel.Weights(model);
            var error = Assert.Throws<GlmException>(() => Trainer.Train(model, data, Options)).Message;
            Assert.Contains(part, error);
            Assert.DoesNotContain('\n', error);
            Assert.Equal(before, SmallModel.Weights(model));
            Assert.Null(model.LabelPca);
        }
        var data = TrainingData.Create();
        Refuses(TrainingData.Config, TrainingData.Create(scaffolds: 7), "from: they have 14 windows, not 12. Give the data");
        Refuses(TrainingData.Config, TrainingData.Create(seed: 2), "they have another normaliser or other label components");
        Refuses(TrainingData.Config, TrainingData.Create(reversed: 5), "they have other scaffolds or genes in their windows");
        Refuses(TrainingData.Config with { HiddenSize = 32 }, data, "another shape, with HiddenSize 16, and this one has 32. Give");
        Refuses(TrainingData.Config with { HiddenDropout = 0 }, data, "another shape, with HiddenDropout 0.1, and this one has 0");
        Refuses(TrainingData.Config, data, "did not begin with this model, but with other weights", seed: 2);

        // The run's own model is welcome at any age.
        using var saved = GlmModel.Load(_folder["run"]);
        Assert.Equal(3, Trainer.Train(saved, data, Options).Resumed!.Step);
    }

    [Fact]
    public void Should_go_on_with_a_model_that_is_ahead_of_its_last_checkpoint()
    {
        var (_, expected) = Train(Options with { SaveTo = _folder["whole"] });
        using var model = GlmModel.Create(TrainingData.Config);
        Assert.Throws<InvalidOperationException>(() =>
            Trainer.Train(
                model,
                TrainingData.Create(),
                Options,
                new Immediate(report =>
                {
                    if (report.Done == 5)
                        throw new InvalidOperationException();
                })
            )
        );
        Assert.Equal(4, Trainer.Train(model, TrainingData.Create(), Options).Resumed!.Step);
        Assert.Equal(expected, SmallModel.Weights(model));
    }

    [Fact]
    public void Should_want_a_run_where_one_is_to_be_resumed()
    {
        Assert.Contains("there is no training to go on with", Refused(Options with { Resume = true }));
        Assert.False(Directory.Exists(_folder["run"]));
        Assert.Contains(
            "there is no training to go on with",
            Assert.Throws<GlmException>(() => TrainingRun.Open(_folder["nothing"])).Message
        );
        Assert.Equal("Resume goes on with the run in SaveTo; name that folder.", Refused(Options with { Resume = true, SaveTo = null }));
        Assert.Contains("cannot be combined with Restart", Refused(Options with { Resume = true, Restart = true }));
    }

    [Fact]
    public void Should_refuse_a_folder_in_which_another_run_is_at_work()
    {
        using var held = RunFolder.Hold(_folder["run"]);
        Assert.Contains("another training is at work in this folder", Refused(Options));
    }

    [Fact]
    public void Should_say_so_where_nothing_can_be_written()
    {
        _folder.Write("run/checkpoints", "a file");
        Assert.Contains("the state of the training cannot be saved there (", Refused(Options));
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
            return; // whom no permission stops
        Directory.CreateDirectory(_folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Contains("may not be written by this user", Refused(Options with { SaveTo = _folder["closed"] }));
    }

    [Fact]
    public void Should_tell_of_another_number_of_threads()
    {
        Train(Options, interruptAt: 3);
        torch.set_num_threads(2);
        var (resumed, _) = Train(Options);
        Assert.StartsWith("The run had 1 threads and goes on with 2:", Assert.Single(resumed.Remarks));
    }

    [Fact]
    public void Should_name_step_batch_and_last_checkpoint_where_the_loss_is_no_number()
    {
        var error = Refused(Options with { LearningRate = 1e30, WarmupSteps = 20, CheckpointEvery = CheckpointInterval.OfSteps(1) });
        Assert.Matches(
            @"^The (loss|gradient) is \S+ at step \d+( \(windows 's\d:\d-\d+', .*, … 4 in all\))?; training cannot go on\.",
            error
        );
        using var model = GlmModel.Create(TrainingData.Config);
        var data = TrainingData.Create();
        Trainer.Train(model, data, Options with { Steps = 3, Restart = true });
        var bad = new Interrupting(data, new CancellationTokenSource()) { Poisoned = true };
        error = Assert
            .Throws<GlmException>(() => Trainer.Train(model, bad, TrainingRun.Open(_folder["run"]).Options with { Steps = 9 }))
            .Message;
        Assert.Matches(
            @"^The loss is NaN at step 4 \(windows 's\d:\d+-\d+', 's\d:\d+-\d+', 's\d:\d+-\d+', … 4 in all\); training cannot go on\.",
            error
        );
        Assert.EndsWith($" The last good checkpoint is {_folder["run/checkpoints/step-00000003"]}.", error);
        using var good = GlmModel.Load(_folder["run/checkpoints/step-00000003"]);
        Assert.Equal(SmallModel.Weights(good), SmallModel.Weights(model));
    }

    [Theory]
    [InlineData("500", 500, null, "500")]
    [InlineData("10min", null, 10.0, "10min")]
    [InlineData(" 0.5 min", null, 0.5, "0.5min")]
    public void Should_read_intervals(string text, int? steps, double? minutes, string written)
    {
        var interval = CheckpointInterval.Parse(text);
        Assert.Equal((steps, minutes, written), (interval.Steps, interval.Time?.TotalMinutes, interval.ToString()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("0min")]
    [InlineData("NaNmin")]
    [InlineData("1e9min")]
    public void Should_refuse_what_is_no_interval(string text) =>
        Assert.StartsWith("The interval of checkpoints is ", Assert.Throws<GlmException>(() => CheckpointInterval.Parse(text)).Message);

    [Fact]
    public void Should_be_due_by_steps_or_by_time()
    {
        var (steps, time) = (CheckpointInterval.OfSteps(3), CheckpointInterval.OfMinutes(1));
        Assert.Equal([false, true], new[] { 2, 3 }.Select(done => steps.IsDue(done, TimeSpan.MaxValue)));
        Assert.Equal([false, true], new[] { 59, 60 }.Select(passed => time.IsDue(1, TimeSpan.FromSeconds(passed))));
        Assert.False(time.IsDue(0, TimeSpan.MaxValue));
    }

    private string Refused(TrainingOptions options)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var error = Assert.Throws<GlmException>(() => Trainer.Train(model, TrainingData.Create(), options)).Message;
        Assert.DoesNotContain('\n', error);
        return error;
    }

    private static (TrainingHistory History, float[] Weights) Train(TrainingOptions options, int? interruptAt = null)
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        var history = Trainer.Train(model, TrainingData.Create(), options, Immediate.Cancelling(source, interruptAt), source.Token);
        return (history, SmallModel.Weights(model));
    }

    /// <summary>All of a step but its times.</summary>
    private static TrainingStep Figures(TrainingStep step) =>
        step with
        {
            GenesPerSecond = 0,
            WindowsPerSecond = 0,
            FlopsPerSecond = 0,
            Seconds = 0,
        };

    /// <summary>The model's files and the names of all checkpoints.</summary>
    private static List<string> Files(string folder) =>
        [
            .. new[] { "model.safetensors", "features.safetensors", "config.json" }.Select(name =>
                Convert.ToHexString(File.ReadAllBytes(Path.Combine(folder, name)))
            ),
            .. Directory.GetDirectories(Path.Combine(folder, "checkpoints")).Select(path => Path.GetFileName(path)).Where(IsLastOrBest),
        ];

    private static bool IsLastOrBest(string name) => name is "step-00000020" || name.StartsWith("best-", StringComparison.Ordinal);

    private static void Damage(string path, bool cut)
    {
        var bytes = File.ReadAllBytes(path);
        if (cut)
            Array.Resize(ref bytes, bytes.Length / 2);
        else
            bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
