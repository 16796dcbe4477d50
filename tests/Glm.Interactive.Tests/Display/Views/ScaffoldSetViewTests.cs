using System.Text.RegularExpressions;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ScaffoldSetViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ScaffoldSetView", () => ScaffoldSetView.Create(Samples.Set("lac")));

    [Fact]
    public void Should_count_what_was_loaded_and_say_what_was_not()
    {
        var bundle = ScaffoldSetView.Create(Samples.Set("E", scaffolds: 9));
        Assert.Contains("1 genome, 9 scaffolds, 72 genes, 8 proteins, 9 windows", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("1 scaffold or tail (4 genes): E", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 3 more scaffolds", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Equal(6 * 8, Regex.Count(bundle.Parts[MimeBundle.Svg], "<g class=\"glm-gene\">"));
    }

    [Fact]
    public void Should_show_an_empty_set()
    {
        var bundle = ScaffoldSetView.Create(new ScaffoldSet("nothing", [], new Dictionary<string, Protein>(), [], []));
        Assert.Contains("0 scaffolds", bundle.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_put_unknown_taxa_last_and_say_where_all_windows_are_alike()
    {
        var set = Samples.Set(scaffolds: 5);
        var genomes = set
            .Scaffolds.Select(
                (scaffold, i) =>
                    new Genome(
                        $"g{i}",
                        [scaffold with { GenomeId = $"g{i}" }],
                        i < 2 ? new Lineage("Bacteria", "", i == 0 ? "Bacilli" : "Clostridia") : null
                    )
            )
            .ToList();
        var bundle = ScaffoldSetView.Create(new ScaffoldSet("mixed", genomes, set.Proteins, set.Windows, []));
        Assert.Contains("genomes by class: Bacilli 1, Clostridia 1, unknown 3", bundle.Plain, StringComparison.Ordinal);
        var html = bundle.Parts[MimeBundle.Html];
        Assert.Contains(
            $"<td>unknown</td><td><div style=\"width:180px;height:10px;background-color:{Palette.Neutral}\">",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("genes per window: all 8", html, StringComparison.Ordinal);
    }
}
