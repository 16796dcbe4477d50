using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

/// <summary>Genomes in which every family has one successor, so that a neighbour says which gene is hidden.</summary>
[Collection(RandomState.Name)]
public sealed class ClosedFormStartTests : IDisposable
{
    private const int Families = 40,
        Width = 24,
        Genes = 12;

    private static readonly GlmConfig Config = GlmConfig.Genomes with
    {
        ProteinWidth = Width,
        LabelWidth = Width + 1,
        HiddenSize = 128,
        FeedForwardSize = 256,
        MaxGenes = Genes,
        MaxPositions = Genes,
    };

    private static readonly TrainingOptions Options = TrainingOptions.Genomes with { Steps = 1, LearningRate = 1e-12 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_know_what_neighbours_tell_before_the_first_step()
    {
        using var model = GlmModel.Create(Config);
        Assert.True(ClosedFormStart.IsOpen(model));
        var history = Train(model, Options);
        Assert.False(ClosedFormStart.IsOpen(model));
        Assert.True(history.Evaluations[0].AbsoluteAccuracy > 0.7, $"{history.Evaluations[0].AbsoluteAccuracy}");

        using var other = GlmModel.Create(Config);
        var without = Train(other, Options with { Recipe = Options.Recipe with { StartsInClosedForm = false } });
        Assert.True(without.Evaluations[0].AbsoluteAccuracy < 0.3, $"{without.Evaluations[0].AbsoluteAccuracy}");
    }

    [Fact]
    public void Should_say_how_much_memory_it_takes_where_there_is_less()
    {
        const string Policy = "/proc/sys/vm/overcommit_memory";
        Assert.SkipWhen(File.Exists(Policy) && File.ReadAllText(Policy).Trim() == "1", "this system lends memory that it does not have");
        using var model = GlmModel.Create(Config with { HiddenSize = 32, FeedForwardSize = 1 << 20 });
        var fault = Assert.Throws<GlmException>(() => Train(model, Options));
        Assert.StartsWith(
            "Memory runs out in the start in closed form: cpu would have to hold the products of 1,048,576 features with one another, "
                + "26,388.3 GB in all.",
            fault.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_leave_what_has_learned_as_it_is()
    {
        using var model = GlmModel.Create(Config);
        var first = Train(model, Options with { Steps = 30, LearningRate = 1e-3 });
        var second = Train(model, Options);
        Assert.Equal(first.Evaluations[^1].Loss, second.Evaluations[0].Loss, 6);
    }

    [Fact]
    public void Should_leave_a_model_alone_whose_head_alone_is_trained()
    {
        using var model = GlmModel.Create(Config);
        Train(model, Options with { Trained = [model.Parameters.Layout.Head.Range] });
        Assert.True(ClosedFormStart.IsOpen(model));
    }

    [Fact]
    public void Should_not_touch_what_begins_as_published()
    {
        using var model = GlmModel.Create(Config with { Initialization = GlmInitialization.Published });
        Assert.False(ClosedFormStart.IsOpen(model));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.9)]
    public void Should_go_on_to_the_same_bits_after_an_interruption(double? ema)
    {
        var options = Options with { Steps = 12, LearningRate = 1e-3, EmaDecay = ema, CheckpointEvery = CheckpointInterval.OfSteps(3) };
        using var whole = GlmModel.Create(Config);
        var expected = Train(whole, options);
        using var source = new CancellationTokenSource();
        using var broken = GlmModel.Create(Config);
        var part = Trainer.Train(broken, Data(), options with { SaveTo = _folder["run"] }, Immediate.Cancelling(source, 5), source.Token);
        Assert.True(part.Interrupted);
        using var resumed = GlmModel.Create(Config);
        var history = Train(resumed, options with { SaveTo = _folder["run"] });
        Assert.Equal(expected.Evaluations, history.Evaluations);
        Assert.Equal(SmallModel.Weights(whole), SmallModel.Weights(resumed));
    }

    [Fact]
    public void Should_stop_while_it_solves()
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(Config);
        var history = Trainer.Train(model, Data(), Options, new Immediate(_ => source.Cancel()), source.Token);
        Assert.True(history.Interrupted);
        Assert.Empty(history.Steps);
        Assert.True(ClosedFormStart.IsOpen(model));
    }

    private static TrainingHistory Train(GlmModel model, TrainingOptions options) =>
        Trainer.Train(model, Data(), options, cancellation: TestContext.Current.CancellationToken);

    private static GeneDataset Data()
    {
        var random = new Random(1);
        var genomes = Enumerable
            .Range(0, 10)
            .Select(g => new Genome(
                $"g{g}",
                [
                    .. Enumerable
                        .Range(0, 10)
                        .Select(s =>
                        {
                            var first = random.Next(Families);
                            return new Scaffold(
                                $"g{g}s{s}",
                                [
                                    .. Enumerable
                                        .Range(0, Genes)
                                        .Select(i => new Gene($"g{g}s{s}_{i}", Strand.Forward, $"f{(first + i) % Families}")),
                                ],
                                $"g{g}"
                            );
                        }),
                ],
                null
            ))
            .ToArray();
        var windows = genomes.SelectMany(genome => genome.Scaffolds).Select(scaffold => new GeneWindow(scaffold, 0, Genes));
        var set = new ScaffoldSet("test", genomes, new Dictionary<string, Protein>(), [.. windows], []);
        var vectors = new ProteinVectors(
            "test",
            [.. Enumerable.Range(0, Families).Select(family => $"f{family}")],
            Width,
            [.. Enumerable.Range(0, Families * Width).Select(_ => (Half)SmallModel.Normal(random))]
        );
        return GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, Width));
    }
}
