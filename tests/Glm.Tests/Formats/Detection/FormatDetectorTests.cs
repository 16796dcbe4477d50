using System.Text;
using Glm.Formats;
using Glm.Formats.Detection;

namespace Glm.Tests.Formats.Detection;

public sealed class FormatDetectorTests
{
    [Theory]
    [InlineData("LOCUS       c 10 bp\n", "GenBank")]
    [InlineData("DEFINITION  seqnum=1;seqlen=4\n", "GenBank")]
    [InlineData("ID   c; SV 1; linear; genomic DNA; STD; PRO; 10 BP.\n", "EMBL")]
    [InlineData("ID   001R_FRG3G              Reviewed;         256 AA.\n", "something else")]
    [InlineData("# made by hand\nc\tx\tCDS\t1\t9\t.\t+\t0\tID=a\n", "GFF3")]
    [InlineData("A title\n2 proteins\nLocation\tStrand\tLength\tPID\tGene\n", "NCBI protein table")]
    [InlineData(">c\nACGTACGTACGTACGTACGTACGT\n", "nucleotide FASTA")]
    [InlineData("; a comment\n\n>c_1 # 1 # 9 # 1 # ID=1_1\nMKTAYIAKQR\n", "protein FASTA of called genes")]
    [InlineData(">c_1_9_+\nMKTAYIAKQR\n", "protein FASTA of called genes")]
    [InlineData(">lcl|c_prot_p_1 [location=nowhere]\nMKTAYIAKQR\n", "protein FASTA of called genes")]
    [InlineData(">p some protein\nMKTAYIAKQR\n", "protein FASTA")]
    [InlineData("c1\t+p1;-p2\n", "contig map")]
    [InlineData("#gene\tname\toperon\n", "operon table")]
    [InlineData("genome\tlineage\n", "taxonomy table")]
    [InlineData("Dear diary\n>p\nMKTAYIAKQR\n", "something else")]
    [InlineData("# Sequence Data: seqnum=1;seqlen=120\n>1_11_22_+\n", "something else")]
    [InlineData(" \n\t\n", "empty file")]
    public void Should_tell_a_format_by_the_first_lines(string text, string format) => Assert.Equal(format, Detect(text, "x").Name);

    [Fact]
    public void Should_take_sequences_for_gff_where_the_name_says_so() => Assert.Equal("GFF3", Detect(">c\nACGT\n", "x.gff.gz").Name);

    [Fact]
    public void Should_give_every_format_a_name_of_its_own() =>
        Assert.Equal(FileFormats.All.Count, FileFormats.All.Select(format => format.Name).Distinct().Count());

    private static FileFormat Detect(string text, string source) =>
        FormatDetector.Detect(new MemoryStream(Encoding.UTF8.GetBytes(text)), source);
}
