using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class HelpViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/HelpView", () =>
            HelpView.Create("#!glm train", "--steps N   how many <steps>\n--batch N   windows of one step")
        );
}
