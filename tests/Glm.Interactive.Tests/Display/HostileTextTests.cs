using System.Xml.Linq;
using Glm.Analysis.Synteny;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Display;

public sealed class HostileTextTests
{
    private const int HtmlLimit = 2_500_000;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var view in Views.Keys)
            for (var i = 0; i < Samples.HostileTexts.Count(); i++)
                cases.Add(view, i);
        return cases;
    }

    private static readonly Dictionary<string, Func<string, MimeBundle>> Views = new()
    {
        ["scaffolds"] = text => ScaffoldSetView.Create(Samples.Set(text)),
        ["genes"] = text => GeneMap.Create(Samples.Set(text).Scaffolds[1], Samples.Set(text).Proteins),
        ["region"] = text => SyntenyView.Create(SyntenyMapper.Compare(Samples.Set(text), [new(text + "0"), new(text + "1")]), "product"),
        ["attention"] = text => AttentionView.Create(Samples.Attention(text)),
        ["training"] = text => TrainingView.Create(Samples.History(text)),
        ["embedding"] = text => EmbeddingMapView.Create(Samples.Map(text, 12)),
        ["taxonomy"] = text => TaxonomyView.Create(Samples.Taxonomy(text)),
        ["values"] = text => KeyValueView.Create(text, (text, text)),
        ["help"] = text => HelpView.Create(text, text),
        ["frame"] = text => TableView.Create(new DataFrame(new StringDataFrameColumn(text, [text, text]))),
        ["records"] = text => TableView.Create(new[] { new { Name = text, Text = text } }),
        ["error"] = text => ErrorView.Create(new InvalidOperationException(text)),
        ["mistake"] = text => ErrorView.Create(new GlmException(text)),
        ["progress"] = text =>
        {
            var state = new ProgressState(new ProgressReport(text, 1, 2, text, [new ProgressMetric(text, 1.5, text)]));
            state.End(ProgressPhase.Failed, 1, text);
            return ProgressView.Create(state);
        },
        ["chart"] = text =>
            PlotlyBlock.Create(
                Node.Chart(
                    [
                        new Node
                        {
                            ["type"] = "bar",
                            ["name"] = text,
                            ["x"] = new[] { text, text + "2" },
                            ["y"] = new[] { 1.0, double.NaN },
                            ["marker"] = new Node { ["color"] = text },
                        },
                    ],
                    new Node
                    {
                        ["title"] = text,
                        ["xaxis"] = new Node { ["title"] = new Node { ["text"] = text } },
                        ["showlegend"] = true,
                    }
                )
            ),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_keep_untrusted_text_text(string view, int text)
    {
        using var elsewhere = new PlotlyElsewhere();
        var bundle = Views[view](Samples.HostileTexts.ElementAt(text));
        var html = bundle.Parts[MimeBundle.Html];
        // The generic chart keeps a user's own text whole in its data; every other view cuts it.
        Assert.True(html.Length < (view == "chart" ? 8_000_000 : HtmlLimit), $"{html.Length} characters");
        Markup.AssertHarmless(html);
        if (bundle.Parts.TryGetValue(MimeBundle.Svg, out var svg))
        {
            Assert.DoesNotContain(Markup.Svg(svg).Descendants(), element =>
                element.Name.LocalName is "script" or "image" or "foreignObject" or "a"
            );
            Assert.DoesNotContain(Markup.Svg(svg).DescendantsAndSelf().Attributes(), attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            );
        }
        Assert.DoesNotContain(bundle.Plain, c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        Assert.True(bundle.Plain.Length < 110_000 * 2, $"{bundle.Plain.Length} characters of text");
    }
}
