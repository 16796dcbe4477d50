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
}
