using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ModelEvaluationViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ModelEvaluationView", () => ModelEvaluationView.Create(Samples.Evaluation("genomes")));
}
