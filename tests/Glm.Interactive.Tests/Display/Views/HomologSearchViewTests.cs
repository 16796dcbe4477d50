using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class HomologSearchViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/HomologSearchView", () => HomologSearchView.Create(Samples.Homologs("lac")));

    [Fact]
    public void Should_say_in_one_line_that_nothing_was_found() =>
        Snapshot.ShouldMatch("Views/HomologSearchView.None", () =>
            HomologSearchView.Create(Samples.Homologs("lac") with { Hits = [], Neighbourhoods = null })
        );
}
