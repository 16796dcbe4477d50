using Glm.Analysis.Synteny;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class SyntenyViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/SyntenyView", () => SyntenyView.Create(Samples.Synteny()));

    [Fact]
    public void Should_look_as_reviewed_with_one_track() =>
        Snapshot.ShouldMatch("Views/SyntenyView.One", () =>
            SyntenyView.Create(SyntenyMapper.Compare(Samples.Set("lac"), [new("lac0")]), "product")
        );
}
