using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class FamilyVarianceViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/FamilyVarianceView", () => FamilyVarianceView.Create(Samples.Variance()));

    [Fact]
    public void Should_say_so_where_a_baseline_is_ahead()
    {
        var plain = FamilyVarianceView.Create(Samples.Variance()).Plain;
        Assert.Contains("not told apart from the best baseline, neighbour turnover (0.930", plain, StringComparison.Ordinal);
        Assert.Contains("p < 0.0001", plain, StringComparison.Ordinal);
        Assert.Contains("Left out: 12 genes outside every window", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_draw_no_ranks_where_nothing_is_mobile()
    {
        using var elsewhere = new PlotlyElsewhere();
        var sample = Samples.Variance();
        var bundle = FamilyVarianceView.Create(
            sample with
            {
                Families = [.. sample.Families.Select(family => family with { IsMobile = null, Product = null })],
                Terms = [],
            }
        );
        Assert.Contains("No family has a product", bundle.Plain, StringComparison.Ordinal);
        Assert.Single(Markup.Stills(bundle.Parts[MimeBundle.Html]));
        Assert.DoesNotContain("NaN", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_draw_no_more_families_than_can_be_seen()
    {
        var sample = Samples.Variance();
        var many = sample with { Families = [.. Enumerable.Range(0, 400).SelectMany(_ => sample.Families)] };
        var still = Markup.Stills(FamilyVarianceView.Create(many).Parts[MimeBundle.Html])[0];
        Assert.Contains("every 3th family is drawn", still, StringComparison.Ordinal);
    }
}
