using System.Text.Json.Nodes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Tests.Display.Charts;

public sealed class StaticChartTests
{
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

    [Theory]
    [InlineData("tozero", "")]
    [InlineData("normal", "")]
    [InlineData("normal", ""","range":[0,4]""")]
    public void Should_draw_points_on_the_rim_whole(string mode, string range)
    {
        var svg = StaticChart.Render(
            Figure(
                $$"""
                {"data":[{"type":"scatter","mode":"markers","x":[0,1,2],"y":[0,4,2],"marker":{"size":8} }],
                 "layout":{ "yaxis":{ "rangemode":"{{mode}}"{{range}} } } }
                """
            )
        );
        var points = Markup.Svg(svg!).Descendants().Single(element => (string?)element.Attribute("stroke-linecap") == "round");
        Assert.Equal(3, points.Attribute("d")!.Value.Count(c => c == 'M'));
        // No window clips them: none of their ancestors is an svg but the picture.
        Assert.Single(points.Ancestors(), element => element.Name.LocalName == "svg");
    }

    [Fact]
    public void Should_leave_out_points_beyond_the_axes()
    {
        var svg = StaticChart.Render(
            Figure("""{"data":[{"type":"scatter","mode":"markers","x":[0,1,2],"y":[0,9,2]}],"layout":{"yaxis":{"range":[0,4]}}}""")
        );
        var points = Markup.Svg(svg!).Descendants().Single(element => (string?)element.Attribute("stroke-linecap") == "round");
        Assert.Equal(2, points.Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Fact]
    public void Should_draw_a_legend_as_the_traces_are_drawn()
    {
        var svg = StaticChart.Render(
            Figure(
                """
                {"data":[{"type":"scatter","mode":"lines","name":"solid","x":[0,1],"y":[0,1],"legendrank":2},
                         {"type":"scatter","mode":"lines+markers","name":"held out","x":[0,1],"y":[0,1],"legendrank":1,
                          "line":{"dash":"dot"},"marker":{"symbol":"diamond"}}],"layout":{}}
                """
            )
        );
        var elements = Markup.Svg(svg!).Elements().ToList();
        var (heldOut, solid) = (
            elements.FindIndex(element => element.Value == "held out"),
            elements.FindIndex(element => element.Value == "solid")
        );
        Assert.True(heldOut < solid, "The legend has an order of its own.");
        Assert.Equal(["line", "path"], elements[(heldOut - 2)..heldOut].Select(element => element.Name.LocalName));
        Assert.NotNull(elements[heldOut - 2].Attribute("stroke-dasharray"));
        Assert.Equal(3, elements[heldOut - 1].Attribute("d")!.Value.Count(c => c == 'L'));
        Assert.Null(elements[solid - 1].Attribute("stroke-dasharray"));
    }

    [Fact]
    public void Should_draw_one_cell_per_number_of_a_heat_map_in_the_order_of_a_reversed_axis()
    {
        var svg = StaticChart.Render(
            Figure(
                """
                {"data":[{"type":"heatmap","x":["a","b"],"y":["c","d"],"z":[[0,1],[2,4]],"showscale":false}],
                 "layout":{"yaxis":{"autorange":"reversed"}}}
                """
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
        Assert.Equal(expected, ChartAxis.RoundNumbers(low, high, wanted).Select(tick => Math.Round(tick, 9)));

    private static JsonObject Figure(string json) => JsonNode.Parse(json)!.AsObject();
}
