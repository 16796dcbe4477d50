using Glm.Interactive.Display.Views;
using Glm.Proteins;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ProteinVectorsViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinVectorsView", () =>
            ProteinVectorsView.Create(new ProteinVectors("composition <v1>", ["p1", "p2"], 3, new Half[6]))
        );
}
