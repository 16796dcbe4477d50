using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class LabelTableViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/LabelTableView", () => LabelTableView.Create(Samples.Labels("ec")));
}
