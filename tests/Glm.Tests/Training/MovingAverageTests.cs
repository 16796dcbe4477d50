using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class MovingAverageTests
{
    private static readonly TrainingOptions Options = new()
    {
        Steps = 12,
        BatchSize = 4,
        LearningRate = 1e-2,
        EvaluationFraction = 0.3,
        EvaluateEvery = 4,
        EmaDecay = 0.4,
    };

    [Fact]
    public void Should_become_the_model_that_the_formula_says()
    {
        var data = TrainingData.Create();
        using var model = GlmModel.Create(TrainingData.Config);
        var expected = Array.ConvertAll(SmallModel.Weights(model), value => (double)value);
        var history = Trainer.Train(
            model,
            data,
            Options,
            new Immediate(report =>
            {
                var weights = SmallModel.Weights(model);
                var keep = Math.Min(0.4, (1.0 + report.Done) / (10 + report.Done));
                for (var i = 0; i < expected.Length; i++)
                    expected[i] = (keep * expected[i]) + ((1 - keep) * weights[i]);
            })
        );
        var average = SmallModel.Weights(model);
        Assert.True(SmallModel.Difference(Array.ConvertAll(expected, value => (float)value), average) <= 1e-6);

        // What was evaluated last is what the model has become.
        var (again, _) = (Trainer.Train(model, data, Options with { EmaDecay = null, Steps = 1, LearningRate = 1e-30 }), 0);
        Assert.Equal(history.Evaluations[^1] with { Step = 0 }, again.Evaluations[0]);
    }

    [Fact]
    public void Should_not_change_what_is_trained()
    {
        double[] Losses(double? decay)
        {
            using var model = GlmModel.Create(TrainingData.Config);
            return [.. Trainer.Train(model, TrainingData.Create(), Options with { EmaDecay = decay }).Steps.Select(step => step.Loss)];
        }
        Assert.Equal(Losses(null), Losses(0.9));
    }

    [Fact]
    public void Should_give_back_the_weights_to_the_bit()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        using var average = new MovingAverage(model.Parameters, 0.9);
        var start = SmallModel.Weights(model);
        model.Parameters.Values.zero_().Dispose();
        average.Swap();
        Assert.Equal(start, SmallModel.Weights(model));
        average.Swap();
        Assert.All(SmallModel.Weights(model), value => Assert.Equal(0, value));
        Assert.Equal(start, SmallModel.Numbers(average.Values));
    }
}
