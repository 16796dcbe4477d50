using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.LanguageModels.Models;
using Glm.Training.Processes;

namespace Glm.Tests.Training;

public sealed class SharedEmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public SharedEmbeddingTests() => _model = TinyLanguageModel.Write(_folder, TinyLanguageModel.Esm2);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)] // more than sequences
    public void Should_read_as_one_process_does(int count)
    {
        var proteins = Proteins(31);
        using var model = ProteinLanguageModelFile.Open(_model);
        var alone = new LanguageModelEmbedder(model).EmbedSingles(proteins);
        var together = ThreadGroup.Run(count, group =>
        {
            using var own = ProteinLanguageModelFile.Open(_model);
            return SharedEmbedding.Embed(group, new LanguageModelEmbedder(own), proteins);
        });
        Assert.All(together, process =>
        {
            Assert.Equal(alone.Length, process.Vectors.Length);
            Assert.All(alone.Zip(process.Vectors), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            // All that is to be said, also of proteins that another process read.
            Assert.Contains(process.Remarks, remark => remark.Contains("'odd'", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Should_deal_each_sequence_once_and_evenly()
    {
        var proteins = Proteins(101);
        int[][] shares = [.. Enumerable.Range(0, 3).Select(rank => SharedEmbedding.Share(proteins, rank, 3))];
        Assert.Equal(Enumerable.Range(0, proteins.Length), shares.SelectMany(share => share).Order());
        Assert.All(shares, share => Assert.Equal(share.Order(), share));
        var residues = shares
            .Select(share => share.Select(number => proteins[number].Sequence).Distinct().Sum(text => text.Length))
            .ToArray();
        Assert.InRange(residues.Max() - residues.Min(), 0, proteins.Max(protein => protein.Sequence.Length));
        // Equal sequences go to one process, which computes them once.
        Assert.Single(shares, share => share.Contains(0) || share.Contains(100));
        Assert.Equal(proteins[0].Sequence, proteins[100].Sequence);
    }

    [Fact]
    public void Should_refuse_in_every_process_what_one_may_not_read()
    {
        Protein[] proteins = [.. Proteins(4), new Protein("none", "")];
        var refused = Assert.Throws<GlmException>(() => ThreadGroup.Run(2, group =>
            {
                using var own = ProteinLanguageModelFile.Open(_model);
                return SharedEmbedding.Embed(group, new LanguageModelEmbedder(own), proteins);
            }));
        Assert.Contains("'none'", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Of different lengths; the first and the last are equal, and one has a letter that is none.</summary>
    private static Protein[] Proteins(int count)
    {
        var random = new Random(5);
        string Sequence(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "LAGVSERTIDPKQNFYMHWC"[random.Next(20)]));
        string[] sequences = [.. Enumerable.Range(0, count).Select(i => Sequence(5 + ((i * 7) % 60)))];
        sequences[^1] = sequences[0];
        return [.. sequences.Select((sequence, i) => i == 1 ? new Protein("odd", "J" + sequence) : new Protein($"p{i}", sequence))];
    }
}
