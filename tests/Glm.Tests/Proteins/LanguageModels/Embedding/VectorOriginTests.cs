using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Proteins.LanguageModels.Models;

namespace Glm.Tests.Proteins.LanguageModels.Embedding;

public sealed class VectorOriginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A model that was saved and loaded still knows what its vectors were.</summary>
    [Fact]
    public void Should_go_with_a_model_that_refuses_any_other()
    {
        using var esm = ProteinLanguageModelFile.Open(TinyLanguageModel.Write(_folder, TinyLanguageModel.Esm2));
        var vectors = Embed(esm, new LanguageModelOptions());
        using (var model = GlmModel.Create(GlmConfig.Tiny with { ProteinWidth = 24, LabelWidth = 6 }))
        {
            model.Features = FeatureFit.Of(model.TransformFor(vectors));
            model.Save(_folder["model"]);
        }
        using var loaded = GlmModel.Load(_folder["model"]);
        Assert.Equal(vectors.Origin, loaded.TransformFor(vectors).Origin);
        foreach (
            var options in new LanguageModelOptions[]
            {
                new() { Layer = 1 },
                new() { Pooling = Pooling.MeanAll },
            }
        )
        {
            var error = Assert.Throws<GlmException>(() => loaded.TransformFor(Embed(esm, options))).Message;
            Assert.StartsWith("The model was trained on vectors of esm2, layer 2, pooling Mean, and these (esm2", error);
            Assert.Contains($"are of esm2, layer {options.Layer ?? 2}, pooling {options.Pooling}", error);
        }
        // Of vectors from a file nobody knows.
        loaded.TransformFor(new ProteinVectors("v.npy", vectors.Ids, 24, vectors.Values));
    }

    [Fact]
    public void Should_fit_copies_of_one_model()
    {
        var one = new VectorOrigin("esm2", "aa", 33, Pooling.Mean, "float32", 1280);
        Assert.True(one.Fits(one with { Model = "my-copy", Precision = "bfloat16" }));
        Assert.True(one.Fits(one with { Weights = "bb" }));
        Assert.False(one.Fits(one with { Weights = "bb", Model = "other" }));
        Assert.False(one.Fits(one with { Layer = 32 }));
    }

    private static ProteinVectors Embed(ProteinLanguageModel model, LanguageModelOptions options)
    {
        var random = new SeededRandom(9);
        return new LanguageModelEmbedder(model, options).Embed([
            .. Enumerable
                .Range(0, 60)
                .Select(i => new Protein(
                    $"p{i}",
                    string.Concat(Enumerable.Range(0, 20).Select(_ => "ACDEFGHIKLMNPQRSTVWY"[random.Next(20)]))
                )),
        ]);
    }
}
