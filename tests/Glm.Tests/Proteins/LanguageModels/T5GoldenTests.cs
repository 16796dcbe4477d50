using System.Text.Json.Nodes;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.LanguageModels;
using Glm.Testing;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels;

/// <summary>Every array of the T5 encoder of Hugging Face, reproduced.</summary>
public sealed class T5GoldenTests
{
    private static string Folder => Repository.Shared("golden", "prott5-tiny");

    private static IReadOnlyList<Protein> Proteins => [.. FastaReader.EnumerateWithGaps(Path.Combine(Folder, "sequences.fasta"))];

    [Fact]
    public void Should_read_letters_as_prottrans_does()
    {
        for (var i = 0; i < Proteins.Count; i++)
        {
            var tokens = ProteinAlphabet.ProtT5.Enclosed(ProteinAlphabet.ProtT5.Residues(Proteins[i].Sequence, out var unknown));
            Assert.Equal(Golden($"seq{i}_tokens").AsSpan<long>().ToArray(), tokens.Select(token => (long)token));
            Assert.Equal(0, unknown);
        }
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    [InlineData("")]
    public void Should_give_the_vectors_of_hugging_face(string file)
    {
        using var model = ProteinLanguageModelFile.Open(Path.Combine(Folder, file));
        Assert.True(model.Report.IsComplete, model.Report.ToString());
        for (var i = 0; i < Proteins.Count; i++)
        {
            using var scope = torch.NewDisposeScope();
            AssertClose(Golden($"seq{i}_repr"), model.Forward(Batch($"seq{i}_tokens"), model.Layers), 2e-5);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Should_give_every_layer(int sequence)
    {
        using var model = Open();
        using var scope = torch.NewDisposeScope();
        var batch = Batch($"seq{sequence}_tokens");
        var layers = torch.stack(Enumerable.Range(0, model.Layers + 1).Select(layer => model.Forward(batch, layer)).ToArray());
        AssertClose(Golden($"seq{sequence}_hidden_states"), layers, 2e-5);
    }

    [Fact]
    public void Should_put_distances_into_the_buckets_of_t5()
    {
        var config = ((T5Encoder)Open()).Config;
        var expected = Golden("buckets_offset_-400_400").AsSpan<long>().ToArray();
        Assert.Equal(expected, Enumerable.Range(-400, 801).Select(offset => (long)config.BucketOf(offset)));
    }

    [Fact]
    public void Should_pool_without_the_token_at_the_end()
    {
        using var model = Open();
        var vectors = new LanguageModelEmbedder(model).EmbedSingles(Proteins);
        for (var i = 0; i < Proteins.Count; i++)
            AssertClose(Golden($"seq{i}_pooled"), vectors.AsSpan(i * model.Width, model.Width), 5e-6);
    }

    private static ProteinLanguageModel Open() => ProteinLanguageModelFile.Open(Folder);

    private static NdArray Golden(string name) => NpyFile.Read(Path.Combine(Folder, name + ".npy"));

    private static TokenBatch Batch(string name) => new([Array.ConvertAll(Golden(name).AsSpan<long>().ToArray(), token => (int)token)]);

    private static void AssertClose(NdArray expected, torch.Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.shape);
        AssertClose(expected, actual.contiguous().data<float>().ToArray(), tolerance);
    }

    private static void AssertClose(NdArray expected, ReadOnlySpan<float> actual, double tolerance)
    {
        var golden = expected.ToSingle();
        Assert.Equal(golden.Length, actual.Length);
        var largest = 0.0;
        for (var i = 0; i < golden.Length; i++)
            largest = Math.Max(largest, Math.Abs(golden[i] - actual[i]));
        Assert.True(largest <= tolerance, $"differs by {largest:g3}");
    }
}
