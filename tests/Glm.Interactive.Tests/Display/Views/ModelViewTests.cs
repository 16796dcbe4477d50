using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Commands;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ModelViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/ModelView", () =>
        {
            using var model = CommandBench.NewModel();
            return ModelView.Create(model);
        });
}
