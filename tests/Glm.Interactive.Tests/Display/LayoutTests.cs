using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display;

/// <summary>No name covers another or leaves its picture, however many genes there are, in wide and in narrow places.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] Names = ["n", "lacZYA", "a_long_locus_tag_"];

    [Fact]
    public void Should_notice_words_that_touch_or_are_cut()
    {
        var svg = new Svg(100, 100);
        svg.Text(10, 50, "first", size: 10);
        svg.Text(20, 53, "second", size: 10, rotate: 30);
        svg.Text(10, 80, "apart", size: 10);
        svg.Text(80, 20, "too long", size: 10);
        svg.Text(90, 20, "hidden", size: 10).Hidden();
        Assert.Equal(["\"first\" and \"second\""], Layout.Overlaps(svg.Standalone()));
        Assert.Equal(["too long"], Layout.Cut(svg.Standalone()));
    }

    public static TheoryData<string, int> Genes()
    {
        var cases = new TheoryData<string, int>();
        foreach (var name in Names)
        foreach (var genes in (int[])[1, 2, 15, 30, 40, 100])
            cases.Add(name, genes);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Genes))]
    public void Should_keep_names_apart_in_attention(string name, int genes) =>
        AssertClear(AttentionView.Create(Samples.Attention(name, 1, 1, genes)));

    [Theory]
    [MemberData(nameof(Genes))]
    public void Should_keep_names_apart_in_gene_maps(string name, int genes)
    {
        var set = Samples.Set(name, genes: genes);
        AssertClear(GeneMap.Create(set.Scaffolds[0], set.Proteins));
        AssertClear(GeneMap.Create(set.Scaffolds[1], set.Proteins));
        AssertClear(GeneMap.Create(set.Windows[1]));
    }

    [Theory]
    [MemberData(nameof(Genes))]
    public void Should_keep_names_apart_in_neighbourhoods(string name, int genes) =>
        AssertClear(RegionNeighbourhoodView.Create(Samples.Neighbourhood(name, genes)));

    [Theory]
    [MemberData(nameof(Genes))]
    public void Should_keep_names_apart_and_clear_of_bands_in_regions(string name, int genes)
    {
        var map = Regions(name, genes);
        AssertClear(SyntenyView.Create(map));
        foreach (var picture in Pictures(SyntenyView.Create(map)))
        {
            var bands = Bands().Matches(picture);
            Assert.NotEmpty(bands);
            foreach (Match band in bands)
            {
                var (top, bottom) = (Number(band.Groups[1]), Number(band.Groups[2]));
                Assert.DoesNotContain(Layout.Labels(picture).Where(label => label.Class is "glm-label" or "glm-under"), label =>
                    label.Corners.Max(corner => corner.Y) > top && label.Corners.Min(corner => corner.Y) < bottom
                );
            }
        }
    }

    [Fact]
    public void Should_say_in_numbers_what_the_colours_of_bands_mean()
    {
        var words = Layout.Labels(SyntenyView.Create(Samples.Synteny()).Parts[MimeBundle.Svg]).ConvertAll(label => label.Words);
        Assert.Contains("identical residues:", words);
        Assert.Equal(["30%", "65%", "100%"], words.Where(word => word.EndsWith('%')));
        var alone = SyntenyMapper.Compare(Samples.Set(), [new("name0")]);
        Assert.DoesNotContain("identical", SyntenyView.Create(alone).Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(20, 10)]
    [InlineData(40, 10)]
    public void Should_name_every_class_and_fold_in_the_still_charts_of_taxonomy(int classes, int folds)
    {
        using var elsewhere = new PlotlyElsewhere();
        var html = TaxonomyView.Create(Samples.Taxonomy(classes, folds)).Parts[MimeBundle.Html];
        var pictures = Markup.Stills(html);
        Assert.Equal(2, pictures.Count);
        foreach (var picture in pictures)
        {
            Assert.Empty(Layout.Overlaps(picture));
            Assert.Empty(Layout.Cut(picture));
        }
        for (var fold = 1; fold <= folds; fold++)
            Assert.Equal(2, Layout.Labels(pictures[0]).Count(label => label.Words == $"fold {fold}"));
        // By row once, by column in both panels.
        for (var i = 0; i < classes; i++)
            Assert.Equal(3, Layout.Labels(pictures[1]).Count(label => label.Words == $"class {i}"));
    }

    [Fact]
    public void Should_tell_species_with_equal_second_names_apart_in_regions()
    {
        var map = Regions("n", 15);
        string[] species = ["Umbrella robustissima", "Fungicola robustissima", "Ursula robustissima"];
        var named = map with { Tracks = [.. map.Tracks.Select((track, i) => track with { Title = species[i] })] };
        foreach (var picture in Pictures(SyntenyView.Create(named)))
        {
            var words = Layout.Labels(picture).Select(label => label.Words).ToList();
            foreach (var name in species)
                Assert.Contains(words, word => word.StartsWith(name.Split(' ')[0], StringComparison.Ordinal));
            Assert.Empty(Layout.Overlaps(picture));
            Assert.Empty(Layout.Cut(picture));
        }
    }

    [Fact]
    public void Should_keep_captions_of_pooling_within_their_picture() =>
        Assert.All(Pictures(ProteinSetView.Create(Samples.ProteinSets())), picture => Assert.Empty(Layout.Cut(picture)));

    private static SyntenyMap Regions(string name, int genes)
    {
        var set = Samples.Set(name, genes: genes);
        int[] groups = [.. Enumerable.Range(0, genes)];
        return new SyntenyMap(
            [.. set.Windows.Select((window, i) => new SyntenyTrack(window, i == 1, groups))],
            [.. Enumerable.Range(0, genes).SelectMany(g => (SyntenyLink[])[new(0, g, g, 0.4), new(1, g, g, 0.9)])],
            0.3,
            set.Proteins
        );
    }

    private static void AssertClear(MimeBundle bundle)
    {
        foreach (var picture in Pictures(bundle))
        {
            Assert.Empty(Layout.Overlaps(picture));
            Assert.Empty(Layout.Cut(picture));
        }
    }

    /// <summary>The still pictures of a display, and those that a script chooses where the place is narrow.</summary>
    private static List<string> Pictures(MimeBundle bundle)
    {
        var html = bundle.Parts[MimeBundle.Html];
        List<string> pictures = [.. Markup.Stills(html), .. Narrow().Matches(html).Select(match => match.Groups[1].Value)];
        Assert.True(pictures.Count > 1);
        return pictures;
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("class=\"glm-live\">(<svg.*?</svg>)</script>", RegexOptions.Singleline)]
    private static partial Regex Narrow();

    [GeneratedRegex("<path d=\"M[-0-9.]+ ([0-9.]+)L[-0-9.]+ [0-9.]+L[-0-9.]+ ([0-9.]+)L[^\"]*\" class=\"glm-band\"")]
    private static partial Regex Bands();
}
