using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class GeneFamiliesViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/GeneFamiliesView", () => GeneFamiliesView.Create(Samples.Families("lac")));
}
