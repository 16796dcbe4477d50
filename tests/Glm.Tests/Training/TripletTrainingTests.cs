using System.Text.Json;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;
using Glm.Training.Processes;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class TripletTrainingTests : IDisposable
{
    private static readonly GlmConfig Still = TrainingData.Config with { HiddenDropout = 0, AttentionDropout = 0 };

    private readonly TemporaryFolder _folder = new();
    private readonly int _threads = torch.get_num_threads();

    /// <summary>With one thread: how many there are shows in the last digits, and other tests change it.</summary>
    public TripletTrainingTests() => torch.set_num_threads(1);

    private static GeneDataset Data { get; } = TrainingData.Create(scaffolds: 8, genomes: 4);

    private static TrainingOptions Options { get; } =
        new()
        {
            Steps = 12,
            BatchSize = 6,
            LearningRate = 1e-3,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
            EvaluateEvery = 4,
            CheckpointEvery = CheckpointInterval.OfSteps(2),
        };

    public void Dispose()
    {
        torch.set_num_threads(_threads);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, true)]
    [InlineData(11, false)]
    public void Should_go_on_to_the_same_bits_after_an_interruption(int step, bool contrast)
    {
        var options = Options with { Recipe = contrast ? TrainingRecipe.Contrast : TrainingRecipe.Corrected };
        var (whole, expected) = Train(options with { SaveTo = _folder["whole"] }, Labels());
        Train(options with { SaveTo = _folder["run"] }, Labels(), interruptAt: step);
        var (resumed, weights) = Train(options with { SaveTo = _folder["run"] }, Labels());
        Assert.Equal(step, resumed.Resumed!.Step);
        Assert.Equal(expected, weights);
        Assert.Equal(whole.Evaluations, resumed.Evaluations);
        Assert.Equal(whole.Steps.Select(Figures), resumed.Steps.Select(Figures));
        Assert.All(whole.Steps, one => Assert.InRange(one.TripletLoss, 1e-3, 4.2));
    }

    [Fact]
    public void Should_go_on_from_its_folder_with_the_labels_alone()
    {
        var (_, expected) = Train(Options, Labels());
        Train(Options with { SaveTo = _folder["run"], TripletWeight = 0.1 }, Labels(), interruptAt: 7);
        var run = TrainingRun.Open(_folder["run"]);
        Assert.Equal(("f", 0.1), (run.Function, run.Options.TripletWeight));
        using var model = run.LoadModel();
        Trainer.Train(model, Data, run.Options, Labels());
        Assert.Equal(expected, SmallModel.Weights(model));
    }

    [Fact]
    public void Should_train_to_the_same_bits_as_without_where_the_loss_counts_nothing()
    {
        var (without, expected) = Train(Options, null);
        var (nothing, weights) = Train(Options with { TripletWeight = 0 }, Labels());
        Assert.Equal(expected, weights);
        Assert.Equal(without.Steps.Select(Figures), nothing.Steps.Select(Figures));
        Assert.All(without.Steps, step => Assert.Equal(double.NaN, step.TripletLoss));
        Assert.NotEqual(expected, Train(Options, Labels()).Weights);
    }

    [Theory]
    [InlineData("alone")] // each gene is one of its kind
    [InlineData("same")] // no gene is another
    public void Should_train_as_without_where_no_batch_has_a_triplet(string kind)
    {
        var labels = Labels((_, gene) => kind == "alone" ? [gene] : ["f"]);
        var (without, _) = Train(Options, null, Still);
        var (history, _) = Train(Options, labels, Still);
        Assert.All(history.Steps, step => Assert.Equal(0, step.TripletLoss));
        Assert.All(without.Steps.Zip(history.Steps), pair =>
            Assert.Equal((pair.First.Loss, pair.First.GradientNorm), (pair.Second.Loss, pair.Second.GradientNorm))
        );
    }

    [Fact]
    public void Should_draw_the_same_masks_and_dropout_as_without()
    {
        // Before the first update both models are one; what is hidden and what is dropped shows in the loss.
        var options = Options with { Steps = 1 };
        var (without, with) = (Train(options, null).History.Steps[0], Train(options, Labels()).History.Steps[0]);
        Assert.Equal(without.Loss, with.Loss, 1e-5 * without.Loss);
        Assert.NotEqual(without.GradientNorm, with.GradientNorm, 1e-3 * without.GradientNorm);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0.3)]
    [InlineData(6, 0.3)]
    public void Should_give_the_gradient_of_the_whole_batch_in_pieces(int pieces, double dropout)
    {
        var config = Still with { HiddenDropout = dropout, AttentionDropout = dropout, InitializerRange = 0.3 };
        var functions = GeneFunctions.Of(Data, Labels());
        var order = new WindowOrder(Data, [.. Enumerable.Range(0, 12)], 6, Options);
        using var batches = new StepBatches(Data, order, Options, leastLength: 0, functions);
        var batch = batches.Of(0, end: 1);
        Assert.True(batch.Triplets!.Anchors.Length > 10);
        var ((whole, gradient), (parts, sum), (_, plain)) = (Learn(1, 5), Learn(pieces, 5), Learn(1, 0));
        Assert.True(SmallModel.Difference(gradient, sum) <= 2e-6 * gradient.Max(Math.Abs), "the gradients differ");
        Assert.True(SmallModel.Difference(gradient, plain) > 1e-2 * gradient.Max(Math.Abs), "the triplets do not count");
        Assert.Equal(whole.Triplet, parts.Triplet, 1e-6);
        Assert.InRange(whole.Triplet, 0.05, 4.2);

        (MaskedGeneFigures, float[]) Learn(int count, double weight)
        {
            using var model = GlmModel.Create(config);
            using var learner = new Learner(model, TrainingRecipe.Corrected, tripletWeight: weight);
            var (figures, _) = learner.Step(batch.Rows, batch.Masked, count, learningRate: 0, seed: 1, batch.Triplets);
            return (figures, SmallModel.Numbers(model.Parameters.Gradients));
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 1)] // more than windows in a batch
    public void Should_learn_in_several_processes_as_one_does(int count, int pieces)
    {
        var options = Options with { Accumulate = pieces };
        var (alone, weights) = Train(options, Labels(), Still);
        var together = ThreadGroup.Run(count, group => Train(options, Labels(), Still, group: group));
        Assert.All(alone.Steps.Zip(together[0].History.Steps), pair =>
        {
            Assert.Equal(pair.First.TripletLoss, pair.Second.TripletLoss, 1e-4);
            Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, 1e-4 * pair.First.GradientNorm);
        });
        Assert.True(SmallModel.Difference(weights, together[0].Weights) <= 1e-4);
        Assert.All(together, process => Assert.Equal(together[0].Weights, process.Weights));
    }

    [Fact]
    public void Should_say_where_processes_have_other_labels()
    {
        var fault = Assert.Throws<GlmException>(() =>
            ThreadGroup.Run(2, group => Train(Options, Labels((_, gene) => [gene[^1..] + group.Rank]), Still, group: group))
        );
        Assert.StartsWith("Process 1 learns from the function labels 'f' of 104 genes, and the first one from others.", fault.Message);
    }

    [Fact]
    public void Should_draw_genes_of_one_function_together()
    {
        // Every third gene of a scaffold lies on the other strand, which its row of features says.
        var labels = Labels((number, _) => [number % 13 % 3 == 0 ? "reverse" : "forward"]);
        var options = Options with { Steps = 80, LearningRate = 3e-3 };
        var (with, barely) = (Last(TrainingOptions.DefaultTripletWeight), Last(1e-6));
        Assert.True(with < 0.5 * barely, $"{with}, {barely}");

        double Last(double weight) =>
            Train(options with { TripletWeight = weight }, labels, Still).History.Steps.TakeLast(10).Average(step => step.TripletLoss);
    }

    [Fact]
    public void Should_leave_no_tensor_behind()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        Trainer.Train(model, Data, Options with { Accumulate = 2 }, Labels());
        var before = SmallModel.LiveTensors;
        Trainer.Train(model, Data, Options, Labels());
        Trainer.Train(model, Data, Options with { Accumulate = 2 }, Labels());
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    [Fact]
    public void Should_compute_the_loss_in_float32_where_the_model_does_not()
    {
        var options = Options with { Precision = ComputePrecision.Bfloat16, Steps = 2, Accumulate = 2 };
        var (history, _) = Train(options, Labels());
        Assert.All(history.Steps, step => Assert.InRange(step.TripletLoss, 1e-3, 4.2));
    }

    [Fact]
    public void Should_log_the_loss_as_a_series_of_its_own()
    {
        var (history, _) = Train(Options with { SaveTo = _folder["run"] }, Labels());
        double[] logged =
        [
            .. File.ReadLines(_folder["run/log.jsonl"])
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("triplet_loss").GetDouble()),
        ];
        Assert.Equal(history.Steps.Select(step => step.TripletLoss), logged);
        Assert.Equal(logged, TrainingRun.Open(_folder["run"]).Steps.Select(step => step.TripletLoss));
        Assert.Equal(logged, history.ToDataFrame()["triplet_loss"].Cast<double>());
        var (without, _) = Train(Options with { SaveTo = _folder["without"] }, null);
        Assert.DoesNotContain("triplet", File.ReadAllText(_folder["without/log.jsonl"]));
        Assert.DoesNotContain(without.ToDataFrame().Columns, column => column.Name == "triplet_loss");
    }

    [Fact]
    public void Should_refuse_to_go_on_with_other_labels()
    {
        var options = Options with { SaveTo = _folder["run"] };
        Train(options, Labels(), interruptAt: 3);
        Assert.StartsWith(
            $"{_folder["run"]}: the run there learns with the function labels 'f' of 96 genes, and this one has no function labels. Give",
            Refused(() => Train(options, null))
        );
        Assert.Contains(
            "this one has others of that name. Give the same Function, save to another folder, or begin anew",
            Refused(() => Train(options, Labels((_, gene) => [gene[^1..], "more"])))
        );
        Assert.Contains(
            "has TripletWeight 0.1, and 0.5 is asked for",
            Refused(() => Train(options with { TripletWeight = 0.5 }, Labels()))
        );
        var plain = options with { SaveTo = _folder["plain"] };
        Train(plain, null, interruptAt: 3);
        Assert.Contains("learns with no function labels, and this one has the function labels 'f'", Refused(() => Train(plain, Labels())));
    }

    [Fact]
    public void Should_refuse_what_cannot_be_learned()
    {
        Assert.Equal(
            "TripletWeight = 0.1 weighs a triplet loss over functions of genes, and no function is given. Name labels of genes "
                + "(Function), or leave the weight out.",
            Refused(() => Train(Options with { TripletWeight = 0.1 }, null))
        );
        Assert.Equal(
            "The triplet weight is -1; it must be 0 or more.",
            Refused(() => Train(Options with { TripletWeight = -1 }, Labels()))
        );
        Assert.StartsWith(
            "The labels 'f' are for 1 genes, and",
            Refused(() =>
                Train(
                    Options,
                    new GeneLabels(
                        "f",
                        [
                            ["x"],
                        ]
                    )
                )
            )
        );
        Assert.StartsWith(
            "The labels 'f' say nothing of the 104 genes of test: there is no function to learn.",
            Refused(() => Train(Options, Labels((_, _) => [])))
        );
        using var model = GlmModel.Create(TrainingData.Config);
        var elsewhere = new Interrupting(Data, new CancellationTokenSource());
        Assert.StartsWith(
            "test: a corpus keeps no function labels of its genes, so it cannot be trained on with Function.",
            Refused(() => Trainer.Train(model, elsewhere, Options, Labels()))
        );
    }

    private static string Refused(Action act)
    {
        var error = Assert.Throws<GlmException>(act).Message;
        Assert.DoesNotContain('\n', error);
        return error;
    }

    /// <summary>By place on the scaffold, so that genomes share them; some genes have two.</summary>
    private static GeneLabels Labels(Func<int, string, string[]>? of = null)
    {
        of ??= (_, gene) =>
            gene[^1] == '3' ? ["3", "4"]
            : gene[^1] == '7' ? []
            : [gene[^1..]];
        return new GeneLabels(
            "f",
            [.. Data.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select((gene, i) => (IReadOnlyList<string>)of(i, gene.Id))]
        );
    }

    private static (TrainingHistory History, float[] Weights) Train(
        TrainingOptions options,
        GeneLabels? labels,
        GlmConfig? config = null,
        int? interruptAt = null,
        IProcessGroup? group = null
    )
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(config ?? TrainingData.Config);
        var progress = Immediate.Cancelling(source, interruptAt);
        var history = Trainer.TrainByClock(model, Data, options, TimeProvider.System, progress, source.Token, group, labels);
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
}
