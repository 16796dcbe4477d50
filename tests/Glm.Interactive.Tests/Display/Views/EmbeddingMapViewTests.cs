using System.Text.Json;
using System.Text.RegularExpressions;
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
    public void Should_thin_a_map_of_very_many_points_and_say_so()
    {
        var html = EmbeddingMapView.Create(Samples.Map(points: 50_000)).Parts[MimeBundle.Html];
        Assert.Contains("10,000 of 50,000 genes, evenly sampled", html, StringComparison.Ordinal);
        Assert.True(html.Length < 6_000_000, $"{html.Length}");
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
