using Glm.Arrays;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Glm.Interactive.Tests.Display;

public sealed class FormattersTests
{
    private sealed record Row(string Name, int Value)
    {
        public string Broken => Value < 0 ? throw new InvalidOperationException("never") : "fine";
    }

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
    public void Should_cut_tables_and_count_the_rest()
    {
        GlmFormatters.Register();
        GlmFormatters.Register();
        var rows = Formatters.ToBundle(Enumerable.Range(0, 4318).Select(i => new Row($"r{i}", i)).ToList());
        Assert.Contains("… and 4,298 more rows", rows.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 4,298 more rows", rows.Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("r19", rows.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("r20", rows.Plain, StringComparison.Ordinal);
        var frame = Formatters.ToBundle(
            new DataFrame(Enumerable.Range(0, 15).Select(c => new Int32DataFrameColumn($"col{c}", Enumerable.Range(0, 30))))
        );
        Assert.Contains("DataFrame of 30 rows and 15 columns", frame.Plain, StringComparison.Ordinal);
        Assert.Contains("… and 10 more rows; … 3 more columns", frame.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("col12", frame.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_stop_reading_an_endless_sequence()
    {
        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
        Assert.Contains("at least 1,000 items", Formatters.ToBundle(Endless()).Plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_show_rows_whose_properties_throw() =>
        Assert.Contains(
            "(InvalidOperationException)",
            Formatters.ToBundle(new List<Row> { new("a", -1), new("b", 2) }).Plain,
            StringComparison.Ordinal
        );

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
    public void Should_show_the_corner_of_arrays()
    {
        var array = Formatters.ToBundle(new int[3, 20]).Plain;
        Assert.StartsWith("Int32 [3 × 20]", array);
        Assert.Contains("…", array, StringComparison.Ordinal);
        var nd = Formatters.ToBundle(NdArray.From<float>([1, 2, 3, 4, 5, 6], 1, 2, 3)).Plain;
        Assert.Contains("Float32 [1 × 2 × 3], the first plane [0, …]", nd, StringComparison.Ordinal);
        Assert.Contains("4  5  6", nd, StringComparison.Ordinal);
        Assert.Equal("Float32 [0 × 5] (empty)", Formatters.ToBundle(NdArray.From<float>([], 0, 5)).Plain);
        Assert.Contains("7", Formatters.ToBundle(NdArray.From<float>([7])).Plain, StringComparison.Ordinal);
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
    public void Should_show_a_tensor_without_changing_it()
    {
        try
        {
            NativeTorch.Ensure();
            TorchSharp.torch.zeros(1).Dispose();
        }
        catch (Exception error)
            when (error is TypeInitializationException or DllNotFoundException or NotSupportedException or GlmException)
        {
            Assert.Skip($"libtorch cannot be loaded here: {error.Message}");
        }
        TensorIsShown();
    }

    private static void TensorIsShown()
    {
        using var row = TorchSharp.torch.ones(2);
        using var grid = TorchSharp.torch.zeros(2, 3);
        var list = Formatters.ToBundle(new[] { row, grid });
        Assert.Matches(@"^2 items\n#  value\n0  Float32 tensor on cpu \[2\].*\n1  Float32 tensor on cpu \[2 ", list.Plain);
        Assert.Matches(@"Float32 tensor on cpu \[2\]\W+1\W+1\W*</td>", list.Parts["text/html"]);

        using var tensor = TorchSharp.torch.arange(60, TorchSharp.torch.float32).reshape(2, 3, 10);
        var plain = Formatters.ToBundle(tensor).Plain;
        Assert.Contains("tensor on cpu [2 × 3 × 10], the first plane [0, …]", plain, StringComparison.Ordinal);
        Assert.Contains("20  21  22  23  24  25  26  27   …", plain, StringComparison.Ordinal);
        Assert.Equal([2, 3, 10], tensor.shape);
        using var empty = TorchSharp.torch.zeros(0, 4);
        Assert.EndsWith("[0 × 4] (empty)", Formatters.ToBundle(empty).Plain);
        using var scalar = TorchSharp.torch.tensor(2.5);
        Assert.Contains("2.5", Formatters.ToBundle(scalar).Plain, StringComparison.Ordinal);
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
