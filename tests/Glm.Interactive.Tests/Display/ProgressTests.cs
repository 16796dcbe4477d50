using Glm.Interactive.Display.Progress;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display;

public sealed class ProgressTests
{
    private readonly FakeHost _host = new();

    [Fact]
    public void Should_show_nothing_of_a_task_that_ends_within_half_a_second()
    {
        var progress = new ProgressRenderer(_host);
        for (var i = 0; i <= 10; i++)
        {
            progress.Report(new ProgressReport("embed", i, 10, "proteins"));
            _host.Time.Advance(0.04);
        }
        progress.Complete();
        Assert.Empty(_host.Shown);
    }

    [Fact]
    public void Should_update_one_display_at_most_four_times_a_second()
    {
        var progress = new ProgressRenderer(_host);
        for (var i = 0; i < 1000; i++)
        {
            progress.Report(new ProgressReport("train", i, 1000, "steps"));
            _host.Time.Advance(0.01);
        }
        progress.Complete();
        Assert.Single(_host.Shown);
        Assert.InRange(_host.Updates.Count, 30, 39);
        Assert.All(_host.Updates, update => Assert.Equal("0", update.Id));
        Assert.StartsWith(
            "train [########################",
            Text(step: 1000, elapsed: 10, state => state.End(ProgressPhase.Completed, 10))
        );
        Assert.Contains("done", _host.Updates[^1].Content.Plain, StringComparison.Ordinal);
    }

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
    public void Should_start_a_new_rate_with_a_new_activity()
    {
        var state = new ProgressState(new ProgressReport("embed", 0, 100, "proteins"));
        state.Update(new ProgressReport("embed", 100, 100, "proteins"), 1);
        state.Update(new ProgressReport("train", 0, 100, "steps"), 2);
        Assert.True(double.IsNaN(state.Rate));
        state.Update(new ProgressReport("train", 5, 100, "steps"), 3);
        Assert.Equal(5, state.Rate, 1e-9);
    }

    [Theory]
    [InlineData(true, "glm-failed", "failed at 50%: out of memory")]
    [InlineData(false, "glm-stopped", "interrupted at 50%")]
    public void Should_end_in_red_or_grey(bool failed, string style, string text)
    {
        var progress = new ProgressRenderer(_host);
        progress.Report(new ProgressReport("train", 0, 100, "steps"));
        _host.Time.Advance(1);
        progress.Report(new ProgressReport("train", 50, 100, "steps"));
        if (failed)
            progress.Fail("out of memory");
        else
            progress.Interrupt();
        progress.Report(new ProgressReport("train", 60, 100, "steps"));
        progress.Complete();
        var last = Assert.Single(_host.Updates).Content;
        Assert.Contains($"glm-progress {style}", last.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains(text, last.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_a_task_of_unknown_size()
    {
        var state = new ProgressState(new ProgressReport("read", 0, 0, "records"));
        state.Update(new ProgressReport("read", 1200, 0, "records"), 4);
        Assert.Equal("read running  1,200 records  300 records/s  4.0 s", ProgressView.Create(state).Plain);
    }

    [Fact]
    public void Should_bear_reports_from_many_threads()
    {
        var progress = new ProgressRenderer(_host);
        Parallel.For(0, 2000, i =>
        {
            _host.Time.Advance(0.01);
            progress.Report(new ProgressReport("train", i, 2000, "steps"));
        });
        progress.Complete();
        Assert.Single(_host.Shown);
        Assert.Contains("done", _host.Updates[^1].Content.Plain, StringComparison.Ordinal);
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
