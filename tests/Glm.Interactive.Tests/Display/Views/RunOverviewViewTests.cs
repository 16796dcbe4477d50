using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Training;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class RunOverviewViewTests
{
    private static readonly TrainingOptions Options = new() { Steps = 60, LearningRate = 1e-3 };

    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/RunOverviewView", () => RunOverviewView.Create(Overview()));

    [Fact]
    public void Should_tell_what_each_reached_and_in_what_they_differ()
    {
        var bundle = RunOverviewView.Create(Overview());
        Assert.Contains("50 of 60", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("broken off", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("models/torn: the checkpoint is damaged.", bundle.Plain, StringComparison.Ordinal);
        Assert.Equal(["LearningRate"], Overview().Differences.Select(difference => difference.Option));
        Assert.Contains("LearningRate", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains(">models/a</text>", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_runs_without_evaluations_and_names_that_are_markup()
    {
        const string hostile = "<script>alert(1)</script>";
        var run = new RunSummary(hostile, [], [], 0, false);
        var bundle = RunOverviewView.Create(
            new RunOverview([run, RunSummary.Of(hostile, Samples.History(heldOut: false))], [$"{hostile}: \u001b[31mdamaged"])
        );
        Assert.DoesNotContain(hostile, bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.DoesNotContain(hostile, bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', bundle.Plain);
        Assert.False(RunOverviewView.Create(new RunOverview([run], [])).Parts.ContainsKey(MimeBundle.Svg));
    }

    [Fact]
    public void Should_stay_small_for_many_long_runs()
    {
        var run = RunSummary.Of("run", Samples.History(steps: 20_000));
        var html = RunOverviewView.Create(new RunOverview([.. Enumerable.Repeat(run, 100)], [])).Parts[MimeBundle.Html];
        Assert.True(html.Length < 2_000_000);
    }

    private static RunOverview Overview()
    {
        var history = Samples.History();
        return new RunOverview(
            [
                RunSummary.Of("models/a", history) with
                {
                    Options = Options with { Steps = 60, SaveTo = "a" },
                    IsFinished = false,
                },
                RunSummary.Of("models/b", Samples.History(steps: 40)) with
                {
                    Options = Options with { LearningRate = 1e-4 },
                },
                RunSummary.Of("history", history),
            ],
            ["models/torn: the checkpoint is damaged."]
        );
    }
}
