using System.Text.Json.Nodes;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Hosting;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET.CSharp;

namespace Glm.Interactive.Tests.Display;

public sealed class ChartTests
{
    [Fact]
    public void Should_show_a_users_chart_with_a_still_image_and_a_table()
    {
        var bundle = PlotlyBlock.Create(
            Chart.Line<double, double, string>(
                [.. Enumerable.Range(0, 100).Select(i => i / 10.0)],
                [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i))],
                Name: "sine"
            )
        );
        var html = bundle.Parts[MimeBundle.Html];
        Assert.Contains("<img alt=\"", html, StringComparison.Ordinal);
        Assert.Contains("data:image/svg+xml;base64,", html, StringComparison.Ordinal);
        Assert.Contains("<summary>table</summary>", html, StringComparison.Ordinal);
        Assert.Contains("… and 80 more rows", html, StringComparison.Ordinal);
        Assert.Contains("\"bdata\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn", Markup.WithoutOwnCode(html), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sine", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains(Markup.Svg(bundle.Parts[MimeBundle.Svg]).Descendants(), element =>
            element.Name.LocalName == "path" && element.Attribute("d")!.Value.Count(c => c == 'L') == 99
        );
    }

    [Fact]
    public void Should_show_a_chart_that_has_no_still_image()
    {
        var bundle = PlotlyBlock.Create(Chart.Pie<double, string, string>([1, 2, 3], Labels: new[] { "a", "b", "c" }));
        Assert.False(bundle.Parts.ContainsKey(MimeBundle.Svg));
        Assert.Contains("pie", bundle.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_take_a_missing_number_for_a_category()
    {
        var bundle = PlotlyBlock.Create(Chart.Line<double, double, string>([0.0, 1, 2], [1, double.NaN, 3]));
        Assert.DoesNotContain("NaN", bundle.Parts[MimeBundle.Html].Split("-data\">")[1].Split("</script>")[0], StringComparison.Ordinal);
        Assert.Contains(">2.6<", bundle.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_draw_gaps_for_numbers_that_are_not_finite()
    {
        var svg = StaticChart.Render(
            Figure("""{"data":[{"type":"scatter","mode":"lines","x":[1,2,3,4],"y":[1,null,2,3]}],"layout":{}}""")
        );
        var line = Markup.Svg(svg!).Descendants().Single(element => element.Attribute("stroke-linejoin") is not null);
        Assert.Equal(2, line.Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Fact]
    public void Should_place_equal_decades_at_equal_distances_on_a_logarithmic_axis()
    {
        var svg = StaticChart.Render(
            Figure("""{"data":[{"type":"scatter","mode":"lines","x":[0,1,2],"y":[1,10,100]}],"layout":{"yaxis":{"type":"log"}}}""")
        );
        var numbers = Markup
            .Svg(svg!)
            .Descendants()
            .Single(element => element.Attribute("stroke-linejoin") is not null)
            .Attribute("d")!
            .Value.Split('M', 'L', ' ')
            .Where(part => part.Length > 0)
            .Select(part => double.Parse(part))
            .ToArray();
        Assert.Equal(numbers[1] - numbers[3], numbers[3] - numbers[5], 0.1);
    }

    [Fact]
    public void Should_draw_one_cell_per_number_of_a_heat_map_in_the_order_of_a_reversed_axis()
    {
        var svg = StaticChart.Render(
            Figure(
                """{"data":[{"type":"heatmap","x":["a","b"],"y":["c","d"],"z":[[0,1],[2,4]],"showscale":false}],"layout":{"yaxis":{"autorange":"reversed"}}}"""
            )
        );
        var cells = Markup
            .Svg(svg!)
            .Descendants()
            .Where(element =>
                element.Name.LocalName == "rect" && element.Parent!.Name.LocalName == "svg" && element.Parent.Parent is not null
            )
            .ToList();
        Assert.Equal(4, cells.Count);
        Assert.Equal(Palette.Sequential[0], cells[0].Attribute("fill")!.Value);
        Assert.Equal(Palette.Sequential[^1], cells[3].Attribute("fill")!.Value);
        Assert.True(double.Parse(cells[0].Attribute("y")!.Value) < double.Parse(cells[3].Attribute("y")!.Value));
    }

    [Theory]
    [InlineData("""{"data":[],"layout":{}}""")]
    [InlineData("""{"data":[{"type":"pie"}],"layout":null}""")]
    [InlineData("""{}""")]
    public void Should_draw_nothing_of_what_it_does_not_know(string figure) => Assert.Null(StaticChart.Render(Figure(figure)));

    [Theory]
    [InlineData("""{"data":[{"type":"scatter"}],"layout":{}}""")]
    [InlineData("""{"data":[{"type":"bar","x":["a"],"y":["b"]}],"layout":{"xaxis":{"domain":[1,0]}}}""")]
    [InlineData("""{"data":[{"type":"heatmap","z":[[],[1]]}],"layout":{"height":-5,"width":1e9}}""")]
    [InlineData("""{"data":[{"type":"scatter","x":[1,1],"y":[5,5]}],"layout":{"title":7,"yaxis":{"range":[3,3],"type":"log"}}}""")]
    [InlineData(
        """{"data":[{"type":"scatter","x":[1,2,3],"y":[1e308,-1e308,0]}],"layout":{"annotations":[{"xref":"paper","yref":"paper"}]}}"""
    )]
    public void Should_survive_odd_figures(string figure) => Markup.Svg(StaticChart.Render(Figure(figure))!);

    [Theory]
    [InlineData(0, 1, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-3, 7, 5, new[] { -2.0, 0, 2, 4, 6 })]
    public void Should_choose_round_ticks(double low, double high, int wanted, double[] expected) =>
        Assert.Equal(expected, StaticChart.NiceTicks(low, high, wanted).Select(tick => Math.Round(tick, 9)));

    [Fact]
    public void Should_not_spend_plotly_on_plain_text()
    {
        GlmFormatters.Register();
        var before = ChartLoader.Current;
        ChartLoader.Current = new ChartLoader();
        try
        {
            var history = Samples.History();
            Assert.Contains("52.0%", Formatter.ToDisplayString(history, MimeBundle.PlainText), StringComparison.Ordinal);
            Assert.Contains("DecompressionStream", Formatter.ToDisplayString(history, MimeBundle.Html), StringComparison.Ordinal);
        }
        finally
        {
            ChartLoader.Current = before;
        }
    }

    private static JsonObject Figure(string json) => JsonNode.Parse(json)!.AsObject();
}
