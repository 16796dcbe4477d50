using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using Glm.Training.Processes;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class ProcessGroupTests
{
    /// <summary>Without dropout, whose generator the threads that play processes share.</summary>
    private static readonly GlmConfig Config = TrainingData.Config with { HiddenDropout = 0, AttentionDropout = 0 };

    private static readonly TrainingOptions Options = new()
    {
        Steps = 20,
        BatchSize = 5,
        LearningRate = 1e-3,
        EvaluationFraction = 0.3,
        MaskProbability = 0.3,
        EvaluateEvery = 10,
        WeightDecay = 0.01,
    };

    [Theory]
    [InlineData(2, false, 1)]
    [InlineData(3, true, 1)]
    [InlineData(2, true, 2)]
    [InlineData(8, false, 1)] // more than windows in a batch
    public void Should_learn_as_one_process_does(int count, bool contrast, int pieces)
    {
        var options = Options with
        {
            Recipe = contrast ? TrainingRecipe.Contrast with { StartsInClosedForm = false } : Options.Recipe,
            Accumulate = pieces,
        };
        var (alone, weights) = Train(options, null);
        var together = ThreadGroup.Run(count, group => Train(options, group));
        Assert.All(alone.Steps.Zip(together[0].History.Steps), pair =>
        {
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5 * pair.First.Loss);
            Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, 1e-4 * pair.First.GradientNorm);
            Assert.Equal(pair.First.AbsoluteAccuracy, pair.Second.AbsoluteAccuracy);
        });
        Assert.Equal(alone.Evaluations[^1].Loss, together[0].History.Evaluations[^1].Loss, 1e-5 * alone.Evaluations[^1].Loss);
        Assert.True(SmallModel.Difference(weights, together[0].Weights) <= 1e-4);
        // To the bit: nothing brings them together again.
        Assert.All(together, process => Assert.Equal(together[0].Weights, process.Weights));
        Assert.All(together[1..], process => Assert.Empty(process.History.Steps));
    }

    [Fact]
    public void Should_begin_in_closed_form_where_the_first_process_does()
    {
        var config = GlmConfig.Genomes with
        {
            ProteinWidth = Config.ProteinWidth,
            LabelWidth = Config.LabelWidth,
            HiddenSize = 32,
            FeedForwardSize = 64,
            MaxGenes = 8,
            MaxPositions = 8,
        };
        var options = TrainingOptions.Genomes with { Steps = 6, EvaluationFraction = 0.3 };
        var (alone, weights) = Train(options, null, config);
        var together = ThreadGroup.Run(2, group => Train(options, group, config));
        Assert.All(alone.Steps.Zip(together[0].History.Steps), pair =>
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-4 * pair.First.Loss)
        );
        Assert.Equal(together[0].Weights, together[1].Weights);
        Assert.NotEmpty(weights);
    }

    [Fact]
    public void Should_time_steps_and_then_begin_with_equal_weights()
    {
        var together = ThreadGroup.Run(2, group => Train(Options with { Steps = null, Minutes = 0.01 }, group));
        Assert.NotEmpty(together[0].History.Steps);
        Assert.Equal(together[0].Weights, together[1].Weights);
    }

    [Fact]
    public void Should_say_where_processes_have_other_windows()
    {
        using var model = GlmModel.Create(Config);
        var fault = Assert.Throws<GlmException>(() =>
            Trainer.TrainByClock(model, TrainingData.Create(), Options, TimeProvider.System, group: new Elsewhere())
        );
        Assert.Equal(
            "Process 1 learns from 8 windows of 52 genes in batches of 5, and the first one from 9 of 53 in batches of 6. Give all of "
                + "them the same files and options.",
            fault.Message
        );
    }

    private static (TrainingHistory History, float[] Weights) Train(
        TrainingOptions options,
        IProcessGroup? group,
        GlmConfig? config = null
    )
    {
        using var model = GlmModel.Create(config ?? Config);
        var history = Trainer.TrainByClock(model, TrainingData.Create(), options, TimeProvider.System, group: group);
        return (history, SmallModel.Weights(model));
    }

    /// <summary>A process whose first one has a window more.</summary>
    private sealed class Elsewhere : IProcessGroup
    {
        public int Rank => 1;

        public int Size => 2;

        public void Sum(torch.Tensor numbers) { }

        public void Sum(Span<double> numbers) { }

        public void Share(torch.Tensor numbers) { }

        public void Share(Span<long> numbers)
        {
            foreach (ref var number in numbers)
                number++;
        }
    }
}
