using System.Text;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;

namespace Glm.Tests.Genomes.GeneCalling;

public sealed class GeneCallerTests
{
    [Fact]
    public void Should_lose_no_contig_to_empty_or_nameless_neighbours()
    {
        Assert.SkipWhen(GeneCaller.Version is null, "needs prodigal or pyrodigal");
        var random = new Random(1);
        string[] codons = ["gct", "gaa", "ctg", "aaa", "gtt", "atc", "gat", "acc"];
        var gene =
            "aggaggtaaaca" + "atg" + string.Concat(Enumerable.Range(0, 200).Select(_ => codons[random.Next(codons.Length)])) + "taatttttt";
        var bases = Encoding.ASCII.GetBytes(gene);
        Contig[] contigs = [new("a_b", bases), new("empty", default), new("", bases), new("z", bases)];
        var called = GeneCaller.Call(contigs, "made up", CallingMode.Meta);
        Assert.Equal((GeneCaller.Version, CallingMode.Meta), (called.Caller, called.Mode));
        Assert.Equal(["a_b", "", "z"], called.Genes.Select(found => found.Contig));
        Assert.Equal(["a_b_1", "_1", "z_1"], called.Genes.Select(found => found.Id));
        Assert.Equal((13, Strand.Forward, PartialEnds.None), (called.Genes[0].Start, called.Genes[0].Strand, called.Genes[0].Partial));
        Assert.StartsWith("M", called.Genes[0].Protein);
        Assert.DoesNotContain('*', called.Genes[0].Protein);
        Assert.Empty(GeneCaller.Call([new("e", default)], "made up").Genes);
    }
}
