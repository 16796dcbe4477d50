using Glm.Interactive.Display.Progress;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Progress;

public sealed class ProgressRendererTests
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
        Assert.Contains("done", _host.Updates[^1].Content.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_redraw_curves_at_most_once_a_second()
    {
        var progress = new ProgressRenderer(_host);
        for (var i = 0; i < 1000; i++)
        {
            progress.Report(new ProgressReport("train", i, 1000, "steps", [new ProgressMetric("loss", 1) { Panel = "loss" }]));
            _host.Time.Advance(0.01);
        }
        progress.Complete();
        Assert.InRange(_host.Updates.Count, 8, 11);
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
    public void Should_accept_reports_from_many_threads()
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
}
