using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class PatienceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>At a rate that soon makes everything worse.</summary>
    private static TrainingOptions Options =>
        new()
        {
            Steps = 60,
            BatchSize = 4,
            LearningRate = 5e-2,
            WarmupSteps = 4,
            EvaluationFraction = 0.3,
            EvaluateEvery = 2,
            Patience = 3,
        };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_stop_and_give_the_model_of_the_best_evaluation(bool saved)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var weights = new Dictionary<int, float[]>();
        var options = Options with { SaveTo = saved ? _folder["run"] : null };
        var history = Trainer.Train(
            model,
            TrainingData.Create(),
            options,
            new Immediate(report => weights[(int)report.Done] = SmallModel.Weights(model))
        );
        var best = history.Evaluations.Skip(1).MinBy(point => point.Loss)!;
        Assert.True(history.StoppedEarly && !history.Interrupted);
        Assert.Equal(best.Step, history.ModelStep);
        Assert.Equal(best.Step + (3 * 2), history.Steps.Count);
        Assert.Equal(weights[best.Step], SmallModel.Weights(model));
        if (!saved)
            return;
        using var written = GlmModel.Load(_folder["run"]);
        Assert.Equal(weights[best.Step], SmallModel.Weights(written));

        // It is finished, also in another session, and goes on with more patience from where it stopped.
        using var fresh = GlmModel.Create(TrainingData.Config);
        var again = Trainer.Train(fresh, TrainingData.Create(), options);
        Assert.True(again.Resumed!.WasFinished && again.StoppedEarly);
        Assert.Equal(weights[best.Step], SmallModel.Weights(fresh));
        var longer = Trainer.Train(fresh, TrainingData.Create(), TrainingRun.Open(_folder["run"]).Options with { Patience = 4 });
        Assert.Equal(history.Steps.Count, longer.Resumed!.Step);
        Assert.True(longer.Steps.Count > history.Steps.Count);
    }

    [Fact]
    public void Should_do_all_steps_while_the_loss_falls()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var history = Trainer.Train(model, TrainingData.Create(), Options with { Steps = 6, LearningRate = 1e-3, Patience = 3 });
        Assert.Equal((6, false), (history.Steps.Count, history.StoppedEarly));
    }

    [Fact]
    public void Should_go_on_to_the_same_bits_with_every_option()
    {
        var options = Options with
        {
            LearningRate = 3e-3,
            Steps = 30,
            Patience = 12,
            Accumulate = 2,
            Schedule = LearningRateSchedule.Cosine,
            WeightDecay = 0.1,
            EmaDecay = 0.9,
            SaveTo = _folder["run"],
        };
        using var whole = GlmModel.Create(TrainingData.Config);
        var expected = Trainer.Train(whole, TrainingData.Create(), options with { SaveTo = _folder["whole"] });
        foreach (var step in new[] { 3, 4, 11, 25, int.MaxValue })
        {
            using var source = new CancellationTokenSource();
            using var model = GlmModel.Create(TrainingData.Config);
            var history = Trainer.Train(model, TrainingData.Create(), options, Immediate.Cancelling(source, step), source.Token);
            Assert.Equal(expected.Evaluations.Take(history.Evaluations.Count), history.Evaluations);
            Assert.Equal(expected.Steps.Take(history.Steps.Count).Select(s => s.Loss), history.Steps.Select(s => s.Loss));
            Assert.Equal(step < 30, history.Interrupted);
            if (step > 30)
                Assert.Equal(SmallModel.Weights(whole), SmallModel.Weights(model));
        }
    }

    [Fact]
    public void Should_need_held_out_windows()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        Assert.Equal(
            "Patience waits for a smaller held-out loss, and EvaluationFraction = 0 holds nothing out. Leave one of them out.",
            Assert.Throws<GlmException>(() => Trainer.Train(model, TrainingData.Create(), Options with { EvaluationFraction = 0 })).Message
        );
    }
}
