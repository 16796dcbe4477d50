using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TrainingViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/TrainingView", () => TrainingView.Create(Samples.History()));

    [Fact]
    public void Should_summarise_training_from_untrained_to_trained_beside_chance()
    {
        var bundle = TrainingView.Create(Samples.History());
        Assert.Contains(
            "pseudo-accuracy 4.0% → 52.0%, absolute accuracy 3.0% → 41.0%; chance 3.5%",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains("type=\"range\"", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("chance", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_training_without_steps_and_without_evaluations()
    {
        Assert.Contains("0 steps", TrainingView.Create(Samples.History(steps: 0, heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.Contains("nothing was held out", TrainingView.Create(Samples.History(heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.True(TrainingView.Create(Samples.History(steps: 100_000)).Parts[MimeBundle.Html].Length < 2_500_000);
    }
}
