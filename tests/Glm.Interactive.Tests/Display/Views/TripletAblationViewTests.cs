using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TripletAblationViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/TripletAblationView", () => TripletAblationView.Create(Samples.Ablation()));

    [Fact]
    public void Should_say_what_the_loss_helped_and_what_it_hurt()
    {
        var text = TripletAblationView.Create(Samples.Ablation()).Plain;
        Assert.Contains(
            "The triplet loss over 'cog' (weight 0.1) helped transfer of functions in context to held-out genes (0.620 against 0.510, "
                + "+0.110 [+0.090, +0.130], Holm's p = 0.012) and hurt the accuracy on masked genes (0.300 against 0.330, -0.030 [-0.050, "
                + "-0.010], Holm's p = 0.03); transfer with it is worse than transfer by protein vectors alone",
            text
        );
        Assert.DoesNotContain("giving every gene the most frequent function", text);
    }

    [Fact]
    public void Should_say_where_the_loss_loses()
    {
        var text = TripletAblationView.Create(Samples.Ablation(better: false)).Plain;
        Assert.Contains("(weight 0.1) hurt transfer of functions in context", text);
        Assert.Contains("and helped the accuracy on masked genes", text);
        Assert.Contains(", and not to be told from giving every gene the most frequent function (0.620 against 0.630", text);
    }
}
