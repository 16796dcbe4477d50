using System.Runtime.InteropServices;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Tests.Proteins.LanguageModels.Models;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels.Embedding;

/// <summary>What becomes of a batch that memory does not suffice for.</summary>
public sealed class LanguageModelMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProteinLanguageModel _model;

    public LanguageModelMemoryTests() => _model = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.Esm2));

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Should_halve_the_batch_and_give_the_same_vectors(string device)
    {
        var proteins = Proteins(16, residues: 30);
        var options = new LanguageModelOptions { BatchTokens = 16 * 32 };
        var expected = new LanguageModelEmbedder(_model, options).EmbedSingles(proteins);
        using var scarce = new ScarceModel(_model, device == "cpu" ? AskForTooMuch : FailAsOnGpu) { Failures = 1 };
        var embedder = new LanguageModelEmbedder(scarce, options);
        var live = SmallModel.LiveTensors;
        AssertEqual(expected, embedder.EmbedSingles(proteins));
        Assert.Equal(live, SmallModel.LiveTensors);
        Assert.Equal([16, 8, 8], scarce.Sequences);
        // It is as small as that from then on.
        scarce.Sequences.Clear();
        AssertEqual(expected, embedder.EmbedSingles(proteins));
        Assert.Equal([8, 8], scarce.Sequences);
    }

    [Fact]
    public void Should_halve_as_often_as_is_needed()
    {
        var proteins = Proteins(8, residues: 30);
        var options = new LanguageModelOptions { BatchTokens = 1024 };
        using var scarce = new ScarceModel(_model, AskForTooMuch) { Failures = 3 };
        AssertEqual(
            new LanguageModelEmbedder(_model, options).EmbedSingles(proteins),
            new LanguageModelEmbedder(scarce, options).EmbedSingles(proteins)
        );
        Assert.Equal([8, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1], scarce.Sequences);
    }

    [Fact]
    public void Should_name_the_protein_that_is_too_long_alone()
    {
        using var scarce = new ScarceModel(_model, AskForTooMuch) { Failures = int.MaxValue };
        Assert.Equal(
            "Memory does not suffice to read 32 residues of protein 'p0' at once with scarce. Cut long proteins (Truncate), or read them "
                + "in windows (Windows).",
            Assert.Throws<GlmException>(() => new LanguageModelEmbedder(scarce).Embed(Proteins(2, residues: 30))).Message
        );
    }

    /// <summary>Other failures are no reason to try again.</summary>
    [Fact]
    public void Should_not_hide_other_failures()
    {
        using var broken = new ScarceModel(_model, () => torch.ones(2).add(torch.ones(3))) { Failures = 1 };
        Assert.Throws<ExternalException>(() => new LanguageModelEmbedder(broken).Embed(Proteins(2, residues: 30)));
    }

    private static void AssertEqual(float[] expected, float[] actual) =>
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-6);

    /// <summary>What libtorch itself says of a petabyte.</summary>
    private static void AskForTooMuch() => torch.empty(1L << 48).Dispose();

    private static void FailAsOnGpu() => throw new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB.");

    private static Protein[] Proteins(int count, int residues)
    {
        var random = new SeededRandom(2);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Protein(
                    $"p{i}",
                    string.Concat(Enumerable.Range(0, residues).Select(_ => "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)]))
                )),
        ];
    }

    /// <summary>Another model, which first fails some times.</summary>
    private sealed class ScarceModel(ProteinLanguageModel model, Action fail)
        : ProteinLanguageModel("scarce", model.Alphabet, model.Device, model.Precision)
    {
        public int Failures { get; set; }

        /// <summary>How many each call was given.</summary>
        public List<int> Sequences { get; } = [];

        public override int Width => model.Width;

        public override int Layers => model.Layers;

        private protected override torch.Tensor Compute(TokenBatch batch, int layer)
        {
            Sequences.Add(batch.Groups.Sum(group => group.Count));
            if (Failures-- > 0)
                fail();
            return model.Forward(batch, layer);
        }
    }
}
