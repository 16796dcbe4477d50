using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ParalogsViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/ParalogsView", () => ParalogsView.Create(Samples.Paralogs()));

    [Fact]
    public void Should_say_what_was_left_out_and_what_the_model_is()
    {
        var plain = ParalogsView.Create(Samples.Paralogs()).Plain;
        Assert.Contains("Left out: 12 genes without a partner.", plain, StringComparison.Ordinal);
        Assert.Contains("not told apart from the best baseline, gene of the most similar partner (0.550", plain, StringComparison.Ordinal);
        Assert.Contains("Nothing has trained this model", plain, StringComparison.Ordinal);
        Assert.Contains("was trained on 1 of these genomes", plain, StringComparison.Ordinal);
    }
}
