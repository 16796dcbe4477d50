using System.Text.RegularExpressions;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Tests.Proteins.LanguageModels.Models;

namespace Glm.Tests.Corpora;

/// <summary>A corpus keeps what language model its vectors are of.</summary>
public sealed class CorpusOriginTests : IDisposable
{
    private readonly CorpusBench _bench = new();
    private readonly ProteinLanguageModel _esm;

    public CorpusOriginTests()
    {
        _esm = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_bench.Folder, TinyLanguageModel.Esm2));
        _bench.Write("a", 4);
        _bench.Add();
    }

    public void Dispose()
    {
        _esm.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void Should_be_kept_and_go_into_a_model_that_refuses_any_other()
    {
        Assert.True(CorpusFiles.Embed(_bench.Corpus, new LanguageModelEmbedder(_esm)) > 20);
        using var corpus = Corpus.Open(_bench.Corpus);
        Assert.Equal(VectorOrigin.Of(_esm, new LanguageModelOptions()), corpus.Vectors!.Origin);
        using var model = GlmModel.Create(GlmConfig.Tiny with { ProteinWidth = 24, LabelWidth = 6 });
        var transform = model.TransformFor(corpus.Vectors);
        model.Features = FeatureFit.Of(transform);
        var other = Embed(corpus, new LanguageModelOptions { Layer = 1 });
        Assert.Contains(
            "was trained on vectors of esm2, layer 2, pooling Mean, and these (esm2 layer 1) are of esm2, layer 1, pooling Mean",
            Assert.Throws<GlmException>(() => model.TransformFor(other)).Message
        );
        // Nor are numbers made with the transform of one of the vectors of another.
        Assert.StartsWith(
            "The features and labels are of esm2, layer 2, pooling Mean, and the vectors (esm2 layer 1) of esm2, layer 1, pooling Mean",
            Assert.Throws<GlmException>(() => GeneDataset.Create(EmptySet, other, transform)).Message
        );
    }

    [Fact]
    public void Should_be_checked_where_a_model_of_another_reads_the_corpus()
    {
        CorpusFiles.Embed(_bench.Corpus, new LanguageModelEmbedder(_esm, new LanguageModelOptions { Pooling = Pooling.Cls }));
        using var corpus = Corpus.Open(_bench.Corpus);
        var transform = new FeatureTransform(Glm.Statistics.Normalizer.Fit(corpus.Vectors!), labels: null)
        {
            Origin = VectorOrigin.Of(_esm, new LanguageModelOptions()),
        };
        foreach (
            var use in new Action[]
            {
                () => FeatureFit.Of(transform).Complete(corpus.Vectors!, components: 0),
                () => CorpusDataset.Create(corpus, transform).Dispose(),
            }
        )
        {
            var error = Assert.Throws<GlmException>(use).Message;
            Assert.Contains("esm2, layer 2, pooling Mean", error);
            Assert.Contains("esm2, layer 2, pooling Cls", error);
        }
    }

    [Fact]
    public void Should_not_take_vectors_of_another()
    {
        CorpusFiles.Embed(_bench.Corpus, new LanguageModelEmbedder(_esm));
        _bench.Write("b", 4);
        _bench.Add();
        ProteinVectors others;
        using (var corpus = Corpus.Open(_bench.Corpus))
            others = Embed(corpus, new LanguageModelOptions { Pooling = Pooling.MeanAll });
        var error = Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, others)).Message;
        Assert.Contains("its vectors are of esm2, layer 2, pooling Mean, and 'esm2 mean-all' would add some of esm2, layer 2", error);
        // Also where an embedder calls itself like the one before.
        error = Assert.Throws<GlmException>(() => CorpusFiles.Embed(_bench.Corpus, new Namesake(others, "esm2"))).Message;
        Assert.Contains("and 'esm2 mean-all' would add some of esm2, layer 2, pooling MeanAll", error);
        using (var corpus = Corpus.Open(_bench.Corpus))
            Assert.True(corpus.MissingVectors > 0);
    }

    /// <summary>Vectors of an unknown origin are taken as they were, and so is a corpus of an earlier version.</summary>
    [Fact]
    public void Should_be_unknown_where_nobody_said()
    {
        ProteinVectors vectors;
        using (var corpus = Corpus.Open(_bench.Corpus))
            vectors = Embed(corpus, new LanguageModelOptions());
        CorpusFiles.Embed(_bench.Corpus, vectors, TestContext.Current.CancellationToken);
        var journal = Path.Combine(_bench.Corpus, "journal.jsonl");
        var text = File.ReadAllText(journal);
        var old = Regex.Replace(text, "\"origin\":\\{[^}]*\\},", "");
        Assert.NotEqual(text, old);
        Assert.Contains("\"pooling\":\"mean\"", text);
        File.WriteAllText(journal, old);
        using (var corpus = Corpus.Open(_bench.Corpus))
        {
            Assert.Null(corpus.Vectors!.Origin);
            var fit = new FeatureFit(Glm.Statistics.Normalizer.Fit(vectors), Labels: null)
            {
                Origin = VectorOrigin.Of(_esm, new LanguageModelOptions { Layer = 1 }),
            };
            Assert.Equal(fit.Origin, fit.Complete(corpus.Vectors, components: 0).Origin);
        }
        File.WriteAllText(journal, text.Replace("\"model\":\"esm2\",", "", StringComparison.Ordinal));
        Assert.Contains("its origin lacks a field", Assert.Throws<GlmException>(() => Corpus.Open(_bench.Corpus)).Message);
    }

    private static ScaffoldSet EmptySet => new("none", [], new Dictionary<string, Protein>(), [], []);

    private ProteinVectors Embed(Corpus corpus, LanguageModelOptions options) =>
        new LanguageModelEmbedder(_esm, options).Embed(corpus.Proteins(0, int.MaxValue));

    /// <summary>Gives vectors that it has, and calls itself otherwise than they do.</summary>
    private sealed class Namesake(ProteinVectors vectors, string name) : IProteinEmbedder
    {
        public string Name => name;

        public int Width => vectors.Width;

        public ProteinVectors Embed(
            IReadOnlyList<Protein> proteins,
            IProgress<ProgressReport>? progress = null,
            CancellationToken cancellation = default
        ) => vectors.Of(proteins);
    }
}
