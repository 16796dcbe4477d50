using System.Text.Json;
using System.Text.RegularExpressions;
using Glm.Genomes;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display;

public sealed class ViewTests
{
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
        Assert.Contains($"<span>unknown</span><i><i style=\"width:100%;background:{Palette.Neutral}\">", html, StringComparison.Ordinal);
        Assert.Contains("genes per window: all 8", html, StringComparison.Ordinal);
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

    [Fact]
    public void Should_show_a_lineage_by_its_ranks()
    {
        var bundle = Formatters.ToBundle(new Lineage("Bacteria", "", "<b>"));
        Assert.Equal("domain  Bacteria\nclass   <b>", bundle.Plain);
        Assert.Contains("<td>&lt;b&gt;</td>", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_point_arrows_along_the_strand()
    {
        Assert.Contains("L50 10", GeneMap.Arrow(0, 0, 50, 20, Strand.Forward, "#000000"), StringComparison.Ordinal);
        Assert.Contains("L0 10", GeneMap.Arrow(0, 0, 50, 20, Strand.Reverse, "#000000"), StringComparison.Ordinal);
    }

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
        Assert.Contains("stroke-width=\"2.2\"", html, StringComparison.Ordinal);
        Assert.Contains("length: 50 aa", html, StringComparison.Ordinal);
        Assert.Contains("download=\"genes.svg\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_colour_by_operon_or_strand_where_no_family_occurs_twice()
    {
        var genes = Samples.Set().Scaffolds[0].Genes.Select(gene => gene with { Family = gene.Id }).ToList();
        Assert.Equal("operon", new GeneColors(genes).Meaning);
        Assert.Equal("strand", new GeneColors([.. genes.Select(gene => gene with { Operon = null })]).Meaning);
    }

    [Fact]
    public void Should_cut_a_long_scaffold()
    {
        var bundle = GeneMap.Create(Samples.Set(genes: 500).Scaffolds[0]);
        Assert.Contains("460 more follow", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.True(bundle.Parts[MimeBundle.Html].Length < 200_000);
    }

    [Fact]
    public void Should_send_attention_that_decodes_to_what_it_was()
    {
        var attention = Samples.Attention();
        var html = AttentionView.Create(attention, 1, 2).Parts[MimeBundle.Html];
        using var data = JsonDocument.Parse(Regex.Match(html, "class=\"glm-data\">(.*?)</script>").Groups[1].Value);
        var root = data.RootElement;
        Assert.Equal(
            (1, 2, 2),
            (root.GetProperty("layer").GetInt32(), root.GetProperty("head").GetInt32(), root.GetProperty("bytes").GetInt32())
        );
        var packed = Convert.FromBase64String(root.GetProperty("values").GetString()!);
        var size = attention.Length * attention.Length;
        for (var i = 0; i < attention.Values.Length; i++)
        {
            var value = BitConverter.ToUInt16(packed, 2 * i) * root.GetProperty("scales")[i / size].GetDouble();
            Assert.Equal(attention.Values[i], value, 1e-5);
        }
    }

    [Fact]
    public void Should_keep_the_largest_published_model_under_two_megabytes()
    {
        var bundle = AttentionView.Create(Samples.Attention(layers: 19, heads: 10, genes: 30));
        Assert.InRange(bundle.Parts[MimeBundle.Html].Length, 1, 1_000_000);
        Assert.Equal(30 * 30, Regex.Count(bundle.Parts[MimeBundle.Html].Split("glm-cells")[1].Split("</g>")[0], "<rect"));
    }

    [Fact]
    public void Should_tell_a_terminal_the_strongest_pairs()
    {
        var attention = Samples.Attention();
        attention.Values[(8 * 0) + 5] = 0.9f;
        var lines = AttentionView.Create(attention, 0, 0).Plain.Split('\n');
        Assert.EndsWith("layer 0, head 0, strongest pairs (A + Aᵀ):", lines[0]);
        Assert.Matches(@"^  namen0 – name  0\.9|^  namen0 – name  1\.0", lines[1]);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(-3, 0)]
    public void Should_refuse_a_head_that_is_not_there(int layer, int head)
    {
        var error = Assert.Throws<GlmException>(() => AttentionView.Create(Samples.Attention(), layer, head));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Should_show_attention_of_one_gene_and_of_numbers_that_are_not_finite()
    {
        AttentionView.Create(Samples.Attention(genes: 1));
        var attention = Samples.Attention();
        attention.Values[3] = float.NaN;
        attention.Values[4] = float.PositiveInfinity;
        Assert.DoesNotContain("NaN", AttentionView.Create(attention, 0, 0).Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_summarise_training_from_untrained_to_trained_beside_chance()
    {
        var bundle = TrainingView.Create(Samples.History());
        Assert.Contains(
            "pseudo-accuracy 4.0% → 52.0%, absolute accuracy 3.0% → 41.0%; chance 3.5%",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Contains("type=\"range\"", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("chance", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_training_without_steps_and_without_evaluations()
    {
        Assert.Contains("0 steps", TrainingView.Create(Samples.History(steps: 0, heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.Contains("nothing was held out", TrainingView.Create(Samples.History(heldOut: false)).Plain, StringComparison.Ordinal);
        Assert.True(TrainingView.Create(Samples.History(steps: 100_000)).Parts[MimeBundle.Html].Length < 2_500_000);
    }

    [Fact]
    public void Should_map_each_class_once_per_panel_with_points_in_equal_order()
    {
        var before = ChartLoader.Current;
        ChartLoader.Current = HostileTextTests.WithLoaderElsewhere();
        var html = EmbeddingMapView.Create(Samples.Map(points: 30)).Parts[MimeBundle.Html];
        ChartLoader.Current = before;
        using var figure = JsonDocument.Parse(
            Regex.Match(html, "<script type=\"application/json\" id=\"[^\"]*-data\">(.*?)</script>").Groups[1].Value
        );
        var traces = figure.RootElement.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(6, traces.Count);
        for (var i = 0; i < 3; i++)
            Assert.Equal(traces[i].GetProperty("hovertext").ToString(), traces[i + 3].GetProperty("hovertext").ToString());
        Assert.Contains("unknown", traces.Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal("toggleothers", figure.RootElement.GetProperty("layout").GetProperty("legend").GetProperty("itemclick").GetString());
        Assert.Equal(
            "PC1 (21.0%)",
            figure.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString()
        );
    }

    [Fact]
    public void Should_thin_a_map_of_very_many_points_and_say_so()
    {
        var html = EmbeddingMapView.Create(Samples.Map(points: 50_000)).Parts[MimeBundle.Html];
        Assert.Contains("10,000 of 50,000 genes, evenly chosen", html, StringComparison.Ordinal);
        Assert.True(html.Length < 6_000_000, $"{html.Length}");
    }

    [Fact]
    public void Should_compare_representations_of_taxa()
    {
        var bundle = TaxonomyView.Create(Samples.Taxonomy());
        Assert.Matches(@"gLM\s+80\.0%\s+10\.0%\s+0\.850\s+0\.100", bundle.Plain);
        Assert.Matches(@"context-free\s+50\.0%", bundle.Plain);
        Assert.Contains("2 windows (name)", bundle.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_have_no_id_in_common_with_an_earlier_display_of_the_same_value()
    {
        var map = Samples.Map();
        var (first, second) = (Ids(EmbeddingMapView.Create(map)), Ids(EmbeddingMapView.Create(map)));
        Assert.NotEmpty(first);
        Assert.Empty(first.Intersect(second));

        static HashSet<string> Ids(MimeBundle bundle) =>
            [.. Regex.Matches(bundle.Parts[MimeBundle.Html], " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
    }
}
