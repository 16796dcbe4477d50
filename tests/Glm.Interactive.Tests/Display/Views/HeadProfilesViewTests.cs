using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class HeadProfilesViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/HeadProfilesView", () => HeadProfilesView.Create(Samples.Heads("lac")));

    [Fact]
    public void Should_name_the_strongest_heads_of_each_property()
    {
        var plain = HeadProfilesView.Create(Samples.Heads()).Plain;
        Assert.Contains("same strand (40 pairs), operon (12 pairs)", plain, StringComparison.Ordinal);
        Assert.Matches(@"same strand\s+0\s+2\s+-0\.300", plain);
        Assert.DoesNotContain("NaN", plain, StringComparison.Ordinal);
    }
}
