using System.Xml.Linq;
using Glm.Interactive.Display.Drawing;
using Glm.Testing;

namespace Glm.Interactive.Tests.Display.Drawing;

public sealed class SvgWriterTests
{
    private const string Hostile = "\"'><script>alert(1)</script>&amp;";

    [Fact]
    public void Should_keep_untrusted_text_and_values_text()
    {
        var svg = new Svg(10, 10);
        using (svg.Group().Class(Hostile).Data("word", Hostile).Title(Hostile))
        {
            svg.Rect(0, 0, 1, 1, Hostile).Stroke(Hostile);
            svg.Text(0, 0, Hostile, fill: Hostile);
            svg.Line(0, 0, 1, 1, stroke: Hostile);
        }
        foreach (var picture in new[] { svg.Standalone(), Markup.Stills(svg.Inline(Hostile, Hostile)).Single() })
        {
            var group = Markup.Svg(picture).Elements().Last();
            Assert.Equal(Hostile, group.Attribute("data-word")!.Value);
            Assert.Equal(["title", "rect", "text", "line"], group.Elements().Select(element => element.Name.LocalName));
            Assert.Equal(Hostile, group.Elements().First().Value);
            Assert.Equal(Hostile, group.Elements().ElementAt(1).Attribute("fill")!.Value);
            Assert.Equal(Hostile, group.Elements().ElementAt(2).Value);
        }
    }

    [Fact]
    public void Should_write_numbers_in_the_invariant_culture_with_two_decimals()
    {
        using var culture = new OtherCulture();
        var svg = new Svg(100.5, 10);
        svg.Line(-0.123, 1234.5, double.NaN, double.PositiveInfinity);
        var line = Markup.Svg(svg.Standalone()).Elements().Last();
        Assert.Equal(["-0.12", "1234.5", "0", "0"], line.Attributes().Take(4).Select(attribute => attribute.Value));
        Assert.Equal("100.5", Markup.Svg(svg.Standalone()).Attribute("width")!.Value);
    }

    [Fact]
    public void Should_write_a_path_point_by_point() =>
        Assert.Equal(
            "M0 1L2.5 3Q4 5 6 7ZM8 9h0",
            new SvgPath().MoveTo(0, 1).LineTo(2.5, 3).CurveTo(4, 5, 6, 7).Close().Dot(8, 9).ToString()
        );

    [Fact]
    public void Should_place_what_another_writer_drew()
    {
        var other = new SvgWriter();
        other.Rect(0, 0, 1, 1, "red").Title("first");
        var svg = new Svg(10, 10);
        using (svg.Window(1, 2, 3, 4))
            svg.Add(other);
        var window = Markup.Svg(svg.Standalone()).Elements().Last();
        Assert.Equal(("svg", "1 2 3 4"), (window.Name.LocalName, window.Attribute("viewBox")!.Value));
        Assert.Equal("first", Assert.Single(window.Elements()).Value);
    }

    [Fact]
    public void Should_stack_pictures_with_a_gap()
    {
        var (first, second) = (new Svg(10, 20), new Svg(30, 40));
        first.Rect(0, 0, 1, 1, "red");
        second.Rect(0, 0, 1, 1, "blue");
        var stack = Svg.Stack([first, second]);
        Assert.Equal((30, 72), (stack.Width, stack.Height));
        Assert.Equal(
            ["translate(0 0)", "translate(0 32)"],
            Markup.Svg(stack.Standalone()).Elements().Where(Is("g")).Select(group => group.Attribute("transform")!.Value)
        );
    }

    [Fact]
    public void Should_refuse_an_attribute_of_an_element_that_is_finished()
    {
        var svg = new Svg(10, 10);
        var first = svg.Rect(0, 0, 1, 1, "red");
        svg.Rect(0, 0, 1, 1, "blue");
        Assert.Throws<InvalidOperationException>(() => first.Stroke("red"));
    }

    [Fact]
    public void Should_refuse_a_picture_with_an_open_group()
    {
        var svg = new Svg(10, 10);
        var (outer, inner) = (svg.Group(), svg.Group());
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        Assert.Throws<InvalidOperationException>(svg.Standalone);
        inner.Dispose();
        outer.Dispose();
        Assert.Equal(2, Markup.Svg(svg.Standalone()).Descendants().Count(Is("g")));
    }

    private static Func<XElement, bool> Is(string name) => element => element.Name.LocalName == name;
}
