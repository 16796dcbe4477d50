using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Proteins.LanguageModels.Models;

/// <summary>Language models with drawn weights, in folders as Hugging Face keeps them.</summary>
internal static class TinyLanguageModel
{
    public const string Esm2 = "esm2";
    public const string ProtT5 = "prott5";

    /// <summary>Writes a model of two layers and gives its folder.</summary>
    public static string Write(TemporaryFolder folder, string kind)
    {
        var path = folder[kind];
        Directory.CreateDirectory(path);
        var (config, shapes) = kind == Esm2 ? (Esm2Config, Esm2Shapes(width: 24, layers: 2)) : (ProtT5Config, ProtT5Shapes(layers: 2));
        File.WriteAllText(Path.Combine(path, "config.json"), config);
        WriteTensors(Path.Combine(path, "model.safetensors"), shapes);
        return path;
    }

    public static void WriteTensors(string path, IEnumerable<(string Name, long[] Shape)> shapes)
    {
        var random = new SeededRandom(7);
        SafeTensorsWriter.Write(
            path,
            [
                .. shapes.Select(tensor =>
                {
                    var values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
                    for (var i = 0; i < values.Length; i++)
                        values[i] = (float)(
                            (random.NextDouble() - 0.5) * (tensor.Name.Contains("norm", StringComparison.OrdinalIgnoreCase) ? 2 : 0.6)
                        );
                    return new SafeTensorSource(tensor.Name, ElementType.Float32, tensor.Shape, stream =>
                        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values))
                    );
                }),
            ],
            new Dictionary<string, string> { ["format"] = "pt" }
        );
    }

    public const string Esm2Config =
        """{"model_type":"esm","num_hidden_layers":2,"num_attention_heads":4,"position_embedding_type":"rotary","token_dropout":true}""";

    private const string ProtT5Config =
        """{"model_type":"t5","num_layers":2,"num_heads":4,"feed_forward_proj":"relu","relative_attention_max_distance":128}""";

    /// <summary>Of an EsmForMaskedLM.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Esm2Shapes(long width, int layers, int tokens = 33)
    {
        yield return ("esm.embeddings.word_embeddings.weight", [tokens, width]);
        yield return ("esm.embeddings.position_ids", [1, 1026]);
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = $"esm.encoder.layer.{layer}.";
            foreach (var name in new[] { "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense" })
            {
                yield return ($"{prefix}{name}.weight", [width, width]);
                yield return ($"{prefix}{name}.bias", [width]);
            }
            foreach (var name in new[] { "attention.LayerNorm", "LayerNorm" })
            {
                yield return ($"{prefix}{name}.weight", [width]);
                yield return ($"{prefix}{name}.bias", [width]);
            }
            yield return ($"{prefix}intermediate.dense.weight", [4 * width, width]);
            yield return ($"{prefix}intermediate.dense.bias", [4 * width]);
            yield return ($"{prefix}output.dense.weight", [width, 4 * width]);
            yield return ($"{prefix}output.dense.bias", [width]);
        }
        yield return ("esm.encoder.emb_layer_norm_after.weight", [width]);
        yield return ("esm.encoder.emb_layer_norm_after.bias", [width]);
    }

    /// <summary>Of a whole T5, of whose decoder there is one tensor.</summary>
    private static IEnumerable<(string Name, long[] Shape)> ProtT5Shapes(int layers)
    {
        yield return ("shared.weight", [128, 16]);
        yield return ("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", [32, 4]);
        for (var layer = 0; layer < layers; layer++)
        {
            var prefix = $"encoder.block.{layer}.layer.";
            foreach (var key in new[] { "q", "k", "v" })
                yield return ($"{prefix}0.SelfAttention.{key}.weight", [24, 16]);
            yield return ($"{prefix}0.SelfAttention.o.weight", [16, 24]);
            yield return ($"{prefix}0.layer_norm.weight", [16]);
            yield return ($"{prefix}1.DenseReluDense.wi.weight", [40, 16]);
            yield return ($"{prefix}1.DenseReluDense.wo.weight", [16, 40]);
            yield return ($"{prefix}1.layer_norm.weight", [16]);
        }
        yield return ("encoder.final_layer_norm.weight", [16]);
        yield return ("decoder.final_layer_norm.weight", [16]);
    }
}
