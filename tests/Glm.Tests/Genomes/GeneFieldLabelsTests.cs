using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Tests.Genomes;

public sealed class GeneFieldLabelsTests
{
    private static readonly ScaffoldSet Set = new(
        "two genes",
        [
            new Genome(
                "g",
                [
                    new Scaffold(
                        "s",
                        [
                            new Gene("a", Strand.Forward, "p")
                            {
                                EcNumbers = ["1.1.1.1", "1.2.-.-", "2.7.7.7"],
                                GoTerms = ["GO:1"],
                                Cogs = ["COG0001"],
                                Pfams = ["PF1", "PF2"],
                                Product = "kinase",
                                Operon = "op",
                            },
                            new Gene("b", Strand.Forward, "p") { Product = " " },
                        ],
                        "g"
                    ),
                ],
                null
            ),
        ],
        new Dictionary<string, Protein>(),
        [],
        []
    );

    [Theory]
    [InlineData("ec", "1.1.1.1 1.2.-.- 2.7.7.7")]
    [InlineData("ec1", "1 2")]
    [InlineData("cog", "COG0001")]
    [InlineData("pfam", "PF1 PF2")]
    [InlineData("go", "GO:1")]
    [InlineData("operon", "op")]
    [InlineData("product", "kinase")]
    public void Should_read_what_genes_carry(string field, string labels)
    {
        var read = GeneFieldLabels.Of(Set, field);
        Assert.Equal(field, read.Name);
        Assert.Equal(labels, string.Join(' ', read.PerGene[0]));
        Assert.Empty(read.PerGene[1]);
    }

    [Fact]
    public void Should_say_what_genes_carry_instead()
    {
        Assert.Equal(
            "None of the 2 genes of two genes carries 'family'. They carry ec, ec1, cog, pfam, go, operon, product; or make labels from a "
                + "table.",
            Assert.Throws<GlmException>(() => GeneFieldLabels.Of(Set, "family")).Message
        );
        Assert.Equal(
            "Genes carry no 'colour'; they may carry ec, ec1, cog, pfam, go, operon, product, family.",
            Assert.Throws<GlmException>(() => GeneFieldLabels.Of(Set, "colour")).Message
        );
    }
}
