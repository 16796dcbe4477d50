using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class RegionNeighbourhoodViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/RegionNeighbourhoodView", () => RegionNeighbourhoodView.Create(Samples.Neighbourhood("lac")));

    [Fact]
    public void Should_warn_of_distant_relatives_and_of_none()
    {
        var sample = Samples.Neighbourhood();
        Assert.DoesNotContain("Only distant", RegionNeighbourhoodView.Create(sample).Plain, StringComparison.Ordinal);
        Assert.Contains(
            "Only distant relatives were asked",
            RegionNeighbourhoodView.Create(sample with { NearestSimilarity = 0.02 }).Plain,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "There is no other genome to ask",
            RegionNeighbourhoodView.Create(sample with { ReferenceGenomes = 0 }).Plain,
            StringComparison.Ordinal
        );
    }
}
