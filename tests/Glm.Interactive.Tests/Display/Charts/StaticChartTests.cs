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

    [Fact]
    public void Should_draw_level_bars_from_the_axis_of_names()
    {
        var svg = StaticChart.Render(
            Figure(
                """
                {"data":[{"type":"bar","orientation":"h","y":["first","second"],"x":[2,1],"marker":{"color":"#0072b2"} }],
                 "layout":{"yaxis":{"autorange":"reversed"} } }
                """
            )
        );
        var bars = Markup
            .Svg(svg!)
            .Descendants()
            .Where(element => element.Name.LocalName == "rect" && (string?)element.Attribute("fill") == "#0072b2")
            .Select(bar => Array.ConvertAll(["x", "y", "width", "height"], name => double.Parse(bar.Attribute(name)!.Value)))
            .ToList();
        Assert.Equal(2, bars.Count);
        Assert.Equal(bars[0][0], bars[1][0], 0.1);
        Assert.Equal(2, bars[0][2] / bars[1][2], 0.01);
        Assert.Equal(bars[0][3], bars[1][3], 0.1);
        Assert.True(bars[0][1] < bars[1][1], "The first is on top.");
        var names = Layout.Labels(svg!).Where(label => label.Words is "first" or "second").ToList();
        Assert.Equal(2, names.Count);
        Assert.All(names.Zip(bars), pair => Assert.InRange(pair.First.Corners[2].Y, pair.Second[1], pair.Second[1] + pair.Second[3]));
    }

    [Fact]
    public void Should_keep_long_names_of_rows_different()
    {
        var start = "gene of the most similar of all partners, by the cosine of their protein vectors, ";
        var svg = StaticChart.Render(
            Figure(
                $$"""
                {"data":[{"type":"scatter","mode":"markers","y":["{{start}}a","{{start}}b","short"],"x":[1,2,3]}],"layout":{"height":160} }
                """
            )
        )!;
        // In two lines each, of which the second says which it is.
        foreach (var end in (string[])[" a", " b"])
            Assert.Single(Layout.Labels(svg), label => label.Words.EndsWith(end, StringComparison.Ordinal));
        Assert.Empty(Layout.Overlaps(svg));
        Assert.Empty(Layout.Cut(svg));
    }

    [Fact]
    public void Should_wrap_titles_of_panels_and_axes_that_have_no_room_side_by_side()
    {
        var svg = StaticChart.Render(
            Figure(
                """
                {"data":[{"x":[0,1],"y":[1.0001,1.0002]},{"x":[0,1],"y":[0,1],"xaxis":"x2","yaxis":"y2"}],
                 "layout":{"xaxis":{"domain":[0,0.4],"title":"a title of the axis that is longer than its panel"},
                           "xaxis2":{"domain":[0.6,1]},"yaxis":{"title":"loss"},
                           "annotations":[{"xref":"paper","yref":"paper","x":0.2,"y":1,
                                           "text":"<b>squared error of the closest prediction</b>"},
                                          {"xref":"paper","yref":"paper","x":0.8,"y":1,
                                           "text":"cross-entropy of all of the likelihoods"}]} }
                """
            )
        )!;
        Assert.Empty(Layout.Overlaps(svg));
        Assert.Empty(Layout.Cut(svg));
        Assert.DoesNotContain(Layout.Labels(svg), label => label.Words.Contains('…', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1.0001, 1.0003, 10)]
    [InlineData(0, 0.002, 5)]
    [InlineData(0, 2e-6, 5)]
    [InlineData(12000, 12100, 10)]
    [InlineData(-0.5, 0.5, 12)]
    public void Should_tell_every_tick_from_the_next(double low, double high, int wanted)
    {
        var step = ChartAxis.Step(low, high, wanted);
        var ticks = ChartAxis.RoundNumbers(low, high, wanted).Select(tick => ChartAxis.Short(tick, step)).ToList();
        Assert.True(ticks.Count > 3);
        Assert.Equal(ticks, ticks.Distinct());
        Assert.All(ticks, tick => Assert.True(tick.Length <= 8, tick));
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
