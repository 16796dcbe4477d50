using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class EmbeddingNeighboursViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/EmbeddingNeighboursView", () => EmbeddingNeighboursView.Create(Samples.Neighbors("lac")));

    [Theory]
    [InlineData(EmbeddingLevel.Window, "window  genome  taxon  distance")]
    [InlineData(EmbeddingLevel.Scaffold, "scaffold  genome  taxon  distance")]
    [InlineData(EmbeddingLevel.Genome, "genome  taxon  distance")]
    public void Should_list_wider_levels_without_a_picture(EmbeddingLevel level, string heads)
    {
        var bundle = EmbeddingNeighboursView.Create(Samples.Neighbors("lac", level));
        var words = string.Join("  ", bundle.Plain.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(heads, words);
        Assert.DoesNotContain("image/svg+xml", bundle.Parts.Keys);
    }
}
