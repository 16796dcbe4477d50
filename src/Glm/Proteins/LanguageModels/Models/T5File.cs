using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>The names and the shape of a T5 encoder in the files of Hugging Face, of an encoder alone or of a whole model.</summary>
internal static partial class T5File
{
    private const string Embedding = "shared.weight";
    private const string Bias = "block.0.layer.0.SelfAttention.relative_attention_bias.weight";

    /// <summary>A tensor's name in the model, by that in a file: see <see cref="EncoderWeights"/>.</summary>
    public static string? Canonical(string name)
    {
        if (name is Embedding or "encoder.embed_tokens.weight")
            return Embedding;
        if (name.StartsWith("decoder.", StringComparison.Ordinal) || name == "lm_head.weight")
            return "";
        return name.StartsWith("encoder.", StringComparison.Ordinal) && Known().IsMatch(name["encoder.".Length..])
            ? name["encoder.".Length..]
            : null;
    }

    /// <summary>Whether a file of these tensors is one.</summary>
    public static bool IsOne(IEnumerable<string> names) => names.Any(name => Canonical(name) == Bias);

    /// <summary>The shape, by the configuration and the tensors themselves.</summary>
    /// <exception cref="GlmException">The tensors are of another model.</exception>
    public static T5Config ConfigOf(EncoderWeights weights, JsonObject? json)
    {
        var source = weights.Source;
        if (weights.ShapeOf(Embedding) is not [var tokens, var width])
            throw new GlmException($"{source}: it has no shared.weight, the embedding of its tokens. Name the files of a ProtT5 encoder.");
        if (tokens != ProteinAlphabet.ProtT5.Size)
            throw new GlmException(
                $"{source}: a vocabulary of {tokens} tokens; ProtT5 has {ProteinAlphabet.ProtT5.Size}. Name the files of a ProtT5 encoder."
            );
        if (weights.ShapeOf(Bias) is not [var buckets, var heads] || heads < 1)
            throw new GlmException($"{source}: its relative_attention_bias is no matrix. Name the files of a ProtT5 encoder.");
        if (
            weights.ShapeOf("block.0.layer.0.SelfAttention.q.weight") is not [var inner, _]
            || weights.ShapeOf("block.0.layer.1.DenseReluDense.wi.weight") is not [var forward, _]
        )
            throw new GlmException(
                $"{source}: its first layer lacks the queries or the feed-forward of ProtT5 (gated ones, as of T5 1.1, are others). Name "
                    + $"the files of a ProtT5 encoder."
            );
        var layers = weights
            .Names.Select(name => LayerNumber().Match(name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1)
            .Max();
        if (json is not null)
        {
            if (json["model_type"]?.ToString() is { } type && type != "t5")
                throw new GlmException(
                    $"{source}: its configuration is of a model of type {LineText.Quoted(type)}, not t5. Name the files of one model."
                );
            if (json["feed_forward_proj"]?.ToString() is { } activation && activation != "relu")
                throw new GlmException(
                    $"{source}: its feed-forward is {LineText.Quoted(activation)}, and ProtT5's is relu. Name the files of a "
                        + $"ProtT5 encoder."
                );
            Same("num_layers", layers);
            Same("num_heads", heads);
        }
        return new T5Config(
            layers,
            (int)width,
            (int)heads,
            (int)(inner / heads),
            (int)forward,
            (int)buckets,
            (int)(Number("relative_attention_max_distance") ?? 128),
            json?["layer_norm_epsilon"] is JsonValue value && value.TryGetValue<double>(out var epsilon) ? epsilon : 1e-6
        );

        double? Number(string name) => json?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

        void Same(string name, long found)
        {
            if (Number(name) is { } said && said != found)
                throw new GlmException(
                    $"{source}: its configuration has {name} {said} and its tensors {found}. Name the files of one model, all of them."
                );
        }
    }

    [GeneratedRegex(@"^block\.(\d{1,4})\.")]
    private static partial Regex LayerNumber();

    [GeneratedRegex(
        @"^(block\.0\.layer\.0\.SelfAttention\.relative_attention_bias\.weight|final_layer_norm\.weight"
            + @"|block\.\d{1,4}\.layer\.(0\.(SelfAttention\.[qkvo]|layer_norm)|1\.(DenseReluDense\.w[io]|layer_norm))\.weight)$"
    )]
    private static partial Regex Known();
}
