using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Training;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class EventLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TrainingOptions Options =>
        new()
        {
            Steps = 200,
            BatchSize = 4,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
            EvaluateEvery = 50,
            CheckpointEvery = CheckpointInterval.OfSteps(1000),
            SaveTo = _folder["run"],
            TensorBoard = _folder["events"],
        };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_know_the_check_value_of_crc_32c() => Assert.Equal(0xe3069283u, EventFile.Crc32C("123456789"u8));

    [Fact]
    public void Should_write_what_tensorboard_reads()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var history = Train();
        var events = Events();
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events.Skip(1), written => Assert.Null(written.Version));
        Assert.All(events, written => Assert.InRange(written.WallTime, before - 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
        var steps = Steps(events);
        Assert.Equal(history.Steps.Select(step => (long)step.Step), steps.Select(step => step.Step)); // beyond 127: two bytes
        foreach (var (step, written) in history.Steps.Zip(steps))
        {
            Assert.Equal((float)step.Loss, written.Values["train/loss"]);
            Assert.Equal((float)step.LearningRate, written.Values["train/learning_rate"]);
            Assert.Equal((float)step.GradientNorm, written.Values["train/gradient_norm"]);
            Assert.Equal((float)step.WindowsPerSecond, written.Values["speed/windows_per_second"]);
            Assert.Equal(double.IsFinite(step.PseudoAccuracy), written.Values.ContainsKey("train/pseudo_accuracy"));
        }
        var evaluations = events.Where(written => written.Values.ContainsKey("held_out/loss")).ToArray();
        Assert.Equal([0, 50, 100, 150, 200], evaluations.Select(written => written.Step));
        foreach (var (point, written) in history.Evaluations.Zip(evaluations))
            Assert.Equal((float)point.AbsoluteAccuracy, written.Values["held_out/absolute_accuracy"]);
    }

    [Fact]
    public void Should_have_every_step_once_where_a_run_goes_on()
    {
        Train(interruptAt: 120);
        var first = File.ReadAllBytes(_folder["events/events.out.tfevents.glm"]);
        // As a kill amid a record leaves the file, after steps that no checkpoint has.
        File.AppendAllText(_folder["events/events.out.tfevents.glm"], "torn");
        Train();
        var events = Events();
        Assert.Equal(Enumerable.Range(1, 200).Select(step => (long)step), Steps(events).Select(step => step.Step));
        Assert.Equal(5, events.Count(written => written.Values.ContainsKey("held_out/loss")));
        Assert.True(first.Length < new FileInfo(_folder["events/events.out.tfevents.glm"]).Length);
        var length = new FileInfo(_folder["events/events.out.tfevents.glm"]).Length;
        Train(); // finished
        Assert.Equal(length, new FileInfo(_folder["events/events.out.tfevents.glm"]).Length);
        Assert.Single(Directory.GetFiles(_folder["events"]));
    }

    [Fact]
    public void Should_need_no_folder_of_the_run()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        Trainer.Train(model, TrainingData.Create(), Options with { Steps = 3, SaveTo = null });
        Assert.Equal(3, Steps(Events()).Length);
        File.WriteAllText(_folder["file"], "");
        var error = Assert.Throws<GlmException>(() =>
            Trainer.Train(model, TrainingData.Create(), Options with { TensorBoard = _folder["file"] })
        );
        Assert.StartsWith(_folder["file"], error.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<EventFile.Event> Events() => EventFile.Read(_folder["events/events.out.tfevents.glm"]);

    private static EventFile.Event[] Steps(IReadOnlyList<EventFile.Event> events) =>
        [.. events.Where(written => written.Values.ContainsKey("train/loss"))];

    private TrainingHistory Train(int? interruptAt = null)
    {
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        return Trainer.Train(model, TrainingData.Create(), Options, Immediate.Cancelling(source, interruptAt), source.Token);
    }
}
