using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class PrecisionTests
{
    private static readonly TrainingOptions Options = new()
    {
        Steps = 50,
        BatchSize = 4,
        LearningRate = 1e-3,
        EvaluationFraction = 0.3,
        MaskProbability = 0.3,
        EvaluateEvery = 25,
    };

    /// <summary>Without dropout, which draws other numbers in other types and pieces.</summary>
    private static readonly GlmConfig Config = TrainingData.Config with { HiddenDropout = 0, AttentionDropout = 0 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_lose_as_much_as_float32(bool contrast)
    {
        // A contrast at a low temperature magnifies what small steps hardly differ by.
        var options = contrast ? Options with { Recipe = TrainingRecipe.Contrast, LearningRate = 1e-4 } : Options;
        var (exact, _) = Train(options);
        var (reduced, weights) = Train(options with { Precision = ComputePrecision.Bfloat16 });
        Assert.All(exact.Steps.Zip(reduced.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-2 * pair.First.Loss));
        Assert.NotEqual(exact.Steps.Select(step => step.Loss), reduced.Steps.Select(step => step.Loss));
        Assert.Equal(exact.Evaluations[^1].Loss, reduced.Evaluations[^1].Loss, 1e-2 * exact.Evaluations[^1].Loss);
        // Those that are kept have more digits.
        Assert.Contains(weights, weight => (BitConverter.SingleToUInt32Bits(weight) & 0xFFFF) != 0);
    }

    [Fact]
    public void Should_keep_updates_that_bfloat16_would_round_away()
    {
        // Adam's first steps are as long as the learning rate: 2,000 times less than most weights' last digit in bfloat16.
        var options = Options with { Steps = 4, LearningRate = 1e-7, WarmupSteps = 0, Precision = ComputePrecision.Bfloat16 };
        using var fresh = GlmModel.Create(Config);
        var before = SmallModel.Weights(fresh);
        var (_, after) = Train(options);
        var moved = before.Zip(after).Count(pair => pair.First != pair.Second);
        Assert.InRange(moved / (double)before.Length, 0.5, 1);
    }

    [Fact]
    public void Should_compute_pieces_of_a_batch_to_the_same_gradient()
    {
        var (whole, _) = Train(Options with { Precision = ComputePrecision.Bfloat16 });
        var (pieces, _) = Train(Options with { Precision = ComputePrecision.Bfloat16, Accumulate = 3 });
        Assert.All(whole.Steps.Zip(pieces.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-2 * pair.First.Loss));
    }

    [Fact]
    public void Should_train_the_head_alone()
    {
        using var fresh = GlmModel.Create(Config);
        var head = fresh.Parameters.Layout.Head.Range;
        var (_, after) = Train(Options with { Precision = ComputePrecision.Bfloat16, Trained = [head] });
        var before = SmallModel.Weights(fresh);
        Assert.Equal(before[..(int)head.Start], after[..(int)head.Start]);
        Assert.NotEqual(before[(int)head.Start..(int)head.End], after[(int)head.Start..(int)head.End]);
    }

    [Fact]
    public void Should_leave_the_settings_and_the_model_as_they_were()
    {
        var before = torch.backends.cuda.matmul.allow_tf32;
        using var model = GlmModel.Create(Config);
        foreach (var precision in Enum.GetValues<ComputePrecision>())
            _ = Trainer.Train(model, TrainingData.Create(), Options with { Steps = 1, Precision = precision });
        Assert.Equal(before, torch.backends.cuda.matmul.allow_tf32);
        Assert.Equal(torch.ScalarType.Float32, model.Parameters[model.Parameters.Layout.Head.Both.Weight].dtype);
        Assert.Null(model.Parameters.Reduced);
    }

    [Fact]
    public void Should_compute_the_same_in_float32_and_tf32_on_a_cpu()
    {
        var (exact, weights) = Train(Options);
        var (allowed, same) = Train(Options with { Precision = ComputePrecision.Tf32 });
        Assert.Equal(exact.Steps.Select(step => step.Loss), allowed.Steps.Select(step => step.Loss));
        Assert.Equal(weights, same);
    }

    private static (TrainingHistory History, float[] Weights) Train(TrainingOptions options)
    {
        using var model = GlmModel.Create(Config);
        var history = Trainer.Train(model, TrainingData.Create(), options);
        return (history, SmallModel.Weights(model));
    }
}
