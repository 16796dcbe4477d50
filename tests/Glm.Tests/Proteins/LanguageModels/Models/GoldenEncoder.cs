using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Testing;
using TorchSharp;

namespace Glm.Tests.Proteins.LanguageModels.Models;

/// <summary>The arrays that the published code of a protein language model made of a few proteins.</summary>
/// <param name="name">Of the folder.</param>
internal sealed class GoldenEncoder(string name)
{
    public string Folder => Repository.Shared("golden", name);

    public IReadOnlyList<Protein> Proteins => [.. FastaReader.EnumerateWithGaps(Path.Combine(Folder, "sequences.fasta"))];

    public NdArray Array(string array) => NpyFile.Read(Path.Combine(Folder, array + ".npy"));

    public TokenBatch Batch(string tokens) => new([System.Array.ConvertAll(Array(tokens).AsSpan<long>().ToArray(), token => (byte)token)]);

    /// <summary>Every protein's letters become the golden tokens, and none of them is unknown.</summary>
    public void ShouldRead(ProteinAlphabet alphabet)
    {
        for (var i = 0; i < Proteins.Count; i++)
        {
            var tokens = alphabet.Enclosed(alphabet.Residues(Proteins[i].Sequence, out var unknown));
            Assert.Equal(Array($"seq{i}_tokens").AsSpan<long>().ToArray(), tokens.Select(token => (long)token));
            Assert.Equal(0, unknown);
        }
    }

    /// <summary>The mean of every protein's residues is the golden one.</summary>
    public void ShouldPool(ProteinLanguageModel model)
    {
        var vectors = new LanguageModelEmbedder(model).EmbedSingles(Proteins);
        for (var i = 0; i < Proteins.Count; i++)
            ShouldBe($"seq{i}_pooled", vectors.AsSpan(i * model.Width, model.Width), 5e-6);
    }

    public void ShouldBe(string array, torch.Tensor actual, double tolerance)
    {
        Assert.Equal(Array(array).Shape, actual.shape);
        ShouldBe(array, actual.contiguous().data<float>().ToArray(), tolerance);
    }

    private void ShouldBe(string array, ReadOnlySpan<float> actual, double tolerance)
    {
        var golden = Array(array).ToSingle();
        Assert.Equal(golden.Length, actual.Length);
        var largest = 0.0;
        for (var i = 0; i < golden.Length; i++)
            largest = Math.Max(largest, Math.Abs(golden[i] - actual[i]));
        Assert.True(largest <= tolerance, $"{array} differs by {largest:g3}");
    }
}
