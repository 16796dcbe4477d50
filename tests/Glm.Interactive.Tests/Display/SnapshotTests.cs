using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display;

public sealed class SnapshotTests
{
    [Fact]
    public void Should_hold_every_view()
    {
        var views = typeof(MimeBundle)
            .Assembly.GetExportedTypes()
            .Where(type => type.Namespace!.StartsWith("Glm.Interactive.Display.", StringComparison.Ordinal))
            .Where(type => type.GetMethods().Any(method => method.Name == "Create" && method.ReturnType == typeof(MimeBundle)))
            .Select(type => type.Name)
            .ToList();
        Assert.NotEmpty(views);
        Assert.Empty(views.Except(Snapshot.Names().Select(name => name.Split('.')[0])));
    }
}
