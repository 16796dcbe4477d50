using Glm.Arrays;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Display;
using Glm.Runtime;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Glm.Interactive.Tests.Results;

public sealed class FormattersTests
{
    private sealed class UsersOwn : List<int>;

    [Theory]
    [InlineData(null, "null")]
    [InlineData("text <b>", "text <b>")]
    [InlineData(1.5, "1.5")]
    [InlineData(42, "42")]
    [InlineData(true, "True")]
    [InlineData("bell\a", "bell␇")]
    public void Should_show_plain_values_as_plain_text(object? value, string expected) =>
        Assert.Equal(expected, Formatters.ToBundle(value).Plain);

    [Fact]
    public void Should_hand_a_bundle_through()
    {
        var bundle = new MimeBundle("x");
        Assert.Same(bundle, Formatters.ToBundle(bundle));
    }

    [Fact]
    public void Should_show_a_mistake_as_its_one_line()
    {
        var bundle = Formatters.ToBundle(new GlmException("Scaffold <c7> has 12 genes."));
        Assert.Equal("Scaffold <c7> has 12 genes.", bundle.Plain);
        Assert.DoesNotContain("<details", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains(
            "<details",
            Formatters.ToBundle(new InvalidOperationException("x")).Parts[MimeBundle.Html],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_say_so_when_a_value_cannot_be_shown()
    {
        static IEnumerable<int> Failing()
        {
            yield return 1;
            throw new InvalidOperationException("no <more>");
        }
        Assert.Contains("cannot be shown", Formatters.ToBundle(Failing()).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_let_a_users_formatter_go_first()
    {
        GlmFormatters.Register();
        Formatter.Register<UsersOwn>((_, writer) => writer.Write("<i>mine</i>"), MimeBundle.Html);
        Assert.Equal("<i>mine</i>", Formatters.ToBundle(new UsersOwn { 1, 2 }).Parts[MimeBundle.Html]);
    }

    [Fact]
    public void Should_show_each_result_through_the_formatter_in_both_types()
    {
        GlmFormatters.Register();
        foreach (
            var value in new object[]
            {
                Samples.Set(),
                Samples.Set().Scaffolds[0],
                Samples.Set().Windows[0],
                Samples.Attention(),
                Samples.History(),
                Samples.Map(),
                Samples.Taxonomy(),
            }
        )
        {
            Assert.StartsWith("<div class=\"glm-view\"", Formatter.ToDisplayString(value, MimeBundle.Html));
            var plain = Formatter.ToDisplayString(value, MimeBundle.PlainText);
            Assert.Equal(Formatters.ToBundle(value).Plain, plain);
            Assert.DoesNotContain('<', plain.Replace("<name", "", StringComparison.Ordinal));
            Assert.True(Formatters.ToBundle(value).Parts.ContainsKey(MimeBundle.Svg));
        }
    }

    [Fact]
    public void Should_show_the_texts_inside_a_value()
    {
        foreach (var value in new object[] { new { Name = "<b>Rex</b>", Age = 3 }, new Dog("<b>Rex</b>", 3), (3, "<b>Rex</b>") })
        {
            var bundle = Formatters.ToBundle(value);
            Assert.Contains("<b>Rex</b>", bundle.Plain);
            Assert.Contains("&lt;b&gt;Rex&lt;/b&gt;", bundle.Parts[MimeBundle.Html]);
        }
    }

    [Fact]
    public void Should_show_in_the_types_that_are_asked_for()
    {
        Assert.Equal(["text/plain"], Formatters.ToBundle(new Dog("Rex", 3), ["text/plain"]).Parts.Keys);
        Assert.Contains("\"Rex\"", Formatters.ToBundle(new Dog("Rex", 3), ["application/json"]).Parts["application/json"]);
    }

    private sealed record Dog(string Name, int Age);
}
