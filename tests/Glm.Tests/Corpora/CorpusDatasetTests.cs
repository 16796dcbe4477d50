using Glm.Corpora;
using Glm.Features;
using Glm.Formats;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Tests.Corpora;

public sealed class CorpusDatasetTests : IDisposable
{
    private const int Components = 6;

    private readonly CorpusBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Should_give_the_numbers_of_the_data_in_memory()
    {
        var (memory, corpus, data) = Both();
        using (corpus)
        using (data)
        {
            Assert.Equal(
                (memory.WindowCount, memory.FeatureWidth, memory.LabelWidth),
                (data.WindowCount, data.FeatureWidth, data.LabelWidth)
            );
            for (var window = 0; window < data.WindowCount; window++)
            {
                Assert.Equal(Filled(memory, window), Filled(data, window));
                Assert.Equal((memory.LengthOf(window), memory.ScaffoldOf(window)), (data.LengthOf(window), data.ScaffoldOf(window)));
            }
        }
    }

    [Fact]
    public void Should_move_windows_as_the_data_in_memory()
    {
        var (memory, corpus, data) = Both();
        using (corpus)
        using (data)
        {
            var moved = 0;
            for (var window = 0; window < data.WindowCount; window++)
            {
                var (before, after) = memory.RoomAround(window);
                Assert.Equal((before, after), data.RoomAround(window));
                for (var shift = -before; shift <= after; shift++, moved++)
                {
                    var expected = Filled(memory, window, shift);
                    Assert.Equal(expected, Filled(data, window, shift));
                    // The same gene stands in the unmoved window, one row further on.
                    if (shift is > 0 and < 3 && memory.LengthOf(window) > shift)
                        Assert.Equal(
                            Filled(memory, window)[(shift * memory.FeatureWidth)..((shift + 1) * memory.FeatureWidth)],
                            expected[..memory.FeatureWidth]
                        );
                }
            }
            Assert.True(moved > 3 * data.WindowCount);
        }
    }

    [Fact]
    public void Should_train_to_the_bit_as_the_data_in_memory()
    {
        var (memory, corpus, data) = Both();
        using (corpus)
        using (data)
        {
            var options = new TrainingOptions
            {
                Steps = 5,
                BatchSize = 4,
                LearningRate = 1e-3,
                EvaluationFraction = 0.2,
            };
            using var first = Model(memory);
            using var second = Model(memory);
            var (expected, actual) = (
                Trainer.Train(first, memory, options, cancellation: TestContext.Current.CancellationToken),
                Trainer.Train(second, data, options, cancellation: TestContext.Current.CancellationToken)
            );
            Assert.Equal(expected.Steps.Select(step => step.Loss), actual.Steps.Select(step => step.Loss));
            Assert.Equal(expected.Evaluations, actual.Evaluations);
        }
    }

    [Fact]
    public void Should_fit_the_transform_of_the_same_vectors()
    {
        _bench.Write("a", 30);
        using var corpus = _bench.Open();
        var inMemory = new CompositionEmbedder().Embed(corpus.Proteins(0, int.MaxValue));
        var (expected, actual) = (FeatureTransform.Fit(inMemory, Components), FeatureTransform.Fit(corpus.Vectors!, Components));
        Assert.Equal(expected.Normalizer.Mean, actual.Normalizer.Mean);
        Assert.Equal(expected.Labels!.Components, actual.Labels!.Components);
    }

    [Fact]
    public void Should_go_on_with_labels_where_the_corpus_grew_or_the_file_is_damaged()
    {
        _bench.Write("a", 10);
        FeatureTransform transform;
        using (var corpus = _bench.Open())
        {
            transform = FeatureTransform.Fit(corpus.Vectors!, Components);
            CorpusDataset.Create(corpus, transform).Dispose();
        }
        var labels = Assert.Single(Directory.GetFiles(_bench.Corpus, "labels-*.npy"));
        _bench.Write("b", 10);
        using var grown = _bench.Open();
        using (var data = CorpusDataset.Create(grown, transform))
            Filled(data, data.WindowCount - 1);
        var bytes = File.ReadAllBytes(labels);
        var flipped = bytes.ToArray();
        flipped[^7] ^= 1;
        foreach (var damaged in new[] { bytes[..200], flipped, [.. bytes[..60], (byte)'9', .. bytes[61..]], [.. bytes[1..], 0], [] })
        {
            File.WriteAllBytes(labels, damaged);
            CorpusDataset.Create(grown, transform).Dispose();
            Assert.Equal(bytes, File.ReadAllBytes(labels));
        }
        foreach (var note in new[] { "", "x", "-1 00", "99999999999 00", "5", new string('7', 1000), "0 \n" })
        {
            File.WriteAllText(Path.ChangeExtension(labels, ".sha256"), note);
            CorpusDataset.Create(grown, transform).Dispose();
            Assert.Equal(bytes, File.ReadAllBytes(labels));
        }
    }

    [Fact]
    public void Should_refuse_a_corpus_without_vectors()
    {
        _bench.Write("a", 10);
        FeatureTransform transform;
        using (var whole = _bench.Open())
            transform = FeatureTransform.Fit(whole.Vectors!, Components);
        _bench.Write("b", 10);
        _bench.Add();
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Contains(
            "proteins of the corpus have no vector",
            Assert.Throws<GlmException>(() => CorpusDataset.Create(corpus, transform)).Message
        );
    }

    private static GlmModel Model(GeneDataset data) =>
        GlmModel.Create(GlmConfig.Tiny with { ProteinWidth = data.FeatureWidth - 1, LabelWidth = data.LabelWidth, MaxGenes = 8 }, seed: 3);

    private static float[] Filled(IWindowData data, int window, int shift = 0)
    {
        const int rows = 8;
        var (features, labels, mask) = (new float[rows * data.FeatureWidth], new float[rows * data.LabelWidth], new float[rows]);
        data.FillWindow(window, shift, features, labels, mask);
        var (again, masked) = (new float[labels.Length], new float[rows]);
        data.FillWindow(window, shift, [], again, masked); // where features are not asked for, all else is as it was
        Assert.Equal(labels, again);
        Assert.Equal(mask, masked);
        return [.. features, .. labels, .. mask];
    }

    private (GeneDataset, Corpus, CorpusDataset) Both()
    {
        _bench.Write("a", 25);
        _bench.Write("b", 25);
        var set = ScaffoldFiles.Load(_bench.Pattern, CorpusBench.Options);
        var vectors = new CompositionEmbedder().Embed(set);
        var transform = FeatureTransform.Fit(vectors, Components);
        var corpus = _bench.Open();
        return (GeneDataset.Create(set, vectors, transform), corpus, CorpusDataset.Create(corpus, transform));
    }
}
