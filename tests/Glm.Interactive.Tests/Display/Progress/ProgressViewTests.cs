using Glm.Interactive.Display.Progress;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Progress;

public sealed class ProgressViewTests
{
    [Theory]
    [InlineData(ProgressPhase.Running)]
    [InlineData(ProgressPhase.Completed)]
    [InlineData(ProgressPhase.Failed)]
    [InlineData(ProgressPhase.Interrupted)]
    public void Should_look_as_reviewed(ProgressPhase phase)
    {
        var state = new ProgressState(new ProgressReport("train", 0, 1000, "steps"));
        state.Update(new ProgressReport("train", 250, 1000, "steps", [new ProgressMetric("loss", 0.125, "0.000")]), 10);
        if (phase != ProgressPhase.Running)
            state.End(phase, 12, phase == ProgressPhase.Failed ? "out of <memory>" : null);
        Snapshot.ShouldMatch($"Progress/ProgressView.{phase}", () => ProgressView.Create(state));
    }

    [Fact]
    public void Should_draw_curves_as_reviewed() =>
        Snapshot.ShouldMatch("Progress/ProgressView.Curves", () => ProgressView.Create(Learning()));

    [Theory]
    [InlineData(ProgressPhase.Completed, false)]
    [InlineData(ProgressPhase.Interrupted, false)]
    [InlineData(ProgressPhase.Failed, true)]
    public void Should_leave_the_curves_to_the_result_where_there_is_one(ProgressPhase phase, bool drawn)
    {
        var state = Learning();
        state.End(phase, 100);
        Assert.Equal(drawn, ProgressView.Create(state).Parts[MimeBundle.Html].Contains("glm-live-curves", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_draw_the_curves_of_one_activity()
    {
        var state = Learning();
        state.Update(new ProgressReport("evaluate", 1, 10, "windows", []), 101);
        Assert.Empty(state.Courses);
    }

    [Fact]
    public void Should_fill_the_bar_at_the_end() =>
        Assert.StartsWith(
            "train [########################",
            Text(step: 1000, elapsed: 10, state => state.End(ProgressPhase.Completed, 10))
        );

    [Fact]
    public void Should_measure_rate_and_time_left()
    {
        var text = Text(step: 250, elapsed: 10, _ => { });
        Assert.Contains("25%", text, StringComparison.Ordinal);
        Assert.Contains("25 steps/s", text, StringComparison.Ordinal);
        Assert.Contains("ETA 30 s", text, StringComparison.Ordinal);
        Assert.Contains("loss 0.125", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_a_task_of_unknown_size()
    {
        var state = new ProgressState(new ProgressReport("read", 0, 0, "records"));
        state.Update(new ProgressReport("read", 1200, 0, "records"), 4);
        Assert.Equal("read running  1,200 records  300 records/s  4.0 s", ProgressView.Create(state).Plain);
    }

    private static ProgressState Learning()
    {
        var state = new ProgressState(new ProgressReport("train", 0, 1000, "steps"));
        for (var step = 1; step <= 100; step++)
            state.Update(
                new ProgressReport(
                    "train",
                    step,
                    1000,
                    "steps",
                    [
                        new ProgressMetric("loss", 1.0 / step, "0.000") { Panel = "loss" },
                        new ProgressMetric("absolute", step / 200.0, "P1") { Panel = "accuracy <b>" },
                        new ProgressMetric("held out", step < 50 ? double.NaN : 0.2, "P1") { Panel = "accuracy <b>" },
                        new ProgressMetric("windows/s", 12),
                    ]
                ),
                step
            );
        return state;
    }

    private static string Text(int step, double elapsed, Action<ProgressState> end)
    {
        var state = new ProgressState(new ProgressReport("train", 0, 1000, "steps"));
        for (var i = 1; i <= 10; i++)
            state.Update(
                new ProgressReport("train", step * i / 10, 1000, "steps", [new ProgressMetric("loss", 0.125, "0.000")]),
                elapsed * i / 10
            );
        end(state);
        return ProgressView.Create(state).Plain;
    }
}
