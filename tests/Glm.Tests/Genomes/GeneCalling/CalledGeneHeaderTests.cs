using Glm.Genomes;
using Glm.Genomes.GeneCalling;

namespace Glm.Tests.Genomes.GeneCalling;

public sealed class CalledGeneHeaderTests
{
    [Theory]
    [InlineData("c_7", "# 107 # 538 # 1 # ID=18_2;partial=11;x", "c", 107, Strand.Forward, PartialEnds.Left | PartialEnds.Right)]
    [InlineData("a_b_1", "# 1 # 9 # -1 # ID=1", "a_b", 1, Strand.Reverse, null)]
    public void Should_read_a_header_of_Prodigal(
        string id,
        string description,
        string contig,
        int start,
        Strand strand,
        PartialEnds? partial
    )
    {
        var header = CalledGeneHeader.ParseProdigal(id, description)!.Value;
        Assert.Equal((contig, start, strand, partial), (header.Contig, header.Start, header.Strand, header.Partial));
    }

    [Theory]
    [InlineData("c_7", "")]
    [InlineData("c_7", "# 1 # b # 1 # x")]
    [InlineData("c_7", "# 1 # 2 # 3 # x")]
    [InlineData("c", "# 1 # 2 # 1 # x")]
    public void Should_recognise_what_is_not_a_header_of_Prodigal(string id, string description) =>
        Assert.Null(CalledGeneHeader.ParseProdigal(id, description));

    [Theory]
    [InlineData("gene_2|GeneMark.hmm|57_aa|+|1|174", ">NODE_3_length_713 x", "NODE_3_length_713", 1, 174, Strand.Forward, 57)]
    [InlineData("gene_1|GeneMark.hmm|90_aa|-|2|271|>put5_pilon", "", "put5_pilon", 2, 271, Strand.Reverse, 90)]
    [InlineData("PB.2.1", "gene_4|GeneMark.hmm|264_aa|+|888|1682", "PB.2.1", 888, 1682, Strand.Forward, 264)]
    [InlineData("gene_2|GeneMark.hmm|57_nt|+|1|57", ">c", "c", 1, 57, Strand.Forward, null)]
    [InlineData("gene_2|GeneMark.hmm|57_aa|+|<1|>174", ">c", "c", 1, 174, Strand.Forward, 57)]
    public void Should_read_a_header_of_MetaGeneMark(
        string id,
        string description,
        string contig,
        int start,
        int end,
        Strand strand,
        int? residues
    )
    {
        var header = CalledGeneHeader.Parse(id, description)!.Value;
        Assert.Equal((contig, start, end, strand, residues), (header.Contig, header.Start, header.End, header.Strand, header.Residues));
        Assert.Null(header.Partial);
    }

    [Theory]
    [InlineData("1", "NC_1.3 190 255 + gene_type=native", "NC_1.3", 190, Strand.Forward, PartialEnds.None)]
    [InlineData("c1_2", "c1 2 271 - gene_type=bacteria partial=10", "c1", 2, Strand.Reverse, PartialEnds.Left)]
    [InlineData("7", "NC_1.3 Escherichia coli 190 255 + gene_type=atypical partial=01", "NC_1.3", 190, Strand.Forward, PartialEnds.Right)]
    [InlineData("7", "c 1 255 -", "c", 1, Strand.Reverse, PartialEnds.None)]
    public void Should_read_a_header_of_GeneMarkS_2(
        string id,
        string description,
        string contig,
        int start,
        Strand strand,
        PartialEnds partial
    )
    {
        var header = CalledGeneHeader.Parse(id, description)!.Value;
        Assert.Equal((contig, start, strand, partial), (header.Contig, header.Start, header.Strand, header.Partial));
    }

    [Theory]
    [InlineData("gene_1|GeneMark.hmm|690_aa", "")]
    [InlineData("gene_1|GeneMark.hmm|138_aa|+|575", ">c")]
    [InlineData("p1", "protein of 1 2 + parts")]
    [InlineData("1", "protein 1 2")]
    public void Should_recognise_what_is_not_a_header_of_GeneMark(string id, string description) =>
        Assert.Null(CalledGeneHeader.Parse(id, description));
}
