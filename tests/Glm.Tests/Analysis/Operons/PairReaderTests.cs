using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Operons;

public sealed class PairReaderTests : IDisposable
{
    private readonly GlmModel _model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3 });
    private readonly ProteinVectors _vectors;
    private readonly FeatureTransform _transform;

    public PairReaderTests()
    {
        var random = new Random(3);
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"p{i}")];
        var width = TrainingData.Config.ProteinWidth;
        _vectors = new ProteinVectors(
            "test",
            ids,
            width,
            [.. Enumerable.Range(0, 40 * width).Select(_ => (Half)SmallModel.Normal(random))]
        );
        _transform = new FeatureTransform(FeatureTransform.Fit(_vectors, 2).Normalizer, null);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Scaffolds of as many genes, one after the other, and windows of some.</summary>
    private static ScaffoldSet Set(int window, params int[] genes)
    {
        var next = 0;
        Scaffold[] scaffolds =
        [
            .. genes.Select(
                (count, s) =>
                    new Scaffold(
                        $"s{s}",
                        [
                            .. Enumerable
                                .Range(0, count)
                                .Select(i => new Gene($"g{next}", i % 3 == 0 ? Strand.Reverse : Strand.Forward, $"p{next++}")),
                        ],
                        "G"
                    )
            ),
        ];
        return new ScaffoldSet(
            "test",
            [new Genome("G", scaffolds, null)],
            new Dictionary<string, Protein>(),
            [new GeneWindow(scaffolds[0], 0, Math.Min(window, genes[0]))],
            []
        );
    }

    private PairReading Read(ScaffoldSet set, OperonTruth? truth = null) =>
        PairReader.Read(_model, set, _vectors, _transform, GenePairs.Of(set), truth);

    [Fact]
    public void Should_give_what_one_window_gives()
    {
        var set = Set(8, 8);
        var reading = Read(set);
        var data = GeneDataset.Create(set, _vectors, _transform);
        var attention = AttentionReader.Run(_model, data, 0);
        var channels = reading.Layers * reading.Heads;
        for (var layer = 0; layer < reading.Layers; layer++)
        for (var head = 0; head < reading.Heads; head++)
        for (var pair = 0; pair < 7; pair++)
            Assert.Equal(
                attention.Contacts(layer, head)[(pair * 8) + pair + 1],
                reading.Attention[(pair * channels) + (layer * reading.Heads) + head],
                1e-6f
            );
        var context = Contextualizer.Run(_model, data);
        for (var pair = 0; pair < 7; pair++)
            Assert.Equal(Cosine(context.Contextual, context.ContextualWidth, pair, pair + 1), reading.Contextual.Cosine[pair], 1e-5);
    }

    [Fact]
    public void Should_read_every_pair_of_scaffolds_longer_and_shorter_than_a_window()
    {
        var set = Set(8, 19, 1, 2, 9);
        var reading = Read(set);
        Assert.Equal(18 + 1 + 8, GenePairs.Of(set).Count);
        Assert.All(reading.Attention, value => Assert.InRange(value, 0, 2));
        Assert.All(reading.Contextual.Measures, measure => Assert.All(measure.Scores, score => Assert.True(double.IsFinite(score))));
        Assert.All(reading.ContextFree.Cosine, cosine => Assert.InRange(cosine, -1, 1));
        // 19 genes: 0-7, 4-11, 8-15, 11-18; then 1 window each, and 0-7, 1-8.
        Assert.Equal(4 + 1 + 1 + 2, reading.Windows);
    }

    [Fact]
    public void Should_average_over_the_windows_that_hold_a_pair()
    {
        var set = Set(8, 12); // windows 0-7 and 4-11
        var data = GeneDataset.Create(
            new ScaffoldSet("test", set.Genomes, set.Proteins, WindowCutter.Cover(set.Scaffolds, 8), []),
            _vectors,
            _transform
        );
        var (left, right) = (AttentionReader.Run(_model, data, 0).Contacts(1, 0), AttentionReader.Run(_model, data, 1).Contacts(1, 0));
        var reading = Read(set);
        var (channels, channel) = (reading.Layers * reading.Heads, reading.Heads);
        Assert.Equal(left[(2 * 8) + 3], reading.Attention[(2 * channels) + channel], 1e-6f);
        Assert.Equal((left[(5 * 8) + 6] + right[(1 * 8) + 2]) / 2, reading.Attention[(5 * channels) + channel], 1e-6f);
    }

    [Fact]
    public void Should_correlate_heads_with_operons()
    {
        var set = Set(8, 16);
        var truth = OperonTruth.Of(
            set,
            new OperonAnnotation(
                "t",
                "genes",
                [.. Enumerable.Range(0, 16).Select(i => new OperonMember([$"g{i}"], $"{i / 3}", i + 1))],
                []
            )
        );
        var reading = Read(set, truth);
        var pairs = GenePairs.Of(set);
        var channels = reading.Layers * reading.Heads;
        Assert.Equal(channels, reading.Correlations.Count);
        foreach (var head in reading.Correlations)
        {
            double[] attention =
            [
                .. pairs.Select((_, i) => (double)reading.Attention[(i * channels) + (head.Layer * reading.Heads) + head.Head]),
            ];
            double[] labels = [.. pairs.Select(pair => truth.Label(pair.First, pair.Second) == true ? 1.0 : 0)];
            Assert.Equal(
                MathNet.Numerics.Statistics.Correlation.Pearson(attention, labels),
                head.Correlations[PairReading.Neighbours],
                1e-9
            );
            Assert.InRange(head.PValues[PairReading.Neighbours], 0, 1);
            Assert.InRange(head.Correlations[PairReading.WithinWindows], -1, 1);
        }
    }

    [Fact]
    public void Should_keep_no_tensor_and_stop_when_told()
    {
        var set = Set(8, 19);
        var before = SmallModel.LiveTensors;
        Read(set);
        Assert.Equal(before, SmallModel.LiveTensors);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            PairReader.Read(_model, set, _vectors, _transform, GenePairs.Of(set), cancellation: stop.Token)
        );
    }

    [Fact]
    public void Should_want_a_vector_of_every_protein() =>
        Assert.Contains("p40", Assert.Throws<GlmException>(() => Read(Set(8, 41))).Message, StringComparison.Ordinal);

    private static double Cosine(float[] values, int width, int a, int b)
    {
        var (dot, x, y) = (0.0, 0.0, 0.0);
        for (var k = 0; k < width; k++)
        {
            dot += (double)values[(a * width) + k] * values[(b * width) + k];
            x += Math.Pow(values[(a * width) + k], 2);
            y += Math.Pow(values[(b * width) + k], 2);
        }
        return dot / Math.Sqrt(x * y);
    }
}
