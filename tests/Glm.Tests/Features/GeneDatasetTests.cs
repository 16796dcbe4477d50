using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Features;

public sealed class GeneDatasetTests
{
    private static ProteinVectors Vectors(ScaffoldSet set, int width = 4)
    {
        var ids = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.ProteinId).Distinct().ToArray();
        return new ProteinVectors("test", ids, width, [.. Waves.Rows(ids.Length, width).Select(value => (Half)value)]);
    }

    [Fact]
    public void Should_write_features_labels_mask_and_padding()
    {
        var set = Samples.Set(["A", "B"]);
        var vectors = Vectors(set);
        var transform = FeatureTransform.Fit(vectors, 2);
        var dataset = GeneDataset.Create(set, vectors, transform);
        var (features, labels, mask) = (new float[5 * 5], new float[5 * 3], new float[5]);
        Array.Fill(features, 9);
        Array.Fill(labels, 9);
        Array.Fill(mask, 9);
        dataset.FillWindow(1, 0, features, labels, mask);
        Assert.Equal([1, 1, 1, 0, 0], mask);
        Assert.All(features[15..], value => Assert.Equal(0, value));
        Assert.All(labels[9..], value => Assert.Equal(0, value));

        // The second window of the first scaffold begins at its fourth gene, on the reverse strand.
        Assert.Equal([-0.5f, 0.5f, -0.5f], new[] { features[4], features[9], features[14] });
        Assert.Equal([-0.5f, 0.5f, -0.5f], new[] { labels[2], labels[5], labels[8] });
        var (feature, label) = (new Half[4], new Half[2]);
        transform.Transform(vectors[3], feature, label);
        Assert.Equal(feature.Select(value => (float)value), features[..4]);
        Assert.Equal(label.Select(value => (float)value), labels[..2]);

        // Where features are not asked for, all else is as it was.
        var (again, masked) = (new float[5 * 3], new float[5]);
        dataset.FillWindow(1, 0, [], again, masked);
        Assert.Equal(labels, again);
        Assert.Equal(mask, masked);
    }

    [Fact]
    public void Should_keep_a_protein_once_however_many_genes_it_has()
    {
        var genes = new[] { "p1", "p2", "p1", "p1" }.Select((protein, i) => new Gene($"g{i}", Strand.Forward, protein)).ToArray();
        var scaffold = new Scaffold("c", genes, "g");
        var set = new ScaffoldSet(
            "test",
            [new Genome("g", [scaffold], null)],
            new Dictionary<string, Protein>(),
            [new GeneWindow(scaffold, 0, 2), new GeneWindow(scaffold, 2, 2)],
            []
        );
        var vectors = new ProteinVectors("test", ["unused", "p2", "p1"], 2, [(Half)1, (Half)2, (Half)3, (Half)4, (Half)7, (Half)6]);
        var dataset = GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, 1));
        Assert.Equal(["p1", "p2"], dataset.Proteins);
        Assert.Equal(
            [0, 1, 0, 0],
            new[] { dataset.ProteinRow(0, 0), dataset.ProteinRow(0, 1), dataset.ProteinRow(1, 0), dataset.ProteinRow(1, 1) }
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.ProteinRow(0, 2));
    }

    [Fact]
    public void Should_name_the_gene_whose_protein_has_no_vector()
    {
        var set = Samples.Set(["A"]);
        var vectors = new ProteinVectors("some.npy", ["p0_0", "x", "y"], 4, [.. Waves.Rows(3, 4).Select(value => (Half)value)]);
        var error = Assert.Throws<GlmException>(() => GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, 2))).Message;
        Assert.Contains("'p0_1'", error);
        Assert.Contains("'contig0'", error);
        Assert.Contains("some.npy", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_refuse_vectors_of_another_width()
    {
        var set = Samples.Set(["A"]);
        var transform = FeatureTransform.Fit(Vectors(set), 2);
        Assert.Contains("5 numbers", Assert.Throws<GlmException>(() => GeneDataset.Create(set, Vectors(set, 5), transform)).Message);
        Assert.Contains(
            "agree",
            Assert.Throws<GlmException>(() => new FeatureTransform(new Normalizer([0], [1]), transform.Labels)).Message
        );
    }

    [Fact]
    public void Should_refuse_a_normaliser_that_overflows_half_precision()
    {
        var set = Samples.Set(["A"]);
        var vectors = Vectors(set);
        var labels = FeatureTransform.Fit(vectors, 2).Labels;
        var error = Assert
            .Throws<GlmException>(() =>
                GeneDataset.Create(set, vectors, new FeatureTransform(new Normalizer(new double[4], [1, 1e-9, 1, 1]), labels))
            )
            .Message;
        Assert.Contains("protein 'p0_0'", error);
        Assert.Contains("half precision", error);
    }

    [Fact]
    public void Should_refuse_a_window_longer_than_the_model_reads()
    {
        var set = Samples.Set(["A"]);
        var vectors = Vectors(set);
        var dataset = GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, 2));
        Assert.Contains(
            "MaxGenes = 2",
            Assert.Throws<GlmException>(() => dataset.FillWindow(0, 0, new float[10], new float[6], new float[2])).Message
        );
    }

    [Fact]
    public void Should_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var set = Samples.Set(["A"]);
        var vectors = Vectors(set);
        Assert.Throws<OperationCanceledException>(() =>
            GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, 2), cancellation: source.Token)
        );
    }
}
