using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics.Manifolds;
using Glm.Testing;

namespace Glm.Tests.Analysis.Embeddings;

/// <summary>Maps beyond principal components: layouts by neighbourhoods, colours, families, selections.</summary>
public sealed class EmbeddingMapsTests
{
    private static readonly ScaffoldSet Set = Samples.Set(["A", "B", "C", "D"], windowLength: 5, windowsPerGenome: 3);

    private static ContextEmbeddings Context(ScaffoldSet? set = null)
    {
        var rows = Waves.Rows((set ?? Set).Windows.Sum(window => window.Length), 6);
        return Samples.Embed(set ?? Set, 6, 4, (row, i) => (float)rows[(row * 6) + i], (row, i) => (float)Math.Cos(row + (2 * i)));
    }

    [Fact]
    public void Should_pool_scaffolds_by_the_mean()
    {
        var scaffolds = EmbeddingPooling.Pool(Context(), EmbeddingLevel.Scaffold);
        var genomes = EmbeddingPooling.Pool(Context(), EmbeddingLevel.Genome);
        Assert.Equal(["contig0", "contig1", "contig2", "contig3"], scaffolds.Points.Select(point => point.Id));
        // Each genome has one scaffold here.
        Assert.Equal(genomes.Contextual, scaffolds.Contextual);
        var map = EmbeddingMapper.Pca(Context(), EmbeddingLevel.Scaffold, "scaffold");
        Assert.Equal(map.Keys, map.Colors);
    }

    [Theory]
    [InlineData(MapMethod.Umap, "umap", "5 neighbours, least distance 0.2, cosine, seed 3")]
    [InlineData(MapMethod.Tsne, "tsne", "perplexity 4.5, cosine, seed 3")]
    public void Should_lay_out_by_neighbourhoods(MapMethod method, string name, string settings)
    {
        using var other = new OtherCulture();
        var options = new EmbeddingMapOptions
        {
            Level = EmbeddingLevel.Gene,
            Method = method,
            Neighbours = 5,
            MinDist = 0.2,
            Perplexity = 4.5,
            Metric = VectorMetric.Cosine,
            Seed = 3,
        };
        var map = EmbeddingMapper.Map(Context(), options);
        Assert.Equal((name, settings, 60, ""), (map.Method, map.Settings, map.Ids.Count, map.ColorColumn));
        Assert.True(double.IsNaN(map.Contextual.ExplainedVariance.First));
        Assert.Equal(15, map.TrustNeighbours);
        Assert.InRange(map.Contextual.Trustworthiness, 0.7, 1);
        Assert.Equal(map.Contextual.X, EmbeddingMapper.Map(Context(), options).Contextual.X);
        Assert.NotEqual(map.Contextual.X, EmbeddingMapper.Map(Context(), options with { Seed = 4 }).Contextual.X);
    }

    [Fact]
    public void Should_measure_the_trust_in_a_map_that_has_points_enough()
    {
        Assert.InRange(EmbeddingMapper.Pca(Context()).ContextFree.Trustworthiness, 0.7, 1);
        var few = EmbeddingMapper.Pca(Context(), EmbeddingLevel.Window);
        Assert.Equal((0, double.NaN), (few.TrustNeighbours, few.Contextual.Trustworthiness));
    }

    [Fact]
    public void Should_colour_by_labels_of_genes()
    {
        var labels = new GeneLabels(
            "ec",
            [
                .. Enumerable
                    .Range(0, Set.GeneCount)
                    .Select(i =>
                        (IReadOnlyList<string>)(
                            i % 3 == 0 ? []
                            : i % 3 == 1 ? ["1"]
                            : ["1", "2"]
                        )
                    ),
            ]
        );
        var options = new EmbeddingMapOptions { Level = EmbeddingLevel.Gene };
        var map = EmbeddingMapper.Map(Context(), options, MapColors.Labels(labels, Set));
        Assert.Equal(("ec", "", "1", "1, 2"), (map.ColorColumn, map.Colors[0], map.Colors[1], map.Colors[2]));
        Assert.Contains("Level = gene", Refused(new EmbeddingMapOptions(), MapColors.Labels(labels, Set)));
        Assert.Contains(
            "for 60 genes, and the scaffolds have 10",
            Refused(options, MapColors.Labels(labels, Samples.Set(["A"], windowLength: 5)))
        );
    }

    [Fact]
    public void Should_colour_by_numbers_of_points_or_genes()
    {
        double[] numbers = [.. Enumerable.Range(0, 60).Select(i => i == 2 ? double.NaN : i / 4.0)];
        var map = EmbeddingMapper.Map(
            Context(),
            new EmbeddingMapOptions { Level = EmbeddingLevel.Gene },
            MapColors.Numbers("speed", numbers, Set)
        );
        Assert.Equal(numbers, map.ColorValues);
        Assert.Equal(("speed", "0.25", ""), (map.ColorColumn, map.Colors[1], map.Colors[2]));
        var frame = map.ToDataFrame();
        Assert.Equal((0.25, null), ((double?)frame["speed"][1], frame["speed"][2]));
        Assert.Equal(
            "'speed' has 60 numbers, and the map has 12 points. Colours need one number per point, in their order.",
            Refused(new EmbeddingMapOptions { Level = EmbeddingLevel.Window }, MapColors.Numbers("speed", numbers, Set))
        );
    }

    [Fact]
    public void Should_colour_by_length_where_it_is_known()
    {
        var genes = new[] { (10, 109), (200, 260), (990, 20) }
            .Select((at, i) => new Gene($"g{i}", Strand.Forward, $"p{i}") { Start = at.Item1, End = at.Item2 })
            .ToArray();
        var scaffold = new Scaffold("s", genes, "s") { Length = 1000, IsCircular = true };
        var set = new ScaffoldSet(
            "sample",
            [new Genome("s", [scaffold], null)],
            new Dictionary<string, Protein>(),
            [new GeneWindow(scaffold, 0, 3)],
            []
        );
        Assert.Equal([100, 61, 31], EmbeddingMapper.Pca(Context(set), EmbeddingLevel.Gene, "length").ColorValues);
        Assert.Equal([1000], EmbeddingMapper.Pca(Context(set), EmbeddingLevel.Genome, "length").ColorValues);
        Assert.Contains(
            "Load genomes with coordinates",
            Refused(new EmbeddingMapOptions { Level = EmbeddingLevel.Gene }, MapColors.Column("length"))
        );
    }

    [Theory]
    [InlineData("fam1")]
    [InlineData("FAM1")]
    public void Should_map_one_family_and_tell_its_axes_before_and_after_context(string family)
    {
        var map = EmbeddingMapper.Map(Context(), new EmbeddingMapOptions { Level = EmbeddingLevel.Gene, Family = family });
        Assert.Equal((32, family), (map.Ids.Count, map.Family));
        Assert.All(map.Keys, key => Assert.Equal("fam1", Set.Scaffolds.SelectMany(s => s.Genes).Single(gene => gene.Id == key).Family));
        Assert.Equal((6, 4), (map.Contextual.AxisShares.Count, map.ContextFree.AxisShares.Count));
        Assert.Equal(map.Contextual.ExplainedVariance.First, map.Contextual.AxisShares[0], 1e-12);
        Assert.Equal(1, map.Contextual.AxisShares.Sum(), 1e-9);
        Assert.Empty(EmbeddingMapper.Pca(Context()).Contextual.AxisShares);
    }

    [Theory]
    [InlineData("fam2", "0 of 60 genes have the family or name 'fam2'; a map needs 3. Did you mean 'fam1'?")]
    [InlineData("<b>", "0 of 60 genes have the family or name '<b>'; a map needs 3. The largest are 'fam1', 'thrA'.")]
    public void Should_say_which_families_there_are(string family, string message) =>
        Assert.Equal(message, Refused(new EmbeddingMapOptions { Level = EmbeddingLevel.Gene, Family = family }));

    [Fact]
    public void Should_want_genes_for_a_family() =>
        Assert.Equal(
            "Family = fam1: families are of genes, and this map is of windows. Use Level = gene.",
            Refused(new EmbeddingMapOptions { Family = "fam1" })
        );

    [Fact]
    public void Should_mark_points_by_id_or_name()
    {
        var genes = new EmbeddingMapOptions { Level = EmbeddingLevel.Gene, Select = ["g1_2", "THRA", "g1_2"] };
        var map = EmbeddingMapper.Map(Context(), genes);
        // The first gene of each of four genomes is a thrA.
        Assert.Equal([0, 15, 17, 30, 45], map.Selected);
        Assert.Equal(5, map.ToDataFrame()["selected"].Cast<bool>().Count(marked => marked));
        Assert.Equal(
            "No gene of the 60 that were read goes by 'g1_77'. Near it are 'g1_7'. Check the name: what no window covers is not read.",
            Refused(genes with { Select = ["g1_77"] })
        );
        Assert.StartsWith("There is nothing to select: the list is empty.", Refused(genes with { Select = [] }));
    }

    [Fact]
    public void Should_refuse_layouts_of_too_few_points()
    {
        Assert.Contains(
            "There are 4 points, and neighbourhoods of 15 need more",
            Refused(new EmbeddingMapOptions { Level = EmbeddingLevel.Genome, Method = MapMethod.Umap })
        );
        Assert.Contains(
            "Perplexity = 30 for 12 points",
            Refused(new EmbeddingMapOptions { Level = EmbeddingLevel.Window, Method = MapMethod.Tsne })
        );
    }

    private static string Refused(EmbeddingMapOptions options, MapColors? colors = null) =>
        Assert.Throws<GlmException>(() => EmbeddingMapper.Map(Context(), options, colors)).Message;
}
