using Glm.Analysis.Influence;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class InfluenceViewTests
{
    [Fact]
    public void Should_show_influences_as_reviewed() =>
        Snapshot.ShouldMatch("Views/InfluenceView", () => InfluenceView.Create(Samples.Influence("lac")));

    [Fact]
    public void Should_show_where_there_is_nothing_to_show()
    {
        var influence = Samples.Influence();
        var shown = InfluenceView.Create(influence with { Bands = [influence.Bands[1]], Scores = [], PairGroups = [] });
        Assert.DoesNotContain("glm-still", shown.Parts["text/html"], StringComparison.Ordinal);
        Assert.Contains("1 gene in 1 window", shown.Plain, StringComparison.Ordinal);
    }
}
