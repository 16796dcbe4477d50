using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Tests.Display.Drawing;

public sealed class GeneColorsTests
{
    [Fact]
    public void Should_colour_by_operon_or_strand_where_no_family_occurs_twice()
    {
        var genes = Samples.Set().Scaffolds[0].Genes.Select(gene => gene with { Family = gene.Id }).ToList();
        Assert.Equal("operon", new GeneColors(genes).Meaning);
        Assert.Equal("strand", new GeneColors([.. genes.Select(gene => gene with { Operon = null })]).Meaning);
    }
}
