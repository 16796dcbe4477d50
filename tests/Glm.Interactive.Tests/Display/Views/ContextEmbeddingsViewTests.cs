using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ContextEmbeddingsViewTests
{
    [Fact]
    public void Should_look_as_reviewed()
    {
        var set = Samples.Set("lac");
        Snapshot.ShouldMatch("Views/ContextEmbeddingsView", () =>
            ContextEmbeddingsView.Create(
                new ContextEmbeddings(
                    set.Source,
                    set.Windows,
                    [.. set.Windows.Select(window => set.GenomeOf(window.Scaffold))],
                    2,
                    3,
                    new float[24 * 3],
                    4,
                    new float[24 * 4]
                )
            )
        );
    }
}
