using Glm.Analysis.Ablation;
using Glm.Analysis.Baselines;
using Glm.Genomes;
using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

[Collection(RandomState.Name)]
public sealed class TrainCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_train_the_newest_model_and_show_its_curves()
    {
        var before = Weights(_bench.WithModel());
        var shown = await _bench.Show("#!glm train --steps 3 --batch 8 --lr 1e-3 --eval 0.2");
        var history = _bench.Variable<TrainingHistory>("history");
        Assert.Equal([1, 2, 3], history.Steps.Select(step => step.Step));
        Assert.Equal(1e-3, history.Steps[^1].LearningRate, 1e-12);
        Assert.InRange(history.EvaluationWindows, 8, 30);
        Assert.Equal(0, history.Evaluations[0].Step);
        Assert.NotEqual(before, Weights(_bench));
        Assert.Contains("3 steps", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_repeat_itself_for_a_seed_and_differ_for_another()
    {
        await Train("#!glm train --steps 2 --batch 8 --eval 0 --seed 5 --as a");
        await Train("#!glm train --steps 2 --batch 8 --eval 0 --seed 5 --as b");
        await Train("#!glm train --steps 2 --batch 8 --eval 0 --seed 6 --as c");
        await Train("#!glm train --steps 2 --batch 8 --eval 0 --seed 5 --mask 0.5 --as d");
        await Train("#!glm train --steps 2 --batch 8 --eval 0 --seed 5 --loss paper --as e");
        Assert.Equal(Losses("a"), Losses("b"));
        Assert.Equal(4, new[] { "a", "c", "d", "e" }.Select(name => Losses(name)[0]).Distinct().Count());
        Assert.Empty(_bench.Variable<TrainingHistory>("a").Evaluations);
        Assert.Equal(0, _bench.Variable<TrainingHistory>("e").Steps[0].LearningRate);

        async Task Train(string line)
        {
            _bench.WithModel();
            await _bench.Run(line);
        }

        double[] Losses(string name) => [.. _bench.Variable<TrainingHistory>(name).Steps.Select(step => step.Loss)];
    }

    [Fact]
    public async Task Should_take_from_a_preset_what_the_line_leaves_open()
    {
        await _bench.WithModel().Run("#!glm train --preset genomes --steps 2 --mask 0.5 --eval 0.2 --eval-by genome --save mine");
        var expected = TrainingOptions.Genomes with
        {
            Steps = 2,
            MaskProbability = 0.5,
            EvaluationFraction = 0.2,
            EvaluateBy = WindowUnit.Genome,
        };
        var options = TrainingRun.Open(_bench.Folder["mine"]).Options;
        Assert.Equal(
            (expected.Recipe, 2, expected.BatchSize, expected.LearningRate, expected.Schedule, 0.5, WindowUnit.Genome),
            (
                options.Recipe,
                options.Steps,
                options.BatchSize,
                options.LearningRate,
                options.Schedule,
                options.MaskProbability,
                options.EvaluateBy
            )
        );
        var history = _bench.Variable<TrainingHistory>("history");
        Assert.Equal(WindowUnit.Genome, history.EvaluatedBy);
        Assert.NotEmpty(history.HeldOut);
        var held = history.HeldOut.ToHashSet();
        Assert.All(_bench.Variable<ScaffoldSet>("scaffolds").Genomes, genome => held.Remove(genome.Id));
        Assert.Empty(held); // each is a genome of the set
    }

    [Fact]
    public async Task Should_train_for_a_time_and_evaluate_at_an_interval()
    {
        await _bench.WithModel().Run("#!glm train --preset genomes --minutes 0.02 --batch 8 --eval 0 --save mine");
        var run = TrainingRun.Open(_bench.Folder["mine"]).Options;
        Assert.Equal(0.02, run.Minutes);
        Assert.InRange(run.Steps!.Value, 1, 11_999);
        Assert.StartsWith("The budget of 0.02 minutes ", _bench.Variable<TrainingHistory>("history").Remarks[0]);

        await _bench.WithModel().Run("#!glm train --steps 5 --batch 8 --eval 0.2 --eval-every 2 --balance genus --save other");
        Assert.Equal(WindowUnit.Genus, TrainingRun.Open(_bench.Folder["other"]).Options.Balance);
        Assert.Equal([0, 2, 4, 5], _bench.Variable<TrainingHistory>("history").Evaluations.Select(point => point.Step));
    }

    [Fact]
    public async Task Should_show_baselines_beside_the_model_on_the_same_genes()
    {
        var shown = await _bench.WithModel().Show("#!glm train --steps 2 --batch 8 --eval 0.2 --baselines");
        var comparison = _bench.Variable<BaselineComparison>("baselines");
        Assert.Equal(
            ["chance", "four random genes", "window mean", "neighbour copy", "random-feature ridge", "neighbourhood vote", "gLM"],
            comparison.Scores.Select(score => score.Name)
        );
        Assert.Equal(_bench.Variable<TrainingHistory>("history").EvaluationWindows, comparison.HeldOutWindows);
        Assert.All(comparison.Scores, score => Assert.InRange(score.Accuracy.Value, score.Accuracy.Low, score.Accuracy.High));
        // The simulator plants operons, which two steps of training have not found and the neighbourhoods show.
        Assert.True(Accuracy("neighbourhood vote").Low > Accuracy("chance").High);
        Assert.Contains("gLM is behind", shown.Plain);
        foreach (var score in comparison.Scores)
            Assert.Contains(score.Name, shown.Parts["text/html"]);
        Assert.Equal(comparison.Scores.SkipLast(1), _bench.Variable<TrainingHistory>("history").Baselines);
        Assert.Contains("below the best baseline, ", _bench.Host.Shown[^2].Plain);
        Assert.Equal(
            "#!glm train: --baselines compares on held-out windows, and --eval 0 holds none out. Leave one of them out.",
            await _bench.Refused("#!glm train --steps 1 --eval 0 --baselines")
        );

        Estimate Accuracy(string name) => comparison.Scores.Single(score => score.Name == name).Accuracy;
    }

    [Fact]
    public async Task Should_learn_functions_and_show_what_that_was_worth()
    {
        var shown = await _bench.WithModel().Show("#!glm train --function family --steps 3 --batch 8 --eval 0.2 --ablation --save mine");
        var (history, ablation) = (_bench.Variable<TrainingHistory>("history"), _bench.Variable<TripletAblation>("ablation"));
        Assert.All(history.Steps, step => Assert.InRange(step.TripletLoss, 1e-4, 4.2));
        Assert.Equal(("family", 0.1), (TrainingRun.Open(_bench.Folder["mine"]).Function, ablation.Weight));
        Assert.Contains("The triplet loss over 'family' (weight 0.1) ", shown.Plain);
        Assert.Contains("triplet loss over functions", _bench.Host.Shown[^2].Parts["text/html"]);
        Assert.Equal(history.EvaluationWindows, ablation.HeldOutWindows);
        Assert.Equal(1, ablation.Of(AblationMeasure.Transfer, AblationRival.Protein).Other.Value, 0.1); // as families are

        // The model without is the one that the same line without the function makes.
        await _bench.WithModel().Run("#!glm train --steps 3 --batch 8 --eval 0.2 --baselines");
        var plain = _bench.Variable<BaselineComparison>("baselines").Scores[^1];
        Assert.Equal(plain.Accuracy.Value, ablation.Of(AblationMeasure.Accuracy).Other.Value, 1e-12);
        Assert.Equal(plain.SquaredError.Value, ablation.Of(AblationMeasure.SquaredError).Other.Value, 1e-12);
        Assert.NotEqual(plain.SquaredError.Value, ablation.Of(AblationMeasure.SquaredError).With.Value);

        // A run that goes on finds its function by the name that it noted.
        await _bench.Run("#!glm train --resume mine --steps 4");
        Assert.InRange(_bench.Variable<TrainingHistory>("history").Steps[^1].TripletLoss, 1e-4, 4.2);
    }

    [Fact]
    public async Task Should_refuse_an_ablation_before_it_trains()
    {
        var scaffolds = CommandBench.Scaffolds;
        _bench.WithModel();
        // Of one genome alone, which is trained on or held out.
        var first = scaffolds.Scaffolds[0].GenomeId;
        var labels = scaffolds.Scaffolds.SelectMany(scaffold =>
            scaffold.Genes.Select((_, i) => (IReadOnlyList<string>)(scaffold.GenomeId == first ? [$"role {i % 3}"] : []))
        );
        _bench.Host.SetVariable("mine", new GeneLabels("roles", [.. labels]), typeof(GeneLabels));
        Assert.Contains(
            "a transfer of functions needs both",
            await _bench.Refused("#!glm train --function mine --ablation --steps 2 --save run")
        );
        Assert.False(File.Exists(_bench.Folder["run/log.jsonl"]));
    }

    [Fact]
    public async Task Should_learn_functions_that_a_variable_holds_and_record_its_use()
    {
        var scaffolds = CommandBench.Scaffolds;
        _bench.WithModel();
        var roles = Enumerable.Range(0, scaffolds.GeneCount).Select(i => (IReadOnlyList<string>)[$"role {i % 3}"]);
        _bench.Host.SetVariable("mine", new GeneLabels("roles", [.. roles]), typeof(GeneLabels));
        await _bench.Run("#!glm train --function mine --triplet-weight 0.5 --steps 2 --batch 8 --eval 0 --save run");
        var run = TrainingRun.Open(_bench.Folder["run"]);
        Assert.Equal(("roles", 0.5), (run.Function, run.Options.TripletWeight));
        Assert.StartsWith(
            "#!glm train: the run learned the labels 'roles' from a variable. Name the variable that holds them with --function.",
            await _bench.Refused("#!glm train --resume run --steps 3")
        );
        Assert.Contains(
            "learns with the function labels 'roles' of",
            await _bench.Refused("#!glm train --resume run --steps 3 --function family")
        );
        await _bench.Run("#!glm train --resume run --steps 3 --function mine");
        Assert.Equal(3, _bench.Variable<TrainingHistory>("history").Steps.Count);
    }

    [Theory]
    [InlineData(
        "--triplet-weight 0.5",
        "--triplet-weight is about the triplet loss over functions of genes, and no function is given. Add --function, such as --function "
            + "cog, or leave --triplet-weight out."
    )]
    [InlineData(
        "--ablation",
        "--ablation is about the triplet loss over functions of genes, and no function is given. Add --function, such as --function cog, "
            + "or leave --ablation out."
    )]
    [InlineData(
        "--function family --ablation --eval 0",
        "--ablation compares on held-out windows, and --eval 0 holds none out. Leave one of them out."
    )]
    [InlineData(
        "--function family --ablation --triplet-weight 0",
        "--triplet-weight 0 is training without the triplet loss, so --ablation has nothing to compare. Give a weight above 0, or leave "
            + "--ablation out."
    )]
    [InlineData("--function family --ablation --minutes 1", "--ablation and --minutes cannot be combined; give one of them.")]
    [InlineData(
        "--function family --corpus somewhere",
        "--function reads labels of genes, and a corpus keeps none. Load its genomes as scaffolds (#!glm load) and leave --corpus out, or "
            + "leave --function out."
    )]
    [InlineData("--function family --triplet-weight -1", "--triplet-weight must be a number of at least 0, not '-1'.")]
    [InlineData(
        "--function nothing",
        "--function is 'nothing', which is neither a variable with labels of genes (GeneLabels) nor a field that genes carry. Use ec, "
            + "ec1, cog, pfam, go, operon, product, family."
    )]
    public async Task Should_refuse_a_function_that_cannot_be_learned(string options, string message) =>
        Assert.Equal($"#!glm train: {message}", await _bench.WithModel().Refused($"#!glm train {options}"));

    [Fact]
    public async Task Should_not_compare_with_a_model_that_is_trained_already()
    {
        _bench.WithModel();
        await _bench.Run("#!glm train --function family --steps 2 --batch 8 --eval 0.2 --save run");
        var error = await Assert.ThrowsAsync<GlmException>(() =>
            _bench.Run("#!glm train --function family --steps 2 --batch 8 --eval 0.2 --save run --ablation")
        );
        Assert.Equal(
            "#!glm train: --ablation trains the model once more as it was before the run in 'run', and this one is trained since. Make a "
                + "fresh model and add --restart, or leave --ablation out.",
            error.Message
        );
    }

    [Fact]
    public async Task Should_compute_the_baselines_of_a_run_once()
    {
        _bench.WithModel();
        await _bench.Run("#!glm train --steps 2 --batch 8 --eval 0.2 --baselines --save run");
        var file = _bench.Folder["run/baselines.json"];
        var first = _bench.Variable<BaselineComparison>("baselines");
        Assert.Equal(first.Scores.SkipLast(1), TrainingRun.Open(_bench.Folder["run"]).Baselines);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"neighbour copy\"", "\"known already\"", StringComparison.Ordinal));

        await _bench.Run("#!glm train --resume run --steps 3 --baselines");
        var second = _bench.Variable<BaselineComparison>("baselines");
        Assert.Equal(first.Scores.Count, second.Scores.Count);
        Assert.Equal("known already", second.Scores[3].Name);
        Assert.Equal(first.Scores[5], second.Scores[5]);
        Assert.Equal(("gLM", 3), (second.Scores[^1].Name, _bench.Variable<TrainingHistory>("history").Steps.Count));
        await _bench.Run("#!glm train --resume run");
        Assert.Contains("known already", _bench.Host.Shown[^1].Parts["image/svg+xml"]);

        // Another run in the folder has other windows.
        await _bench.Run("#!glm train --steps 2 --batch 8 --eval 0.2 --seed 2 --restart --save run");
        await _bench.Run("#!glm train --steps 2 --batch 8 --eval 0.2 --seed 2 --save run");
        Assert.Empty(_bench.Variable<TrainingHistory>("history").Baselines);
    }

    [Fact]
    public async Task Should_write_events_for_tensorboard_and_go_on_with_them()
    {
        await _bench.WithModel().Run("#!glm train --steps 2 --batch 8 --save run --tensorboard events");
        var file = new FileInfo(Assert.Single(Directory.GetFiles(_bench.Folder["events"])));
        var before = file.Length;
        await _bench.Run("#!glm train --resume run --steps 4 --tensorboard events");
        file.Refresh();
        Assert.InRange(file.Length, before + 1, (2 * before) + 100);
        File.WriteAllText(_bench.Folder["file"], "");
        Assert.StartsWith("file/", await _bench.Refused("#!glm train --steps 1 --tensorboard file"));
    }

    [Fact]
    public async Task Should_save_the_trained_model_into_a_new_folder()
    {
        await _bench.WithModel().Run("#!glm train --epochs 1 --batch 100 --warmup 0 --save deep/er/mine");
        Assert.Equal(
            ["config.json", "features.safetensors", "genomes.json", "log.jsonl", "model.safetensors"],
            Directory.GetFiles(_bench.Folder["deep/er/mine"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        await _bench.Run("#!glm model deep/er/mine --as again");
        Assert.Equal(Weights(_bench), Weights(_bench, "again"));
        Assert.Single(_bench.Variable<TrainingHistory>("history").Steps);
    }

    [Fact]
    public async Task Should_keep_and_show_what_an_interrupted_training_has()
    {
        using var bench = new CommandBench { Session = new GlmSession(progress: (host, _) => new Interruption((FakeHost)host)) };
        bench.WithModel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            bench.Run("#!glm train --steps 100000 --batch 4 --eval 0 --save kept")
        );
        var history = bench.Variable<TrainingHistory>("history");
        Assert.True(history.Interrupted);
        Assert.NotEmpty(history.Steps);
        Assert.Contains("interrupted", bench.Host.Shown[^1].Plain, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(bench.Folder["kept/model.safetensors"]));
    }

    [Fact]
    public async Task Should_go_on_where_the_same_line_was_interrupted()
    {
        const string Line = "#!glm train --steps 12 --batch 4 --checkpoint-every 2 --save";
        await _bench.WithModel().Run($"{Line} whole");
        var (whole, expected) = (_bench.Variable<TrainingHistory>("history"), Weights(_bench));

        using var bench = new CommandBench { Session = new GlmSession(progress: (host, _) => new Interruption((FakeHost)host)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.WithModel().Run($"{Line} \"my run\""));
        Assert.Equal(3, bench.Variable<TrainingHistory>("history").Steps.Count);
        // Another session, with a fresh model, as after a restart of the kernel.
        using var later = new CommandBench();
        later.Host.WorkingDirectory = bench.Folder.Path;
        Assert.StartsWith("Goes on from step 3 of my run. 12 steps in ", (await later.WithModel().Show($"{Line} \"my run\"")).Plain);
        Assert.Equal(expected, Weights(later));
        Assert.Equal(whole.Steps.Select(step => step.Loss), later.Variable<TrainingHistory>("history").Steps.Select(step => step.Loss));
        Assert.StartsWith(
            "Already finished: my run ended after 12 steps. To go on, type #!glm train --resume \"my run\" --steps 24; ",
            (await later.Show($"{Line} \"my run\"")).Plain
        );
        Assert.Equal(expected, Weights(later));
    }

    [Fact]
    public async Task Should_go_on_with_a_run_in_a_session_without_a_model()
    {
        await _bench.WithModel().Run("#!glm train --steps 4 --batch 4 --warmup 0 --lr 1e-3 --save mine");
        await _bench.WithModel().Run("#!glm train --steps 6 --batch 4 --warmup 0 --lr 1e-3 --save whole");
        var expected = Weights(_bench);
        using var later = new CommandBench();
        later.Host.WorkingDirectory = _bench.Folder.Path;
        await later.WithProteins().Run("#!glm train --resume mine --steps 6");
        Assert.Equal(expected, Weights(later));
        Assert.Equal(6, later.Variable<TrainingHistory>("history").Steps.Count);
        Assert.Equal((4, "mine"), (Resumed().Step, Resumed().Folder));
        await later.Run("#!glm train --resume mine --epochs 1");
        Assert.True(later.Variable<TrainingHistory>("history").Steps.Count > 6);

        Assert.Equal(
            "mine: the run there has --lr 0.001, and 0.01 is asked for. Give the same, go on with the run as it began (--resume), save to "
                + "another folder, or begin anew (--restart).",
            await _bench.WithModel().Refused("#!glm train --epochs 1 --batch 4 --warmup 0 --lr 1e-2 --save mine")
        );
        await _bench.WithModel().Run("#!glm train --steps 2 --batch 4 --save mine --restart");
        Assert.Equal(2, _bench.Variable<TrainingHistory>("history").Steps.Count);

        ResumedRun Resumed() => later.Variable<TrainingHistory>("history").Resumed!;
    }

    [Theory]
    [InlineData("fit normaliser")]
    [InlineData("normalise")]
    [InlineData("fit components")]
    public async Task Should_leave_a_history_where_its_preparations_are_interrupted(string activity)
    {
        using var bench = new CommandBench { Session = new GlmSession(progress: (host, _) => new Interruption((FakeHost)host, activity)) };
        await bench.WithProteins().Run("#!glm model --preset tiny"); // which has neither normaliser nor labels
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Run("#!glm train --steps 100000 --save kept"));
        var history = bench.Variable<TrainingHistory>("history");
        Assert.True(history.Interrupted);
        Assert.Empty(history.Steps);
        Assert.Contains("nothing has been trained", bench.Host.Shown[^1].Plain, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(bench.Folder["kept"]));
    }

    [Theory]
    [InlineData(
        "#!glm train --save file",
        "file/model.safetensors: it could not be written (The file 'file' already exists.); name another place, or make room there."
    )]
    [InlineData("#!glm train --save file/deeper", "file/deeper/model.safetensors: its folder cannot be made; name another place.")]
    [InlineData("#!glm train --steps many", "#!glm train: --steps must be a whole number of at least 1, not 'many'.")]
    [InlineData(
        "#!glm train --stps 4",
        "#!glm train: there is no option '--stps'. Did you mean '--steps'? Its options: --preset --steps --epochs --minutes --batch "
            + "--accumulate --lr --warmup --schedule --weight-decay --ema --precision --mask --balance --eval --eval-by "
            + "--eval-every --patience --loss --function --triplet-weight --ablation --seed --save --checkpoint-every --tensorboard "
            + "--resume --restart --baselines --model --scaffolds --proteins --corpus --as."
    )]
    [InlineData(
        "#!glm train --resume none",
        "none: there is no training to go on with; a run leaves its checkpoints in the folder that "
            + "its model is saved to. Check the name."
    )]
    [InlineData("#!glm train --resume none --preset genomes", "#!glm train: --resume and --preset cannot be combined; give one of them.")]
    [InlineData("#!glm train --resume none --eval-by class", "#!glm train: --resume and --eval-by cannot be combined; give one of them.")]
    [InlineData("#!glm train --resume none --lr 1e-3", "#!glm train: --resume and --lr cannot be combined; give one of them.")]
    [InlineData(
        "#!glm train --save kept --checkpoint-every often",
        "The interval of checkpoints is 'often'; it must be a number of steps, such as 500, or of minutes, such as 10min."
    )]
    [InlineData("#!glm train --steps 1 --epochs 1", "#!glm train: --steps and --epochs cannot be combined; give one of them.")]
    [InlineData("#!glm train --minutes 1 --steps 1", "#!glm train: --minutes and --steps cannot be combined; give one of them.")]
    [InlineData("#!glm train --minutes 0", "#!glm train: --minutes must be a number above 0 and at most 527040, not '0'.")]
    [InlineData("#!glm train --mask 0", "#!glm train: --mask must be a number above 0 and at most 1, not '0'.")]
    [InlineData("#!glm train --lr NaN", "#!glm train: --lr must be a number above 0 and at most 1, not 'NaN'.")]
    [InlineData("#!glm train --eval 1", "#!glm train: --eval must be a number of at least 0 and below 1, not '1'.")]
    public async Task Should_say_what_is_wrong_before_it_trains(string line, string message)
    {
        _bench.Folder.Write("file", "x");
        Assert.Equal(message, (await _bench.WithModel().Refused(line)).Replace('\\', '/'));
        Assert.Empty(_bench.Host.Shown);
    }

    [Fact]
    public async Task Should_refuse_vectors_of_another_width() =>
        Assert.Equal(
            "The protein vectors (narrow) have 320 numbers; this model reads 1280. Embed with the model's embedder, or make a "
                + "model of that width.",
            await _bench
                .WithModel()
                .With(
                    "proteins",
                    new ProteinVectors("narrow", CommandBench.Proteins.Ids, 320, new Half[CommandBench.Proteins.Count * 320])
                )
                .Refused("#!glm train --steps 1")
        );

    [Fact]
    public async Task Should_refuse_windows_longer_than_the_model_reads()
    {
        var cut = WindowCutter.Cut(CommandBench.Scaffolds.Scaffolds, 15, 40);
        _bench
            .WithModel()
            .With(
                "scaffolds",
                new ScaffoldSet("long", CommandBench.Scaffolds.Genomes, CommandBench.Scaffolds.Proteins, cut.Windows, cut.Dropped)
            );
        foreach (
            var line in new[]
            {
                "#!glm train --steps 1 --eval 0",
                "#!glm contextualize",
                $"#!glm attention {cut.Windows.First(window => window.Length > 30).Id}",
            }
        )
            Assert.Matches(
                @"^Window 'G\d\d_s\d:1-\d\d' has [34]\d genes and the model reads at most 30\. Load the scaffolds with --max-genes 30\.$",
                await _bench.Refused(line)
            );
    }

    [Fact]
    public async Task Should_want_a_model_first() =>
        Assert.Equal(
            "#!glm train: it needs a gLM model (GlmModel), and no command has made any yet. Run #!glm model first, or name a "
                + "C# variable by --model NAME.",
            await _bench.Refused("#!glm train")
        );

    private static float[] Weights(CommandBench bench, string name = "model") =>
        ((GlmModel)bench.Host.Variables[name]!).Parameters.Values.data<float>().ToArray();

    /// <summary>Interrupts the cell after a few steps of an activity, however long they take.</summary>
    private sealed class Interruption(FakeHost host, string activity = "train") : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value)
        {
            if (value.Activity == activity && value.Done >= 3)
                host.Source.Cancel();
        }
    }
}
