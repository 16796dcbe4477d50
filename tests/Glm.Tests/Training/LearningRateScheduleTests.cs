using Glm.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, new[] { 0.5, 1, 1, 1, 1, 1 })]
    [InlineData(LearningRateSchedule.Linear, new[] { 0.5, 1, 1, 0.75, 0.5, 0.25 })]
    [InlineData(LearningRateSchedule.Cosine, new[] { 0.5, 1, 1, 0.8535533905932737, 0.5, 0.14644660940672627 })]
    public void Should_follow_the_schedule_after_the_warm_up(LearningRateSchedule schedule, double[] shares)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var options = new TrainingOptions
        {
            Steps = 6,
            WarmupSteps = 2,
            BatchSize = 4,
            LearningRate = 1e-3,
            Schedule = schedule,
        };
        var history = Trainer.Train(model, TrainingData.Create(), options);
        Assert.All(history.Steps.Zip(shares), pair => Assert.Equal(1e-3 * pair.Second, pair.First.LearningRate, 1e-15));
    }

    [Theory]
    [InlineData(LearningRateSchedule.Linear)]
    [InlineData(LearningRateSchedule.Cosine)]
    public void Should_fall_all_the_way_and_never_below(LearningRateSchedule schedule)
    {
        var shares = Enumerable.Range(0, 1000).Select(step => schedule.ShareAt(step, 100, 1000)).ToArray();
        Assert.All(shares[..101], share => Assert.Equal(1, share));
        Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(pair.First >= pair.Second && pair.Second > 0));
        Assert.InRange(shares[^1], 0, 0.002);
        Assert.Equal(1, schedule.ShareAt(5, 10, 3)); // a warm-up that the run does not outlast
    }
}
