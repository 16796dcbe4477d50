using System.Text;
using Glm.Formats.Annotation;
using Glm.Genomes;
using Glm.Genomes.Translation;

namespace Glm.Tests.Formats.Annotation;

public sealed class LocationTests
{
    [Theory]
    [InlineData("5", "5-5+", PartialEnds.None)]
    [InlineData("5..9", "5-9+", PartialEnds.None)]
    [InlineData("<5..>9", "5-9+", PartialEnds.Left | PartialEnds.Right)]
    [InlineData("complement(<5..9)", "5-9-", PartialEnds.Left)]
    [InlineData("join(1..3, 7..9)", "1-3+ 7-9+", PartialEnds.None)]
    [InlineData("complement(join(1..3,7..9))", "7-9- 1-3-", PartialEnds.None)]
    [InlineData("join(complement(7..9),complement(1..3))", "7-9- 1-3-", PartialEnds.None)]
    [InlineData("order(1..3,complement(7..9))", "1-3+ 7-9-", PartialEnds.None)]
    [InlineData("one-of(1,4)..9", "1-9+", PartialEnds.None)]
    [InlineData("one-of(1..3,5..6)", "1-3+", PartialEnds.None)]
    [InlineData("(1.5)..9", "1-9+", PartialEnds.None)]
    [InlineData("5^6", "5-6+", PartialEnds.None)]
    [InlineData("join(AB1.2:1..3,7..9)", "AB1.2:1-3+ 7-9+", PartialEnds.None)]
    public void Should_read_a_location(string text, string parts, PartialEnds partial)
    {
        var location = CdsLocation.Parse(text);
        Assert.Equal(
            parts,
            string.Join(
                ' ',
                location.Parts.Select(part =>
                    $"{(part.Elsewhere is null ? "" : part.Elsewhere + ":")}{part.Start}-{part.End}"
                    + $"{(part.Strand == Strand.Forward ? '+' : '-')}"
                )
            )
        );
        Assert.Equal(partial, location.Partial);
    }

    [Theory]
    [InlineData("join(90..100,1..5)", 90)]
    [InlineData("complement(join(90..100,1..5))", 90)]
    public void Should_know_what_crosses_the_origin(string text, int start) =>
        Assert.Equal((true, start), (CdsLocation.Parse(text).CrossesOrigin, CdsLocation.Parse(text).Start));

    [Theory]
    [InlineData("")]
    [InlineData("1..")]
    [InlineData("join(1..3")]
    [InlineData("1..3)")]
    [InlineData("a..b")]
    [InlineData("99999999999")]
    [InlineData("complement()")]
    public void Should_refuse_what_is_no_location(string text) => Assert.Throws<FormatException>(() => CdsLocation.Parse(text));

    [Fact]
    public void Should_not_follow_nesting_without_end() =>
        Assert.Throws<FormatException>(() => CdsLocation.Parse(string.Concat(Enumerable.Repeat("complement(", 100_000))));

    [Theory]
    [InlineData(11, "TTGAARTGAGCNTAA", "MK*A*")]
    [InlineData(4, "TTGAARTGAGCNTAA", "MKWA*")]
    [InlineData(1, "GTGRAYSARUGA", "VBZ*")]
    public void Should_translate_with_a_code(int code, string bases, string protein) =>
        Assert.Equal(protein, GeneticCode.Of(code).Translate(Encoding.ASCII.GetBytes(bases), startsAtStart: true));

    [Fact]
    public void Should_translate_a_coding_sequence_where_it_lies()
    {
        var record = new AnnotatedRecord("r", []) { Sequence = Encoding.ASCII.GetBytes("acgtgtgaaag") };
        Assert.Equal(
            "VUK",
            CdsTranslator.Translate(new AnnotatedCds(CdsLocation.Parse("1..11"), 1) { Phase = 2, Exceptions = [(6, 'U')] }, record)
        );
        Assert.Equal(
            "K",
            CdsTranslator.Translate(
                new AnnotatedCds(CdsLocation.Parse("join(10..11,1..1)") with { Partial = PartialEnds.Left }, 1),
                record with
                {
                    Sequence = Encoding.ASCII.GetBytes("gcgtgtgaaaa"),
                    IsCircular = true,
                }
            )
        );
        Assert.Null(CdsTranslator.Translate(new AnnotatedCds(CdsLocation.Parse("5..20"), 1), record));
    }
}
