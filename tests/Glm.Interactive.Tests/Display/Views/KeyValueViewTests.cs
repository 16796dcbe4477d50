using Glm.Genomes;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class KeyValueViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/KeyValueView", () =>
            KeyValueView.Create("Settings", ("rate", "1e-4"), ("lines", "first <b>\nsecond"))
        );

    [Fact]
    public void Should_show_a_lineage_by_its_ranks()
    {
        var bundle = Formatters.ToBundle(new Lineage("Bacteria", "", "<b>"));
        Assert.Equal("domain  Bacteria\nclass   <b>", bundle.Plain);
        Assert.Contains("<td>&lt;b&gt;</td>", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }
}
