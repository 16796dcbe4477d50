using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class BudgetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _threads = torch.get_num_threads();

    public BudgetTests() => torch.set_num_threads(1);

    private TrainingOptions Options =>
        new()
        {
            Minutes = 1,
            BatchSize = 4,
            LearningRate = 1e-3,
            Schedule = LearningRateSchedule.Linear,
            WeightDecay = 0.01,
            EmaDecay = 0.9,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
            CheckpointEvery = CheckpointInterval.OfSteps(2),
            SaveTo = _folder["run"],
        };

    public void Dispose()
    {
        torch.set_num_threads(_threads);
        _folder.Dispose();
    }

    [Fact]
    public void Should_be_the_run_of_as_many_steps_as_fit()
    {
        // A window takes a quarter of a second, and so a step one.
        var (history, weights) = Train(Options);
        var steps = history.Steps.Count;
        Assert.InRange(history.Seconds, 50, 60);
        Assert.Equal([$"The budget of 1 minute was planned as {steps} steps."], history.Remarks);
        Assert.False(history.StoppedEarly);
        Assert.Equal(steps, history.Evaluations[^1].Step);

        var (plain, expected) = Train(Options with { Minutes = null, Steps = steps, SaveTo = _folder["plain"] });
        Assert.Equal(expected, weights);
        Assert.Equal(plain.Steps.Select(Figures), history.Steps.Select(Figures));
        Assert.Equal(plain.Evaluations, history.Evaluations);
    }

    [Fact]
    public void Should_keep_its_budget_and_its_steps_where_it_goes_on()
    {
        var (whole, expected) = Train(Options with { SaveTo = _folder["whole"] });
        var (broken, _) = Train(Options, interruptAt: 5);
        Assert.Equal(5, broken.Steps.Count);
        // A faster machine changes nothing.
        var (resumed, weights) = Train(Options, secondsPerWindow: 0.01);
        Assert.Equal(expected, weights);
        Assert.Equal(whole.Steps.Select(Figures), resumed.Steps.Select(Figures));
        Assert.Equal(whole.Evaluations, resumed.Evaluations);
        Assert.Empty(resumed.Remarks);

        var (again, _) = Train(Options);
        Assert.True(again.Resumed!.WasFinished);
        Assert.Contains(
            $"the run there has Minutes 1, and 2 is asked for.",
            Assert.Throws<GlmException>(() => Train(Options with { Minutes = 2 })).Message
        );
    }

    [Fact]
    public void Should_end_when_the_time_is_over()
    {
        var (broken, _) = Train(Options, interruptAt: 5);
        // A slower machine: ten seconds a step.
        var (history, weights) = Train(Options, secondsPerWindow: 2.5);
        var (done, planned) = (history.Steps.Count, TrainingRun.Open(_folder["run"]).Options.Steps);
        Assert.InRange(done, 6, 12);
        Assert.Equal([$"The budget of 1 minute was over after {done} of {planned} steps."], history.Remarks);
        Assert.Equal((false, false, done), (history.StoppedEarly, history.Interrupted, history.ModelStep));
        Assert.Equal(done, history.Evaluations[^1].Step);
        Assert.InRange(history.Seconds, 60, 260);
        Assert.Contains("\"eval_loss\":", File.ReadLines(_folder["run/log.jsonl"]).Last());
        using var saved = GlmModel.Load(_folder["run"]);
        Assert.Equal(weights, SmallModel.Weights(saved));

        var (again, same) = Train(Options);
        Assert.Equal((true, done), (again.Resumed!.WasFinished, again.Steps.Count));
        Assert.Equal(weights, same);

        // More time makes it longer, from where it ended.
        var clock = new Watch();
        using var model = TrainingRun.Open(_folder["run"]).LoadModel();
        var longer = Trainer.TrainByClock(
            model,
            Data(clock, 0.25),
            TrainingRun.Open(_folder["run"]).Options with
            {
                Minutes = 10,
                Steps = null,
            },
            clock,
            Steps(clock, 0.25)
        );
        Assert.True(longer.Steps.Count > planned);
        Assert.InRange(longer.Seconds, 400, 620); // at most a step and its evaluation over
        Assert.Equal(history.Steps.Select(Figures), longer.Steps.Take(done).Select(Figures));
    }

    [Fact]
    public void Should_stop_at_the_time_also_where_steps_are_given()
    {
        var (history, _) = Train(Options with { Steps = 1000, SaveTo = null });
        Assert.InRange(history.Steps.Count, 30, 60);
        Assert.Equal([$"The budget of 1 minute was over after {history.Steps.Count} of 1,000 steps."], history.Remarks);
    }

    [Fact]
    public void Should_stop_timing_where_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var model = GlmModel.Create(TrainingData.Config);
        var before = SmallModel.Weights(model);
        var clock = new Watch();
        var history = Trainer.TrainByClock(model, Data(clock, 0.25), Options, clock, Steps(clock, 0.25), source.Token);
        Assert.Equal((true, 0), (history.Interrupted, history.Steps.Count));
        Assert.Equal(before, SmallModel.Weights(model));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void Should_refuse_budgets_that_are_none(double minutes)
    {
        var error = Assert.Throws<GlmException>(() => (Options with { Minutes = minutes }).Validate()).Message;
        Assert.Contains("The budget of minutes is ", error);
        Assert.EndsWith("; it must be above 0 and at most a year.", error);
    }

    private static (double, double, double) Figures(TrainingStep step) => (step.Loss, step.LearningRate, step.GradientNorm);

    /// <summary>Windows that take half as long to be evaluated as to be learned from; they are read ahead, which takes no time.</summary>
    private static SlowData Data(Watch clock, double secondsPerWindow)
    {
        var data = TrainingData.Create();
        var held = EvaluationSplit.Create(data, 0.3, unit: null, 1).Evaluation.ToHashSet();
        return new SlowData(data, window => clock.Advance(held.Contains(window) ? secondsPerWindow / 2 : 0));
    }

    /// <summary>Steps, of four windows each, that take a time to be computed.</summary>
    private static Immediate Steps(Watch clock, double secondsPerWindow, Action<ProgressReport>? then = null) =>
        new(report =>
        {
            if (report.Activity is "train" or "time steps")
                clock.Advance(4 * secondsPerWindow);
            then?.Invoke(report);
        });

    private static (TrainingHistory History, float[] Weights) Train(
        TrainingOptions options,
        int? interruptAt = null,
        double secondsPerWindow = 0.25
    )
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        var clock = new Watch();
        var progress = Steps(clock, secondsPerWindow, report =>
        {
            if (report.Activity == "train" && report.Done == interruptAt)
                source.Cancel();
        });
        var history = Trainer.TrainByClock(model, Data(clock, secondsPerWindow), options, clock, progress, source.Token);
        return (history, SmallModel.Weights(model));
    }

    private sealed class Watch : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
