using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class BaselineComparisonViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/BaselineComparisonView", () => BaselineComparisonView.Create(Samples.Baselines("neighbourhood vote")));
}
