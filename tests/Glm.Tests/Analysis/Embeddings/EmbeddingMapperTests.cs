using Glm.Analysis.Embeddings;
using Glm.Runtime;

namespace Glm.Tests.Analysis.Embeddings;

public sealed class EmbeddingMapperTests
{
    private static ContextEmbeddings Context(params string?[] classes)
    {
        var rows = Waves.Rows(6 * classes.Length, 4);
        return Samples.Embed(Samples.Set(classes), 4, 2, (row, i) => (float)rows[(row * 4) + i], (row, i) => i == 0 ? row : 0);
    }

    [Fact]
    public void Should_pool_windows_and_genomes_by_the_mean()
    {
        var context = Context("A", "B");
        var windows = EmbeddingPooling.Pool(context, EmbeddingLevel.Window);
        Assert.Equal(["contig0:1-3", "contig0:4-6", "contig1:1-3", "contig1:4-6"], windows.Points.Select(point => point.Id));
        Assert.Equal([1, 0, 4, 0, 7, 0, 10, 0], windows.ContextFree);
        var genomes = EmbeddingPooling.Pool(context, EmbeddingLevel.Genome);
        Assert.Equal(["genome0", "genome1"], genomes.Points.Select(point => point.Id));
        Assert.Equal([2.5f, 0, 8.5f, 0], genomes.ContextFree);
        Assert.Equal(context.Contextual.Where((_, i) => i % 4 == 1).Take(6).Average(), genomes.Contextual[1], 1e-6);
        Assert.Equal(12, EmbeddingPooling.Pool(context, EmbeddingLevel.Gene).Points.Count);
    }

    [Fact]
    public void Should_project_on_the_axes_of_largest_variance()
    {
        var map = EmbeddingMapper.Pca(Context("A", "B"), EmbeddingLevel.Gene, "Class");
        Assert.Equal(12, map.Ids.Count);
        Assert.Equal("thrA", map.Ids[0]);
        Assert.Contains("kinase", map.Descriptions[0]);
        Assert.Equal("class", map.ColorColumn);
        Assert.Equal(["A", "B"], map.Colors.Distinct());
        Assert.InRange(map.Contextual.ExplainedVariance.First, map.Contextual.ExplainedVariance.Second, 1);

        // Context-free vectors lie on one line: the second axis is empty, and the far end with the larger distance (a tie: the first) is
        // positive.
        Assert.Equal((1, 0), map.ContextFree.ExplainedVariance);
        Waves.ShouldBe([.. Enumerable.Range(0, 12).Select(i => 5.5 - i)], map.ContextFree.X, 1e-9);
        Assert.All(map.ContextFree.Y, y => Assert.Equal(0, y));
    }

    [Fact]
    public void Should_place_points_that_do_not_differ_at_the_origin()
    {
        var equal = Samples.Embed(Samples.Set(["A", "B"]), 4, 1, (_, i) => 0.1f * i, (_, _) => 7.7f);
        foreach (var map in new[] { EmbeddingMapper.Pca(equal), EmbeddingMapper.Pca(Context("A"), EmbeddingLevel.Genome) })
        {
            Assert.All(map.Contextual.X.Concat(map.Contextual.Y).Concat(map.ContextFree.X), value => Assert.Equal(0, value));
            Assert.Equal((0, 0), map.Contextual.ExplainedVariance);
        }
    }

    [Theory]
    [InlineData(EmbeddingLevel.Gene, "strand", "+,-")]
    [InlineData(EmbeddingLevel.Gene, "OPERON", "contig0:op1,,contig1:op1")]
    [InlineData(EmbeddingLevel.Gene, "family", "fam1,")]
    [InlineData(EmbeddingLevel.Window, "family", "Taxonomidae")]
    [InlineData(EmbeddingLevel.Gene, "taxonomic-family", "Taxonomidae")]
    [InlineData(EmbeddingLevel.Gene, "name", "thrA,")]
    [InlineData(EmbeddingLevel.Window, "scaffold", "contig0,contig1")]
    [InlineData(EmbeddingLevel.Genome, "Phylum", "Bacillota")]
    [InlineData(EmbeddingLevel.Genome, "genome", "genome0,genome1")]
    public void Should_colour_by_a_column(EmbeddingLevel level, string column, string classes) =>
        Assert.Equal(classes.Split(','), EmbeddingMapper.Pca(Context("A", "B"), level, column).Colors.Distinct());

    [Fact]
    public void Should_say_which_columns_there_are()
    {
        var unknown = Assert.Throws<GlmException>(() => EmbeddingMapper.Pca(Context("A"), EmbeddingLevel.Window, "colour")).Message;
        Assert.Contains("domain, phylum, class", unknown);
        Assert.DoesNotContain("strand", unknown);
        Assert.Contains(
            "Level = gene",
            Assert.Throws<GlmException>(() => EmbeddingMapper.Pca(Context("A"), EmbeddingLevel.Genome, "strand")).Message
        );
        Assert.Contains(
            "Taxonomy = FILE",
            Assert.Throws<GlmException>(() => EmbeddingMapper.Pca(Context(null, null), EmbeddingLevel.Genome, "class")).Message
        );
        Assert.Contains("species", EmbeddingMapper.ColorColumns(EmbeddingLevel.Genome));
    }

    [Fact]
    public void Should_name_the_gene_whose_vector_is_not_finite()
    {
        var context = Context("A", "B");
        context.Contextual[(7 * 4) + 2] = float.NaN;
        var error = Assert.Throws<GlmException>(() => EmbeddingMapper.Pca(context)).Message;
        Assert.Contains("'g1_1' in window 'contig1:1-3' has NaN at position 2", error);
    }

    [Fact]
    public void Should_refuse_to_map_nothing() =>
        Assert.Contains(
            "MinGenes",
            Assert.Throws<GlmException>(() => EmbeddingMapper.Pca(Samples.Embed(Samples.Set([]), 4, 2, (_, _) => 0, (_, _) => 0))).Message
        );

    [Fact]
    public void Should_become_data_frames()
    {
        var context = Context("A", "B");
        var genes = context.ToDataFrame();
        Assert.Equal(["window", "scaffold", "genome", "gene", "h0", "h1", "h2", "h3"], genes.Columns.Select(column => column.Name));
        Assert.Equal((12, "g1_5", context.Contextual[^1]), (genes.Rows.Count, genes["gene"][11], genes["h3"][11]));
        var map = EmbeddingMapper.Pca(context, EmbeddingLevel.Window, "class").ToDataFrame();
        Assert.Equal(
            ["id", "key", "description", "class", "contextual_x", "contextual_y", "context_free_x", "context_free_y"],
            map.Columns.Select(column => column.Name)
        );
        Assert.Equal((4, "B"), (map.Rows.Count, map["class"][3]));
    }
}
