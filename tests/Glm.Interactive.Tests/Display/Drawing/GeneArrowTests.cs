using Glm.Genomes;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Tests.Display.Drawing;

public sealed class GeneArrowTests
{
    [Fact]
    public void Should_point_along_the_strand()
    {
        Assert.Contains("L50 10", GeneArrow.Outline(0, 0, 50, 20, Strand.Forward).ToString(), StringComparison.Ordinal);
        Assert.Contains("L0 10", GeneArrow.Outline(0, 0, 50, 20, Strand.Reverse).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_labelled_with_the_name_or_the_end_of_a_long_id()
    {
        var gene = new Gene("NZ_CP0123456789_00042", Strand.Forward, "p");
        Assert.Equal("…3456789_00042", GeneArrow.Label(gene));
        Assert.Equal("lacZ", GeneArrow.Label(gene with { Name = "lacZ" }));
    }
}
