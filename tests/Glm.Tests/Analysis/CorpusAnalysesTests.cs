using Glm.Analysis.Attention;
using Glm.Analysis.Embeddings;
using Glm.Corpora;
using Glm.Features;
using Glm.Formats;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Tests.Corpora;

namespace Glm.Tests.Analysis;

/// <summary>The same genomes in memory and in a corpus give the same results.</summary>
public sealed class CorpusAnalysesTests : IDisposable
{
    private readonly CorpusBench _bench = new();
    private readonly GeneDataset _memory;
    private readonly Corpus _corpus;
    private readonly CorpusDataset _stored;
    private readonly GlmModel _model;

    public CorpusAnalysesTests()
    {
        // Overlapping windows: a gene that two windows share is one gene of the scaffold.
        var options = CorpusBench.Options with { Stride = 5, Lineage = "d__Bacteria;p__Bacillota;c__Bacilli" };
        _bench.Write("a", 25);
        _bench.Write("b", 25);
        var set = ScaffoldFiles.Load(_bench.Pattern, options);
        var vectors = new CompositionEmbedder().Embed(set);
        var transform = new FeatureTransform(Glm.Statistics.Normalizer.Fit(vectors), labels: null);
        _memory = GeneDataset.Create(set, vectors, transform);
        CorpusFiles.Add(_bench.Corpus, _bench.Pattern, options);
        CorpusFiles.Embed(_bench.Corpus, new CompositionEmbedder());
        _corpus = Corpus.Open(_bench.Corpus);
        _stored = CorpusDataset.Create(_corpus, transform);
        _model = GlmModel.Create(GlmConfig.Tiny with { ProteinWidth = vectors.Width, InitializerRange = 0.2 });
    }

    public void Dispose()
    {
        _model.Dispose();
        _stored.Dispose();
        _corpus.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void Should_know_windows_and_genomes_alike()
    {
        Assert.Equal(_memory.WindowCount, _stored.WindowCount);
        Assert.True(_memory.WindowCount > 60);
        var sequences = _corpus.Proteins(0, int.MaxValue).ToDictionary(protein => protein.Id, protein => protein.Sequence);
        for (var i = 0; i < _memory.WindowCount; i++)
        {
            var (expected, actual) = (_memory.Window(i), _stored.Window(i));
            Assert.Equal((expected.Id, expected.Scaffold.Id), (actual.Id, actual.Scaffold.Id));
            Assert.Equal(expected.Genes.Select(gene => gene.Strand), actual.Genes.Select(gene => gene.Strand));
            Assert.Equal(
                expected.Genes.Select(gene => _memory.Scaffolds.Proteins[gene.ProteinId].Sequence),
                actual.Genes.Select(gene => sequences[gene.ProteinId])
            );
            Assert.Equal(_memory.GenomeOf(i).Id, _stored.GenomeOf(i).Id);
            Assert.Equal(_memory.GenomeOf(i).Lineage, _stored.GenomeOf(i).Lineage);
            Assert.Contains(actual.Scaffold, _stored.GenomeOf(i).Scaffolds);
            Assert.Equal(_memory.ScaffoldId(_memory.ScaffoldOf(i)), _stored.ScaffoldId(_stored.ScaffoldOf(i)));
        }
        var genes = Enumerable.Range(0, _stored.WindowCount).SelectMany(i => _stored.Window(i).Scaffold.Genes).Distinct().ToArray();
        Assert.Equal(genes.Length, genes.Select(gene => gene.Id).Distinct().Count());
    }

    [Fact]
    public void Should_contextualize_and_map_alike()
    {
        var (expected, actual) = (Contextualizer.Run(_model, _memory), Contextualizer.Run(_model, _stored));
        Assert.Equal(expected.Contextual, actual.Contextual);
        Assert.Equal(expected.ContextFree, actual.ContextFree);
        Assert.Equal(expected.Windows.Select(window => window.Id), actual.Windows.Select(window => window.Id));
        foreach (var level in Enum.GetValues<EmbeddingLevel>())
        {
            var (map, same) = (EmbeddingMapper.Pca(expected, level, "class"), EmbeddingMapper.Pca(actual, level, "class"));
            Assert.Equal(map.Contextual.X, same.Contextual.X);
            Assert.Equal(map.ContextFree.Y, same.ContextFree.Y);
            Assert.Equal(map.Colors, same.Colors);
        }
    }

    [Fact]
    public void Should_read_attention_alike()
    {
        foreach (var window in new[] { 0, 7, _memory.WindowCount - 1 })
        {
            var (expected, actual) = (AttentionReader.Run(_model, _memory, window), AttentionReader.Run(_model, _stored, window));
            Assert.Equal(expected.Values, actual.Values);
            Assert.Equal(expected.Window.Id, actual.Window.Id);
        }
    }

    [Fact]
    public void Should_find_windows_by_name_alike()
    {
        foreach (var window in _memory.Windows.Take(20))
        foreach (var name in new[] { window.Id, window.Scaffold.Id })
            Assert.Equal(AttentionReader.FindWindow(_memory, name), AttentionReader.FindWindow(_stored, name));
        Assert.Equal(0, AttentionReader.FindWindow(_stored, null));
        Assert.Contains("'x' is not in", Assert.Throws<GlmException>(() => AttentionReader.FindWindow(_stored, "x")).Message);
    }

    [Theory]
    [InlineData("one cell")]
    [InlineData("id\tgenome\td__Bacteria\tfirst\t2")]
    [InlineData("id\tgenome\td__Bacteria\t1\t100000")]
    [InlineData("id\tgenome\td__Bacteria\t0\t1")]
    [InlineData("id\tgenome\td__Bacteria\t1\t0")]
    public void Should_name_the_damaged_line_of_a_table_of_scaffolds(string line)
    {
        var path = Path.Combine(_bench.Corpus, "scaffolds.tsv");
        var lines = File.ReadAllLines(path);
        lines[2] = line;
        File.WriteAllLines(path, lines);
        Assert.StartsWith($"{path}:3: ", Assert.Throws<GlmException>(() => _stored.Window(0)).Message);
    }
}
