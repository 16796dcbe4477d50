using System.Text.Json.Nodes;
using Glm.Analysis.Prediction;
using Glm.Arrays.Npy;

namespace Glm.Tests.Modeling;

/// <summary>Every tensor and figure of the reference implementation, reproduced.</summary>
public sealed class GoldenInferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("glm-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("masked")]
    [InlineData("unmasked")]
    public void Should_reproduce_every_tensor_of_the_reference(string variant)
    {
        Infer(variant);

        foreach (
            var name in new[]
            {
                "dense_out",
                "all_hidden_states",
                "last_hidden_state",
                "attentions",
                "contacts",
                "logits_all_preds",
                "probs",
                "probs_softmax",
                "logits_closest",
                "logits_most_likely",
                "closest_probs",
                "cos_dist",
            }
        )
        {
            var difference = GoldenModel.Difference(GoldenModel.Array(variant, name), NpyFile.Read(Path.Combine(_folder, name + ".npy")));
            Assert.True(difference <= 2e-5, $"{variant}/{name} differs by {difference:g3}");
        }
        foreach (var name in new[] { "argmin_pred", "argmax_prob" })
            Assert.Equal(GoldenModel.Array(variant, name).Bytes, NpyFile.Read(Path.Combine(_folder, name + ".npy")).Bytes);
    }

    [Theory]
    [InlineData("masked")]
    [InlineData("unmasked")]
    public void Should_reproduce_every_figure_of_the_reference(string variant)
    {
        Infer(variant);

        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenModel.Folder, variant, "scalars.json")))!["float32"]!.AsObject();
        var actual = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "scalars.json")))!.AsObject();
        foreach (var (name, node) in expected.Where(pair => !pair.Key.StartsWith('_')))
        {
            if (node!.GetValueKind() == System.Text.Json.JsonValueKind.String)
            {
                Assert.Equal("NaN", actual[name]!.GetValue<string>());
                continue;
            }
            var tolerance =
                name is "prediction_var" or "label_var" ? 1e-4
                : name == "accuracy" ? 0
                : 1e-5;
            Assert.Equal(node.GetValue<double>(), actual[name]!.GetValue<double>(), tolerance);
        }
    }

    [Fact]
    public void Should_reproduce_the_embedding_block_at_tiny_variance()
    {
        using var model = GoldenModel.Load();
        var input = GoldenModel.Array("micro", "embeddings_in");
        using var scope = TorchSharp.torch.NewDisposeScope();
        var output = model.Embed(TorchSharp.torch.tensor(input.ToSingle(), [.. input.Shape]), droppedIn: null);

        var expected = GoldenModel.Array("micro", "embeddings_out").ToSingle();
        var difference = expected.Zip(output.data<float>().ToArray(), (a, b) => Math.Abs(a - b)).Max();
        Assert.True(difference <= 2e-5, $"differs by {difference:g3}: the LayerNorm epsilon is not 1e-12");
    }

    private void Infer(string variant)
    {
        using var model = GoldenModel.Load();
        string Input(string name) => Path.Combine(GoldenModel.Folder, name + ".npy");
        BatchInference.Run(
            model,
            new BatchInferenceInput(
                Input("embeds"),
                Input("attention_mask"),
                variant == "masked" ? Input("mask") : null,
                Input("label_embeds")
            ),
            _folder
        );
    }
}
