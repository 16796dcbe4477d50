using System.Xml.Linq;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display;

public sealed class HostileTextTests
{
    private const int HtmlLimit = 2_500_000;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var view in Samples.Views.Keys)
            for (var i = 0; i < Samples.HostileTexts.Count(); i++)
                cases.Add(view, i);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_keep_untrusted_text_text(string view, int text)
    {
        using var elsewhere = new PlotlyElsewhere();
        var bundle = Samples.Views[view](Samples.HostileTexts.ElementAt(text));
        var html = bundle.Parts[MimeBundle.Html];
        // The generic chart keeps a user's own text whole in its data; every other view cuts it.
        Assert.True(html.Length < (view == "chart" ? 8_000_000 : HtmlLimit), $"{html.Length} characters");
        Markup.AssertHarmless(html);
        if (bundle.Parts.TryGetValue(MimeBundle.Svg, out var svg))
        {
            Assert.DoesNotContain(Markup.Svg(svg).Descendants(), element =>
                element.Name.LocalName is "script" or "foreignObject" or "a"
                || (element.Name.LocalName == "image" && !IsPixels(element.Attribute("href")?.Value))
            );
            Assert.DoesNotContain(Markup.Svg(svg).DescendantsAndSelf().Attributes(), attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            );
        }
        Assert.DoesNotContain(bundle.Plain, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        Assert.True(bundle.Plain.Length < 110_000 * 2, $"{bundle.Plain.Length} characters of text");
    }

    private static bool IsPixels(string? address) => address?.StartsWith("data:image/png;base64,", StringComparison.Ordinal) == true;
}
