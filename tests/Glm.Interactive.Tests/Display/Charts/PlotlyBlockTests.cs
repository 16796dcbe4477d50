using Glm.Interactive.Display;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET.CSharp;

namespace Glm.Interactive.Tests.Display.Charts;

public sealed class PlotlyBlockTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Charts/PlotlyBlock", () =>
            PlotlyBlock.Create(Chart.Line<double, double, string>([0.0, 1, 2], [1.5, 0.5, 2], Name: "sine <1>"))
        );

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
}
