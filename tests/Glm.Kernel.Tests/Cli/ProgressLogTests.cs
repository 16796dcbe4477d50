using Glm.Interactive.Hosting;
using Glm.Kernel.Cli;
using Glm.Kernel.Tests.Support;
using Glm.Runtime;

namespace Glm.Kernel.Tests.Cli;

public sealed class ProgressLogTests
{
    private readonly StringWriter _text = new() { NewLine = "\n" };
    private readonly SettableClock _clock = new();

    [Fact]
    public void Should_write_a_line_every_few_seconds_into_a_file()
    {
        using var log = new ProgressLog(_text, width: null, _clock) { NewLine = "\n" };
        log.Write("[1/2] #!glm train … ");
        Work(log, reports: 100);
        log.Write("10.0 s\n");
        var lines = _text.ToString().Split('\n');
        Assert.Equal("[1/2] #!glm train … ", lines[0]);
        Assert.Matches(@"^    train 5%  5/100 steps  [\d.]+ steps/s  ETA \d+ s  loss 0\.500$", lines[1]);
        Assert.StartsWith("    train 55%  55/100 steps", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("    train done  100/100 steps", lines[3], StringComparison.Ordinal);
        Assert.Equal(["10.0 s", ""], lines[4..]);
    }

    [Fact]
    public void Should_write_over_the_last_line_of_a_terminal()
    {
        using var log = new ProgressLog(_text, width: 60, _clock) { NewLine = "\n" };
        log.Write("[1/2] #!glm train … ");
        Work(log, reports: 20);
        log.Write("2.0 s\n");
        var shown = _text.ToString().Split('\r');
        Assert.All(shown, piece => Assert.InRange(piece.Length, 0, 60));
        Assert.Equal("[1/2] #!glm train … ", shown[0]);
        Assert.Matches(@"^train 5%  5/100 steps  [\d.]+ steps/s  ETA \d+ s  loss 0\.500 *$", shown[1]);
        Assert.Equal("[1/2] #!glm train … 2.0 s\n", shown[^1]);
        Assert.InRange(shown.Count(piece => piece.Contains("steps", StringComparison.Ordinal)), 4, 8);
    }

    [Fact]
    public void Should_write_nothing_that_a_terminal_obeys()
    {
        using var log = new ProgressLog(_text, width: null, _clock) { NewLine = "\n" };
        log.WriteLine("var x = nope; // \u001b[2J\u202E\r");
        Assert.Equal("var x = nope; // ␛[2J[U+202E]␍\n", _text.ToString());
    }

    [Fact]
    public void Should_show_nothing_of_what_is_soon_done()
    {
        using var log = new ProgressLog(_text, width: null, _clock);
        Work(log, reports: 4);
        Assert.Equal("", _text.ToString());
    }

    private void Work(ProgressLog log, int reports)
    {
        var progress = (ICompletableProgress)log.Begin(display: null);
        for (var step = 1; step <= reports; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.1));
            progress.Report(new ProgressReport("train", step, 100, "steps", [new ProgressMetric("loss", 0.5, "0.000")]));
        }
        progress.Complete(null);
    }

    private sealed class SettableClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
