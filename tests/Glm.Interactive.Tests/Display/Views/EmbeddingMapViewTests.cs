using System.Text.Json;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class EmbeddingMapViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/EmbeddingMapView", () => EmbeddingMapView.Create(Samples.Map("lac", 30)));

    [Fact]
    public void Should_map_each_class_once_per_panel_with_points_in_equal_order()
    {
        using var elsewhere = new PlotlyElsewhere();
        var html = EmbeddingMapView.Create(Samples.Map(points: 30)).Parts[MimeBundle.Html];
        using var figure = JsonDocument.Parse(Figure(html));
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
    public void Should_draw_what_has_no_class_in_grey_beneath_and_fold_all_but_twelve_classes()
    {
        using var elsewhere = new PlotlyElsewhere();
        var map = Samples.Map(points: 200);
        // Class i has i + 2 points; every twentieth point has none.
        var classes = Enumerable.Range(0, 18).SelectMany(i => Enumerable.Repeat($"c{i}", i + 2)).ToList();
        map = map with { Colors = [.. Enumerable.Range(0, 200).Select(i => i < 10 || i - 10 >= classes.Count ? "" : classes[i - 10])] };
        var bundle = EmbeddingMapView.Create(map);
        var traces = Traces(bundle).Take(14).ToList();
        Assert.Equal(["unknown", "other (6 classes)", "c17", "c16"], traces.Take(4).Select(trace => trace.Name));
        Assert.Equal(Palette.Neutral, traces[0].Color);
        Assert.Equal(["c17", "c16"], traces.OrderBy(trace => trace.Rank).Take(2).Select(trace => trace.Name));
        Assert.Equal(["other (6 classes)", "unknown"], traces.OrderBy(trace => trace.Rank).TakeLast(2).Select(trace => trace.Name));
        Assert.Equal(28, Traces(bundle).Count);
        Assert.Equal(13, traces.Skip(1).Select(trace => trace.Color).Distinct().Count());
        Assert.Contains("c6 8, other (6 classes) 27, unknown", bundle.Plain, StringComparison.Ordinal);
        // The still legend names them in the same order.
        var words = Layout.Labels(bundle.Parts[MimeBundle.Svg]).ConvertAll(label => label.Words);
        Assert.True(words.IndexOf("c6") < words.IndexOf("other (6 classes)") && words.Contains("unknown"));
    }

    [Theory]
    [InlineData("operon", "s1:7", "s1:7 (lacA–lacC)")]
    [InlineData("operon", "s1:operon_7", "s1:operon_7 (lacA–lacC)")]
    [InlineData("operon", "s1:TU0007", "s1:TU0007 (lacA–lacC)")]
    [InlineData("operon", "s1:lacZYA", "s1:lacZYA")]
    [InlineData("protein-family", "7", "protein-family 7")]
    [InlineData("genus", "Vibrio", "Vibrio")]
    public void Should_say_what_a_number_numbers(string column, string value, string name)
    {
        using var elsewhere = new PlotlyElsewhere();
        var map = Samples.Map(points: 4) with
        {
            Ids = ["lacA", "lacB", "lacC", "x"],
            ColorColumn = column,
            Colors = [value, value, value, ""],
        };
        var names = Traces(EmbeddingMapView.Create(map)).ConvertAll(trace => trace.Name);
        Assert.Equal([column == "operon" ? "in no operon" : "unknown", name], names.Take(2));
    }

    [Fact]
    public void Should_draw_very_many_points_by_WebGL_without_sending_their_names_twice()
    {
        using var elsewhere = new PlotlyElsewhere();
        var bundle = EmbeddingMapView.Create(Samples.Map(points: 100_000));
        var html = bundle.Parts[MimeBundle.Html];
        Assert.Contains("100,000 genes.", html, StringComparison.Ordinal);
        Assert.True(html.Length < 12_000_000, $"{html.Length}");
        Assert.True(bundle.Parts[MimeBundle.Svg].Length < 1_000_000, $"{bundle.Parts[MimeBundle.Svg].Length}");
        using var figure = JsonDocument.Parse(Figure(html));
        var traces = figure.RootElement.GetProperty("data").EnumerateArray().ToList();
        Assert.All(traces, trace => Assert.Equal("scattergl", trace.GetProperty("type").GetString()));
        Assert.Equal([3, 0], traces.Chunk(3).Select(panel => panel.Count(trace => trace.TryGetProperty("hovertext", out _))));
    }

    [Fact]
    public void Should_thin_a_map_of_more_points_and_say_so()
    {
        using var elsewhere = new PlotlyElsewhere();
        var map = Samples.Map(points: 250_000) with { Selected = [1, 2] };
        var html = EmbeddingMapView.Create(map).Parts[MimeBundle.Html];
        Assert.Contains("83,336 of 250,000 genes, evenly sampled", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_give_numbers_classes_of_equal_size_from_dark_to_light()
    {
        using var elsewhere = new PlotlyElsewhere();
        var map = Samples.Map(points: 81) with
        {
            ColorValues = [.. Enumerable.Range(0, 81).Select(i => i == 80 ? double.NaN : i * i / 10.0)],
        };
        var traces = Traces(EmbeddingMapView.Create(map)).Take(9).ToList();
        Assert.Equal(["unknown", "0 – 8.1", "10 – 36.1"], traces.Take(3).Select(trace => trace.Name));
        Assert.Equal((Palette.Sequential[0], Palette.Sequential[^1]), (traces[1].Color, traces[8].Color));
        // Equal numbers are never split.
        var equal = Samples.Map(points: 40) with { ColorValues = [.. Enumerable.Repeat(5.0, 40)] };
        Assert.Equal(["5"], Traces(EmbeddingMapView.Create(equal)).Take(1).Select(trace => trace.Name));
    }

    [Fact]
    public void Should_draw_marked_points_once_more_on_top()
    {
        using var elsewhere = new PlotlyElsewhere();
        var bundle = EmbeddingMapView.Create(Samples.Map(points: 30) with { Selected = [4, 7] });
        using var figure = JsonDocument.Parse(Figure(bundle.Parts[MimeBundle.Html]));
        var marks = figure
            .RootElement.GetProperty("data")
            .EnumerateArray()
            .Where(trace => trace.GetProperty("name").GetString() == "selected");
        Assert.All(marks, trace => Assert.Equal("diamond", trace.GetProperty("marker").GetProperty("symbol").GetString()));
        Assert.Equal(2, marks.Count());
        Assert.Contains("selected 2", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("selected", Layout.Labels(bundle.Parts[MimeBundle.Svg]).Select(label => label.Words));
    }

    [Fact]
    public void Should_keep_ids_for_export_harmless()
    {
        using var elsewhere = new PlotlyElsewhere();
        var map = Samples.Map("</script><script>x", 12) with { Keys = [.. Enumerable.Range(0, 12).Select(i => $"a\tb\n</script>{i}")] };
        var html = EmbeddingMapView.Create(map).Parts[MimeBundle.Html];
        using var data = JsonDocument.Parse(
            Regex.Match(html, "<script type=\"application/json\" class=\"glm-data\">(.*?)</script>").Groups[1].Value
        );
        var keys = data.RootElement.GetProperty("keys").EnumerateArray().SelectMany(group => group.EnumerateArray()).ToList();
        Assert.Equal(12, keys.Count);
        Assert.All(keys, key => Assert.DoesNotMatch("[\t\n]", key.GetString()!));
    }

    [Fact]
    public void Should_say_how_a_layout_is_to_be_read_and_trusted()
    {
        var map = Samples.Map(points: 40) with { Method = "tsne", Settings = "perplexity 30, cosine, seed 1", TrustNeighbours = 15 };
        map = map with { Contextual = map.Contextual with { ExplainedVariance = (double.NaN, double.NaN), Trustworthiness = 0.9876 } };
        var bundle = EmbeddingMapView.Create(map);
        Assert.Contains("t-SNE of 40 genes, coloured by name (perplexity 30, cosine, seed 1)", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("contextual: t-SNE 1, t-SNE 2, trustworthiness 0.988 at 15 neighbours", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("the sizes of groups, and the distances between them, mean little", bundle.Parts[MimeBundle.Html]);
    }

    [Fact]
    public void Should_tell_the_axes_of_a_family_before_and_after_context()
    {
        var map = Samples.Map(points: 40) with { Family = "mcr<A>" };
        map = map with
        {
            Contextual = map.Contextual with { AxisShares = [0.5, 0.3] },
            ContextFree = map.ContextFree with { AxisShares = [0.2, 0.1] },
        };
        var bundle = EmbeddingMapView.Create(map);
        Assert.Contains(
            "The first two principal axes hold 30.0% of the variance of mcr<A> before context, and 80.0% after.",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Regex.Count(bundle.Parts[MimeBundle.Html], "class=\"glm-chart\""));
    }

    private static string Figure(string html) =>
        Regex.Match(html, "<script type=\"application/json\" id=\"[^\"]*-data\">(.*?)</script>").Groups[1].Value;

    private static List<(string Name, string Color, int Rank)> Traces(MimeBundle bundle)
    {
        using var figure = JsonDocument.Parse(Figure(bundle.Parts[MimeBundle.Html]));
        return
        [
            .. figure
                .RootElement.GetProperty("data")
                .EnumerateArray()
                .Select(trace =>
                    (
                        trace.GetProperty("name").GetString()!,
                        trace.GetProperty("marker").GetProperty("color").GetString()!,
                        trace.GetProperty("legendrank").GetInt32()
                    )
                ),
        ];
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
