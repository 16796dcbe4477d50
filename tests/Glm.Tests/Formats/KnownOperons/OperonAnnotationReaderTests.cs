using System.IO.Compression;
using System.Text;
using Glm.Formats.KnownOperons;
using Glm.Runtime;

namespace Glm.Tests.Formats.KnownOperons;

public sealed class OperonAnnotationReaderTests
{
    private static OperonAnnotation Read(string text) =>
        OperonAnnotationReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "operons.tsv");

    private static string[] Members(OperonAnnotation annotation) =>
        [.. annotation.Members.Select(member => $"{string.Join('|', member.Names)}={member.Operon ?? "none"}")];

    [Fact]
    public void Should_read_the_published_table()
    {
        var read = Read("1\tthrL\tleader\tthrLABC\tNone\n2\tthrA\tkinase\tthrLABC\tNone\n3\tyaaX\tprotein\tNone\tNone\n");
        Assert.Equal("operon.annot", read.Form);
        Assert.Equal(["thrL=thrLABC", "thrA=thrLABC", "yaaX=none"], Members(read));
        Assert.Equal([1L, 2, 3], read.Members.Select(member => member.Line));
    }

    [Theory]
    [InlineData("gene\toperon\nb1\top1\nb2\tNone\nb3\t\n")]
    [InlineData("#Gene\tOperon\n# made by hand\nb1\top1\nb2\t-\n\nb3\tNA\n")]
    [InlineData("gene,operon\nb1,op1\n\"b2\",\"\"\nb3,None\n")]
    [InlineData("b1\top1\nb2\tNone\nb3\t-\n")]
    [InlineData("\uFEFFgene\toperon\r\nb1\top1\r\nb2\tNone\r\nb3\r\n")]
    public void Should_read_a_gene_per_row(string text) => Assert.Equal(["b1=op1", "b2=none", "b3=none"], Members(Read(text)));

    [Fact]
    public void Should_read_families_beside_operons() =>
        Assert.Equal(
            ["g1=lacZYA:F1", "g2=:", "g3=:F2"],
            Read("operon\tgene\tfamily\r\nlacZYA\tg1\tF1\r\nNone\tg2\t\r\n-\tg3\tF2\r\n")
                .Members.Select(member => $"{member.Names[0]}={member.Operon}:{member.Family}")
        );

    [Fact]
    public void Should_read_the_table_of_DOOR()
    {
        var read = Read(
            "OperonID\tGI\tSynonym\tStart\tEnd\tStrand\tLength\tCOG_number\tProduct\n"
                + "3077\t16127995\tb0001\t190\t255\t+\t21\t-\tleader\n3077\t16127996\tb0002\t337\t2799\t+\t820\tCOG0527E\tkinase\n"
        );
        Assert.Equal("table of genes", read.Form);
        Assert.Equal(["b0001=3077", "b0002=3077"], Members(read));
    }

    [Fact]
    public void Should_read_the_table_of_Operon_mapper()
    {
        var read = Read(
            "Operon\tIdGene\tType\tCOGgene\tPosLeft\tpostRight\tStrand\tFunction\n"
                + "1\n\tb0001\tCDS\t\t190\t255\t+\tleader\n\tb0002\tCDS\tCOG0527\t337\t2799\t+\tkinase\n"
                + "2\n\tb0005\tCDS\t\t5234\t5530\t+\tx\n"
        );
        Assert.Equal(["b0001=1", "b0002=1", "b0005=2"], Members(read));
    }

    [Fact]
    public void Should_read_the_export_of_SubtiWiki()
    {
        var read = Read("n_genes\tgenes\tlocus_tags\n1\tywqG\tBSU_36220\n2\tcotJA-cotJB\tBSU_06890-BSU_06900\n");
        Assert.Equal("list of operons", read.Form);
        Assert.Equal(["BSU_36220=BSU_36220", "BSU_06890=BSU_06890-BSU_06900", "BSU_06900=BSU_06890-BSU_06900"], Members(read));
    }

    [Theory]
    [InlineData("operon\tgenes\nthr\tthrA,thrB, thrC\n")]
    [InlineData("operon\tgenes\nthr\tthrA;thrB;thrC\n")]
    [InlineData("operon\tgenes\nthr\tthrA thrB|thrC\n")]
    public void Should_read_lists_of_genes(string text) => Assert.Equal(["thrA=thr", "thrB=thr", "thrC=thr"], Members(Read(text)));

    [Fact]
    public void Should_read_the_set_of_RegulonDB()
    {
        var read = Read(
            "# RegulonDB\n# (1) Operon name\nthrLABC\t190\t5020\tforward\t4\tthrL,thrA,thrB,thrC\tevidence\tStrong\n"
                + "yaaX\t5234\t5530\tforward\t1\tyaaX\t\tWeak\n"
        );
        Assert.Equal(["thrL=thrLABC", "thrA=thrLABC", "thrB=thrLABC", "thrC=thrLABC", "yaaX=yaaX"], Members(read));
    }

    [Fact]
    public void Should_read_quoted_cells() =>
        Assert.Equal(["a,b=op 1", "c=op \"2\""], Members(Read("gene,operon\n\"a,b\",op 1\nc,\"op \"\"2\"\"\"\n")));

    [Fact]
    public void Should_read_labelled_pairs()
    {
        var read = Read(
            "accession\tindex0\tgeneA\tgeneB\tlabel\nG\t1\tc_2\tc_3\tnonoperonic\nG\t2\tc_3\tc_4\toperonic\n"
                + "G\t3\tc_4\tc_5\t\nG\t4\tc_5\tc_6\t1\n"
        );
        Assert.Equal(
            ["c_2 c_3 False", "c_3 c_4 True", "c_5 c_6 True"],
            read.Pairs.Select(pair => $"{pair.First} {pair.Second} {pair.IsOperonic}")
        );
    }

    [Fact]
    public void Should_read_gzip()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("gene\toperon\nb1\top1\n"u8);
        packed.Position = 0;
        Assert.Equal(["b1=op1"], Members(OperonAnnotationReader.Read(packed, "operons.tsv.gz")));
    }

    [Theory]
    [InlineData("", "operons.tsv: no line of it is of an operon table. Check that it is the right file.")]
    [InlineData("# nothing\n\n", "operons.tsv: no line of it is of an operon table. Check that it is the right file.")]
    [InlineData("gene\toperon\n", "operons.tsv has a header and no rows. Check that it is the right file.")]
    [InlineData(
        "gene\toperon\nb1\top1\tmore\n",
        "operons.tsv:2: the row has 3 cells and the first line 2; a row must not have more. Check the tabs."
    )]
    [InlineData(
        "gene_a\tgene_b\tlabel\nb1\tb2\tmaybe\n",
        "operons.tsv:2: the label of a pair is 'maybe'; it must be 1 or 0, true or false, operonic or nonoperonic, or empty where nothing "
            + "is known. Correct it."
    )]
    [InlineData("gene_a\tgene_b\tlabel\nb1\t\t1\n", "operons.tsv:2: the gene is ''. Name it, or remove the row.")]
    [InlineData("gene\toperon\nb\u0000\top1\n", "operons.tsv:2: byte 2 of the line is 0x00, a control character; a table is text.")]
    [InlineData("ATGC\n", "operons.tsv:1: 'ATGC' begins no known form of operon table.")]
    [InlineData("a\tb\tc\td\te\n", "operons.tsv:1: 'a | b | c | d | e' begins no known form of operon table.")]
    public void Should_say_what_is_wrong(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<GlmException>(() => Read(text)).Message);
}
