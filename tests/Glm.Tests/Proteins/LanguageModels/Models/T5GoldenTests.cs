using System.Text.Json.Nodes;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Models;
using Glm.Testing;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels.Models;

/// <summary>Every array of the T5 encoder of Hugging Face, reproduced.</summary>
public sealed class T5GoldenTests
{
    private static readonly GoldenEncoder Golden = new("prott5-tiny");

    [Fact]
    public void Should_read_letters_as_prottrans_does() => Golden.ShouldRead(ProteinAlphabet.ProtT5);

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    [InlineData("")]
    public void Should_give_the_vectors_of_hugging_face(string file)
    {
        using var model = ProteinLanguageModelFile.Open(Path.Combine(Golden.Folder, file));
        Assert.True(model.Report.IsComplete, model.Report.ToString());
        for (var i = 0; i < Golden.Proteins.Count; i++)
        {
            using var scope = torch.NewDisposeScope();
            Golden.ShouldBe($"seq{i}_repr", model.Forward(Golden.Batch($"seq{i}_tokens"), model.Layers), 2e-5);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Should_give_every_layer(int sequence)
    {
        using var model = Open();
        using var scope = torch.NewDisposeScope();
        var batch = Golden.Batch($"seq{sequence}_tokens");
        var layers = torch.stack(Enumerable.Range(0, model.Layers + 1).Select(layer => model.Forward(batch, layer)).ToArray());
        Golden.ShouldBe($"seq{sequence}_hidden_states", layers, 2e-5);
    }

    [Fact]
    public void Should_put_distances_into_the_buckets_of_t5()
    {
        var config = ((T5Encoder)Open()).Config;
        var expected = Golden.Array("buckets_offset_-400_400").AsSpan<long>().ToArray();
        Assert.Equal(expected, Enumerable.Range(-400, 801).Select(offset => (long)config.BucketOf(offset)));
    }

    [Fact]
    public void Should_pool_without_the_token_at_the_end()
    {
        using var model = Open();
        Golden.ShouldPool(model);
    }

    private static ProteinLanguageModel Open() => ProteinLanguageModelFile.Open(Golden.Folder);
}
