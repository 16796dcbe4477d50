using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Proteins.LanguageModels.Models;

public sealed class ProteinLanguageModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TinyLanguageModel.Esm2, "esm2", 2, 24)]
    [InlineData(TinyLanguageModel.ProtT5, "prott5", 2, 16)]
    public void Should_open_a_folder_or_its_file(string kind, string name, int layers, int width)
    {
        var path = TinyLanguageModel.Write(_folder, kind);
        Assert.True(ProteinLanguageModelFile.IsOne(path));
        using var model = ProteinLanguageModelFile.Open(path + Path.DirectorySeparatorChar);
        using var file = ProteinLanguageModelFile.Open(Path.Combine(path, "model.safetensors"));
        Assert.Equal((name, layers, width), (model.Name, model.Layers, model.Width));
        Assert.Equal(("model", layers, width), (file.Name, file.Layers, file.Width));
        Assert.True(model.Report.IsComplete, model.Report.ToString());
    }

    [Fact]
    public void Should_refuse_another_architecture()
    {
        AssertRefused(
            Esm2([("bert.pooler.weight", [4, 4]), ("esm.embeddings.word_embeddings.weight", [33, 4])]),
            "neither an ESM-2 nor a"
        );
        // Its layers are named as those of Hugging Face's ESM-2.
        AssertRefused(
            Repository.PathOf("tests", "Glm.Tests", "Golden", "three-heads", "glm.bin"),
            "a vocabulary of 8 tokens; ESM-2 has 33"
        );
    }

    [Theory]
    [InlineData("esm.encoder.layer.1.output.dense.bias", "1 missing (first: layers.1.fc2.bias)")]
    [InlineData("esm.encoder.emb_layer_norm_after.weight", "1 missing (first: emb_layer_norm_after.weight)")]
    public void Should_refuse_missing_tensors(string name, string message) =>
        AssertRefused(Esm2(TinyLanguageModel.Esm2Shapes(24, 2).Where(tensor => tensor.Name != name)), message);

    [Fact]
    public void Should_refuse_missing_layers() =>
        AssertRefused(Esm2(TinyLanguageModel.Esm2Shapes(24, 1)), "its configuration has 2 layers and its tensors make 1.");

    [Fact]
    public void Should_refuse_tensors_of_another_shape() =>
        AssertRefused(
            Esm2(
                TinyLanguageModel
                    .Esm2Shapes(24, 2)
                    .Select(tensor => tensor.Name.EndsWith("1.intermediate.dense.bias") ? (tensor.Name, [95L]) : tensor)
            ),
            "1 of the wrong shape (first: esm.encoder.layer.1.intermediate.dense.bias is [95], not [96])"
        );

    [Fact]
    public void Should_refuse_another_vocabulary() =>
        AssertRefused(
            Esm2(TinyLanguageModel.Esm2Shapes(24, 2, tokens: 64)),
            "a vocabulary of 64 tokens; ESM-2 has 33. Name the files of an ESM-2."
        );

    [Theory]
    [InlineData("""{"model_type":"esm","position_embedding_type":"absolute","num_attention_heads":4}""", "has position_embedding_type")]
    [InlineData("""{"model_type":"bert","num_attention_heads":4}""", "has model_type \"bert\", and ESM-2 has \"esm\".")]
    [InlineData("""{"model_type":"esm"}""", "nothing says how many heads it has.")]
    [InlineData("""{"model_type":"esm","num_attention_heads":5}""", "make no ESM-2")]
    [InlineData("""{"model_type":"esm","num_attention_heads":-4}""", "make no ESM-2")]
    [InlineData("[]", "this is not a JSON object")]
    [InlineData("{", "this is not a JSON object")]
    public void Should_refuse_another_configuration(string config, string message) =>
        AssertRefused(Esm2(TinyLanguageModel.Esm2Shapes(24, 2), config), message);

    [Fact]
    public void Should_count_what_it_does_not_know()
    {
        var shapes = TinyLanguageModel.Esm2Shapes(24, 2).Append(("classifier.weight", [2L, 24L]));
        using var model = ProteinLanguageModelFile.Open(Esm2(shapes));
        Assert.False(model.Report.IsComplete);
        Assert.Contains("1 unexpected (first: classifier.weight)", model.Report.ToString());
        Assert.Contains("1 unexpected", Assert.Single(new LanguageModelEmbedder(model).Remarks));
    }

    [Fact]
    public void Should_refuse_what_is_no_model()
    {
        AssertRefused(_folder["missing.pt"], "missing.pt");
        Directory.CreateDirectory(_folder["empty"]);
        Assert.False(ProteinLanguageModelFile.IsOne(_folder["empty"]));
        AssertRefused(_folder["empty"], "the folder holds no model");
        File.WriteAllText(_folder["text.pt"], ">a\nMKT\n");
        AssertRefused(_folder["text.pt"], "not a PyTorch checkpoint");
        File.WriteAllText(_folder["empty/config.json"], "{}");
        Assert.True(ProteinLanguageModelFile.IsOne(_folder["empty"]));
        File.WriteAllText(_folder["empty/model.safetensors.index.json"], """{"weight_map":{"a":"../text.pt"}}""");
        AssertRefused(_folder["empty"], "it names '../text.pt', which is no file beside it.");
        File.WriteAllText(_folder["empty/model.safetensors.index.json"], """{"weight_map":{}}""");
        AssertRefused(_folder["empty"], "it has no weight_map of names and files.");
    }

    private string Esm2(IEnumerable<(string Name, long[] Shape)> shapes, string config = TinyLanguageModel.Esm2Config)
    {
        Directory.CreateDirectory(_folder["other"]);
        File.WriteAllText(_folder["other/config.json"], config);
        TinyLanguageModel.WriteTensors(_folder["other/model.safetensors"], shapes);
        return _folder["other"];
    }

    private static void AssertRefused(string path, string message)
    {
        var error = Assert.Throws<GlmException>(() => ProteinLanguageModelFile.Open(path)).Message;
        Assert.StartsWith(path, error);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
