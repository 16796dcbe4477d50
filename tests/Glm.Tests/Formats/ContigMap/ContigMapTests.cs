using Glm.Formats.ContigMap;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.ContigMap;

public class ContigMapTests
{
    private static IReadOnlyList<ContigMapEntry> Read(string text) => ContigMapReader.Read(TextInput.Utf8(text), "map.tsv");

    [Theory]
    [InlineData("c1\t+p1;-p2\nc2\t-p3\n")]
    [InlineData("c1\t+p1;-p2;\r\n\r\nc2\t-p3;")]
    [InlineData("\uFEFFc1\t+p1;-p2\nc2\t-p3")]
    public void Should_read_contigs_with_strands(string text)
    {
        var map = Read(text);
        Assert.Equal(["c1", "c2"], map.Select(entry => entry.ContigId));
        Assert.Equal([new ContigMapGene(Strand.Forward, "p1"), new ContigMapGene(Strand.Reverse, "p2")], map[0].Genes);
        Assert.Equal([new ContigMapGene(Strand.Reverse, "p3")], map[1].Genes);
    }

    [Fact]
    public void Should_take_only_the_first_sign_as_the_strand() =>
        Assert.Equal(
            [new ContigMapGene(Strand.Forward, "-p|1"), new ContigMapGene(Strand.Reverse, "+2")],
            Read("c\t+-p|1;-+2\n")[0].Genes
        );

    [Fact]
    public void Should_read_gzip_by_content() => Assert.Single(ContigMapReader.Read(TextInput.Gzip("c\t+p\n"), "map.tsv"));

    [Theory]
    [InlineData("", "map.tsv", "no contig")]
    [InlineData("c1 +p1\n", "map.tsv:1", "'c1 +p1'", "no tab")]
    [InlineData("c1\t+p1\n\t+p2\n", "map.tsv:2", "empty")]
    [InlineData("c1\t+p1;p2\n", "map.tsv:1", "gene 2", "'p2'", "strand sign")]
    [InlineData("c1\t+p1; -p2\n", "map.tsv:1", "gene 2", "strand sign")]
    [InlineData("c1\t+p1;;-p2\n", "map.tsv:1", "gene 2", "empty")]
    [InlineData("c1\t+p1;;\n", "map.tsv:1", "gene 2", "empty")]
    [InlineData("c1\t+p1;-\n", "map.tsv:1", "gene 2", "no protein id")]
    [InlineData("c1\t\n", "map.tsv:1", "'c1'", "no gene")]
    [InlineData("c1\t;\n", "map.tsv:1", "'c1'", "no gene")]
    [InlineData("c1\t+p1\t+p2\n", "map.tsv:1", "more than two columns")]
    [InlineData("c1\t+p1\n\nc1\t+p2\n", "map.tsv:3", "'c1'", "line 1")]
    public void Should_refuse_bad_input_in_one_line(string text, params string[] parts) => TextInput.ShouldFail(() => Read(text), parts);

    [Fact]
    public void Should_show_hostile_text_short_and_without_control_characters() =>
        TextInput.ShouldFail(() => Read($"\u001b[31m{new string('x', 100_000)}\n"), "map.tsv:1", "\u241B[31mxxx", "…'");

    [Fact]
    public void Should_read_what_the_writer_writes()
    {
        using var folder = new TemporaryFolder();
        Scaffold[] scaffolds =
        [
            new("c1", [new Gene("g1", Strand.Reverse, "p1"), new Gene("g2", Strand.Forward, "p1")], "c1"),
            new("c2", [new Gene("g3", Strand.Forward, "p3")], "c2"),
        ];
        ContigMapWriter.Write(folder["map.tsv"], scaffolds);
        Assert.Equal("c1\t-p1;+p1\nc2\t+p3\n", File.ReadAllText(folder["map.tsv"]));
        Assert.Equal(
            scaffolds.Select(scaffold => scaffold.Genes.Select(gene => gene.ProteinId)),
            ContigMapReader.Read(folder["map.tsv"]).Select(entry => entry.Genes.Select(gene => gene.ProteinId))
        );
    }

    [Theory]
    [InlineData("c;1", "p")]
    [InlineData("c", "p;1")]
    [InlineData("c", "p\n")]
    [InlineData("c", "")]
    public void Should_refuse_to_write_what_would_not_read_back(string contig, string protein)
    {
        using var folder = new TemporaryFolder();
        TextInput.ShouldFail(
            () => ContigMapWriter.Write(folder["map.tsv"], [new Scaffold(contig, [new Gene("g", Strand.Forward, protein)], "c")]),
            "contig map"
        );
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
