using Glm.Formats.Fasta;

namespace Glm.Tests.Formats.Fasta;

public class FastaHeaderTests
{
    [Theory]
    [InlineData("[gene=thrA] [locus_tag=b0002] [protein=fused aspartate kinase] [gbkey=CDS]", "thrA", "b0002", "fused aspartate kinase")]
    [InlineData(
        "[gene=acpS] [protein=holo-[acyl-carrier-protein] synthase] [locus_tag=b2563]",
        "acpS",
        "b2563",
        "holo-[acyl-carrier-protein] synthase"
    )]
    [InlineData("[protein=bad [bracket] [gene=x]", "x", null, "bad [bracket")]
    [InlineData("thr operon leader peptide [Escherichia coli]", null, null, null)]
    [InlineData("# 337 # 2799 # 1 # ID=1_1;partial=00", null, null, null)]
    [InlineData("[gene=] [gene=b] [gene=c]", "b", null, null)]
    [InlineData("[gene=a", "a", null, null)]
    [InlineData("[[[[", null, null, null)]
    [InlineData("", null, null, null)]
    public void Should_find_the_fields(string description, string? gene, string? locusTag, string? product) =>
        Assert.Equal(new FastaHeader(gene, locusTag, product), FastaHeader.Parse(description));
}
