using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class GenePredictionsViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/GenePredictionsView", () => GenePredictionsView.Create(Samples.Predictions("lac")));
}
