using Glm.Genomes;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class GeneMapTests
{
    [Fact]
    public void Should_look_as_reviewed_to_scale() =>
        Snapshot.ShouldMatch("Views/GeneMap.Scaffold", () => GeneMap.Create(Samples.Set("lac").Scaffolds[0], Samples.Set("lac").Proteins));

    [Fact]
    public void Should_look_as_reviewed_without_coordinates() =>
        Snapshot.ShouldMatch("Views/GeneMap.Window", () => GeneMap.Create(Samples.Set("lac").Windows[1]));

    [Fact]
    public void Should_draw_to_scale_only_with_coordinates()
    {
        var set = Samples.Set();
        Assert.Contains("to scale", GeneMap.Create(set.Scaffolds[0]).Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.DoesNotContain("to scale", GeneMap.Create(set.Scaffolds[1]).Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_give_one_family_one_colour_and_underline_operons()
    {
        var set = Samples.Set();
        var colors = new GeneColors([.. set.Scaffolds[0].Genes]);
        Assert.Equal("family", colors.Meaning);
        Assert.Equal(colors.Of(set.Scaffolds[0].Genes[0]), colors.Of(set.Scaffolds[0].Genes[3]));
        Assert.NotEqual(colors.Of(set.Scaffolds[0].Genes[0]), colors.Of(set.Scaffolds[0].Genes[1]));
        var html = GeneMap.Create(set.Scaffolds[0], set.Proteins).Parts[MimeBundle.Html];
        var pictures = Markup.Stills(html);
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture => Assert.Contains("stroke-width=\"2.2\"", picture, StringComparison.Ordinal));
        Assert.All(pictures, picture => Assert.Contains("length: 50 aa", picture, StringComparison.Ordinal));
        Assert.Contains("data-file=\"genes.svg\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_of_a_numbered_operon_that_it_is_one()
    {
        var scaffold = Samples.Set("lac").Scaffolds[1];
        var numbered = scaffold with
        {
            Genes = [.. scaffold.Genes.Select(gene => gene with { Operon = gene.Operon is null ? null : "12" })],
        };
        var words = Layout.Labels(GeneMap.Create(numbered).Parts[MimeBundle.Svg]).ConvertAll(label => label.Words);
        Assert.Contains("operon 12", words);
    }

    [Fact]
    public void Should_cut_a_long_scaffold()
    {
        var bundle = GeneMap.Create(Samples.Set(genes: 500).Scaffolds[0]);
        Assert.Contains("460 more follow", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.True(bundle.Parts[MimeBundle.Html].Length < 200_000);
    }

    [Fact]
    public void Should_show_a_gene_by_what_is_known_of_it()
    {
        var gene = new Gene("g1", Strand.Reverse, "<p>")
        {
            Start = 5,
            End = 1204,
            EcNumbers = ["1.1.1.1", "2.2.2.2"],
            Phase = 2,
            Partial = PartialEnds.Left,
        };
        var bundle = Formatters.ToBundle(gene);
        Assert.Equal(
            "gene      g1\nprotein   <p>\nstrand    -\nposition  5–1,204 bp\nEC        1.1.1.1, 2.2.2.2\nphase     2\n          "
                + "cut off on the left",
            bundle.Plain
        );
        Assert.Contains("<td>&lt;p&gt;</td>", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }
}
