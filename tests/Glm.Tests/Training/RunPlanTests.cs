using Glm.Training;

namespace Glm.Tests.Training;

public sealed class RunPlanTests
{
    [Theory]
    [InlineData(12_000, 960, 32, 600)] // an evaluation costs fifteen steps, twenty-one of them 315 of 360
    [InlineData(500, 960, 32, 167)] // fewer than four would show no course
    [InlineData(5_000, 960, 32, 556)] // ten, of which nine after the first
    [InlineData(3, 960, 32, 1)]
    [InlineData(1, 960, 32, 1)]
    [InlineData(20, 0, 32, 1)] // nothing is held out
    public void Should_evaluate_as_often_as_three_percent_of_the_time_allow(int steps, int readings, int batch, int interval)
    {
        var plan = new RunPlan(new TrainingOptions(), readings, batch);
        Assert.Equal(interval, plan.IntervalOf(steps));
    }

    [Fact]
    public void Should_evaluate_at_most_as_long_as_it_says()
    {
        var plan = new RunPlan(new TrainingOptions(), 960, 32);
        for (var steps = 2000; steps < 30_000; steps += 97)
        {
            var evaluations = 1 + (int)Math.Ceiling((double)steps / plan.IntervalOf(steps));
            Assert.InRange(evaluations, 4, 21);
            Assert.True(evaluations * 15 <= 0.03 * steps, $"{evaluations} evaluations of fifteen steps in {steps}");
        }
    }

    [Fact]
    public void Should_leave_the_published_recipe_patience_and_what_is_asked_for_as_they_are()
    {
        Assert.Equal(25, new RunPlan(new() { Recipe = TrainingRecipe.Published }, 960, 32).IntervalOf(500));
        Assert.Equal(25, new RunPlan(new() { Patience = 3 }, 960, 32).IntervalOf(500));
        Assert.Equal(7, new RunPlan(new() { EvaluateEvery = 7 }, 960, 32).IntervalOf(500));
    }

    [Theory]
    [InlineData(100, 1, 0, 95)]
    [InlineData(1000, 0.1, 960, 9230)] // of 9,500 steps 270 for eighteen evaluations
    [InlineData(0.001, 10, 960, 1)]
    [InlineData(-5, 1, 960, 1)]
    public void Should_fit_steps_and_evaluations_into_a_time(double seconds, double perStep, int readings, int steps)
    {
        var plan = new RunPlan(new TrainingOptions(), readings, 32);
        Assert.Equal(steps, plan.StepsWithin(seconds, perStep));
    }
}
