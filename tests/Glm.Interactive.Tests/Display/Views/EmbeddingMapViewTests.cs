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
    public void Should_thin_a_map_of_very_many_points_and_say_so()
    {
        var html = EmbeddingMapView.Create(Samples.Map(points: 50_000)).Parts[MimeBundle.Html];
        Assert.Contains("10,000 of 50,000 genes, evenly sampled", html, StringComparison.Ordinal);
        Assert.True(html.Length < 6_000_000, $"{html.Length}");
    }

    private static List<(string Name, string Color, int Rank)> Traces(MimeBundle bundle)
    {
        using var figure = JsonDocument.Parse(
            Regex
                .Match(bundle.Parts[MimeBundle.Html], "<script type=\"application/json\" id=\"[^\"]*-data\">(.*?)</script>")
                .Groups[1]
                .Value
        );
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
