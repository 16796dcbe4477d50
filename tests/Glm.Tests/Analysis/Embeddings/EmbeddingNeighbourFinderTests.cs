using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics.Manifolds;

namespace Glm.Tests.Analysis.Embeddings;

public sealed class EmbeddingNeighbourFinderTests
{
    private static readonly ScaffoldSet Set = Samples.Set(["A", "B"]);

    /// <summary>Genes lie on a line before context, and on a circle in context.</summary>
    private static ContextEmbeddings Context(ScaffoldSet? set = null) =>
        Samples.Embed(
            set ?? Set,
            2,
            2,
            (row, i) => (float)(i == 0 ? Math.Cos(Angle(row)) : Math.Sin(Angle(row))),
            (row, i) => i == 0 ? row + 1 : 1
        );

    /// <summary>Steps grow, so that no two neighbours are equally far.</summary>
    private static double Angle(int row) => (row / 3.0) + (row * row / 200.0);

    [Fact]
    public void Should_list_the_nearest_first_in_either_space()
    {
        var inContext = EmbeddingNeighbourFinder.Find(Context(), "g0_2", top: 4);
        Assert.Equal(["g0_1", "g0_3", "thrA", "g0_4"], inContext.Nearest.Select(found => found.Point.Id));
        Assert.Equal(1 - Math.Cos(Angle(2) - Angle(1)), inContext.Nearest[0].Distance, 1e-6);
        Assert.Equal((11, EmbeddingSpace.Context), (inContext.Searched, inContext.Space));
        var alone = EmbeddingNeighbourFinder.Find(
            Context(),
            "g0_2",
            space: EmbeddingSpace.Protein,
            top: 3,
            metric: VectorMetric.Euclidean
        );
        Assert.Equal([1, 1, 2], alone.Nearest.Select(found => found.Distance));
    }

    [Theory]
    [InlineData("thrA", "g0_0")]
    [InlineData("THRA", "g0_0")]
    [InlineData("p1_3", "g1_3")]
    [InlineData("g1_0", "g1_0")]
    public void Should_know_a_gene_by_all_its_names(string name, string gene) =>
        Assert.Equal(gene, EmbeddingNeighbourFinder.Find(Context(), name).Of.Key);

    [Fact]
    public void Should_count_a_gene_of_two_windows_once_and_never_as_its_own_neighbour()
    {
        var scaffold = Set.Scaffolds[0];
        var overlapping = new ScaffoldSet(
            "sample",
            [Set.Genomes[0]],
            new Dictionary<string, Protein>(),
            [new GeneWindow(scaffold, 0, 4), new GeneWindow(scaffold, 2, 4)],
            []
        );
        var found = EmbeddingNeighbourFinder.Find(Context(overlapping), "g0_2", top: 20);
        Assert.Equal(5, found.Searched);
        Assert.Equal(["g0_1", "g0_3", "g0_4", "g0_5", "thrA"], found.Nearest.Select(one => one.Point.Id).Order());
    }

    [Theory]
    [InlineData(EmbeddingLevel.Window, "contig0:1-3", "contig0:4-6")]
    [InlineData(EmbeddingLevel.Scaffold, "contig0", "contig1")]
    [InlineData(EmbeddingLevel.Genome, "genome1", "genome0")]
    public void Should_compare_means_at_wider_levels(EmbeddingLevel level, string name, string nearest)
    {
        var found = EmbeddingNeighbourFinder.Find(Context(), name, level);
        Assert.Equal(nearest, found.Nearest[0].Point.Id);
        Assert.Null(found.Neighbourhoods);
    }

    [Fact]
    public void Should_draw_the_surroundings_of_genes_where_proteins_are_known()
    {
        var proteins = Set
            .Scaffolds.SelectMany(scaffold => scaffold.Genes)
            .ToDictionary(gene => gene.ProteinId, gene => new Protein(gene.ProteinId, "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ"));
        var whole = new ScaffoldSet("sample", Set.Genomes, proteins, Set.Windows, []);
        var map = EmbeddingNeighbourFinder.Find(Context(whole), "g1_1", top: 2, set: whole).Neighbourhoods!;
        Assert.Equal(3, map.Tracks.Count);
        Assert.Equal((1, "A"), (map.Tracks[0].Marked, Set.Genomes[0].Lineage![TaxonomicRank.Class]));
        Assert.Equal("contig1", map.Tracks[0].Region.Scaffold.Id);
        // Without proteins, or with scaffolds of another load, there is a table but no picture.
        Assert.Null(EmbeddingNeighbourFinder.Find(Context(), "g1_1", set: Set).Neighbourhoods);
        Assert.Null(EmbeddingNeighbourFinder.Find(Context(), "g1_1", set: Samples.Set([])).Neighbourhoods);
    }

    [Theory]
    [InlineData("g0_9", "Near it are 'g0_0', 'g0_1', 'g0_2'.")]
    [InlineData("<script>alert(1)</script>", "They begin with 'thrA', 'g0_1', 'g0_2'.")]
    [InlineData("", "They begin with 'thrA', 'g0_1', 'g0_2'.")]
    [InlineData("a\nb\u202e", "They begin with 'thrA', 'g0_1', 'g0_2'.")]
    public void Should_offer_names_that_there_are(string name, string remedy)
    {
        var message = Assert.Throws<GlmException>(() => EmbeddingNeighbourFinder.Find(Context(), name)).Message;
        Assert.Contains(remedy, message);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain('\u202e', message);
    }

    [Fact]
    public void Should_say_what_is_wrong_in_one_line()
    {
        var alone = Samples.Set(["A"]);
        Assert.StartsWith(
            "'genome0' is the only genome that was read, so it has no neighbours.",
            Assert.Throws<GlmException>(() => EmbeddingNeighbourFinder.Find(Context(alone), "genome0", EmbeddingLevel.Genome)).Message
        );
        var context = Context();
        context.Contextual.AsSpan(0, 2).Clear();
        Assert.Contains(
            "Use Metric = euclidean.",
            Assert.Throws<GlmException>(() => EmbeddingNeighbourFinder.Find(context, "g0_0")).Message
        );
        // As a neighbour a vector without a direction comes last.
        Assert.Equal("thrA", EmbeddingNeighbourFinder.Find(context, "g0_1", top: 20).Nearest[^1].Point.Id);
        context.Contextual[3] = float.NaN;
        Assert.Contains(
            "'g0_1' in window 'contig0:1-3' has NaN",
            Assert.Throws<GlmException>(() => EmbeddingNeighbourFinder.Find(context, "g0_0")).Message
        );
        Assert.Contains("Top = 0", Assert.Throws<GlmException>(() => EmbeddingNeighbourFinder.Find(Context(), "g0_0", top: 0)).Message);
    }

    [Fact]
    public void Should_become_a_data_frame()
    {
        var frame = EmbeddingNeighbourFinder.Find(Context(), "g0_2", top: 4).ToDataFrame();
        Assert.Equal(
            ["rank", "key", "label", "product", "window", "scaffold", "genome", "taxon", "distance"],
            frame.Columns.Select(column => column.Name)
        );
        Assert.Equal(
            (3, "g0_0", "thrA", "kinase", "genome0", "Taxonomidae"),
            (frame["rank"][2], frame["key"][2], frame["label"][2], frame["product"][2], frame["genome"][2], frame["taxon"][2])
        );
    }
}
