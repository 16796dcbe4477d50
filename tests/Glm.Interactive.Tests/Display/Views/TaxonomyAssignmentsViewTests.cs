using Glm.Interactive.Display.Views;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TaxonomyAssignmentsViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/TaxonomyAssignmentsView", () => TaxonomyAssignmentsView.Create(Samples.Assignments("Bac")));

    [Fact]
    public void Should_say_what_is_assigned_and_what_is_unlike()
    {
        var plain = TaxonomyAssignmentsView.Create(Samples.Assignments()).Plain;
        Assert.Contains("1 of 2 scaffolds are assigned to a class, and 1 are unlike anything known.", plain, StringComparison.Ordinal);
        Assert.Contains("confidence and truth are 2.2 points apart", plain, StringComparison.Ordinal);
        Assert.Contains("The verdict calls 5% of known stretches unlike, and 60.0% [50.0, 70.0]", plain, StringComparison.Ordinal);
        Assert.Matches(@"40\s+name\s+90\.0%\s+1\.25\s+40\.0%", plain);
        Assert.Matches(@"40\s+unlike anything known\s+–\s+3\.50\s+1\.2%", plain);
    }

    [Fact]
    public void Should_say_that_nothing_new_can_be_told()
    {
        var sample = Samples.Assignments();
        var blind = sample with { Scores = [sample.Scores[0] with { UnlikeFound = new Estimate(0.06, 0.01, 0.1) }] };
        var plain = TaxonomyAssignmentsView.Create(blind).Plain;
        Assert.Contains("Nothing new can be told from these vectors", plain, StringComparison.Ordinal);
    }
}
