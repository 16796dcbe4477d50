using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Arrays.Pickle;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>The names and the shape of an ESM-2 in the files of fair-esm and of Hugging Face.</summary>
internal static partial class Esm2File
{
    private const string Marker = "embed_tokens.weight";

    /// <summary>Heads of the published sizes, by their widths: a file may not say.</summary>
    private static readonly Dictionary<long, int> PublishedHeads = new()
    {
        [320] = 20,
        [480] = 20,
        [640] = 20,
        [1280] = 20,
        [2560] = 40,
        [5120] = 40,
    };

    private static readonly (string HuggingFace, string Ours)[] LayerNames =
    [
        ("attention.self.query.", "self_attn.q_proj."),
        ("attention.self.key.", "self_attn.k_proj."),
        ("attention.self.value.", "self_attn.v_proj."),
        ("attention.output.dense.", "self_attn.out_proj."),
        ("attention.LayerNorm.", "self_attn_layer_norm."),
        ("intermediate.dense.", "fc1."),
        ("output.dense.", "fc2."),
        ("LayerNorm.", "final_layer_norm."),
    ];

    /// <summary>A tensor's name in the model, by that in a file: see <see cref="EncoderWeights"/>.</summary>
    public static string? Canonical(string name)
    {
        name = Without(name, "model.");
        name = Without(name, "encoder.sentence_encoder.");
        if (name.StartsWith("encoder.lm_head.", StringComparison.Ordinal))
            name = name["encoder.".Length..];
        name = Without(name, "esm.");
        if (name == "embeddings.word_embeddings.weight")
            return Marker;
        if (name is "embeddings.position_ids" or "embeddings.position_embeddings.weight" or "lm_head.weight" or "lm_head.decoder.weight")
            return ""; // fixed, not used, or the embedding again
        if (name.EndsWith("inv_freq", StringComparison.Ordinal) || name.StartsWith("pooler.", StringComparison.Ordinal))
            return "";
        if (HuggingFaceLayer().Match(name) is { Success: true } layer)
        {
            var rest = layer.Groups[2].Value;
            foreach (var (theirs, ours) in LayerNames)
                if (rest.StartsWith(theirs, StringComparison.Ordinal))
                    return $"layers.{layer.Groups[1].Value}.{ours}{rest[theirs.Length..]}";
            return null;
        }
        name = Without(name, "encoder.");
        return Known().IsMatch(name) ? name : null;
    }

    /// <summary>Whether a file of these tensors is one.</summary>
    public static bool IsOne(IEnumerable<string> names)
    {
        var canonical = names.Select(Canonical).ToHashSet();
        return canonical.Contains(Marker) && canonical.Contains("layers.0.self_attn.q_proj.weight");
    }

    /// <summary>The shape, by the configuration and the tensors themselves.</summary>
    /// <param name="weights">Of the model.</param>
    /// <param name="json">Hugging Face's config.json; null where there is none.</param>
    /// <param name="pickled">What fair-esm keeps beside the tensors; null where there is nothing.</param>
    /// <exception cref="GlmException">The tensors are of another model.</exception>
    public static Esm2Config ConfigOf(EncoderWeights weights, JsonObject? json, object? pickled)
    {
        var source = weights.Source;
        if (weights.ShapeOf(Marker) is not [var tokens, var width])
            throw new GlmException($"{source}: its embed_tokens.weight is no matrix; this is no ESM-2. Name the files of one.");
        if (tokens != ProteinAlphabet.Esm2.Size)
            throw new GlmException(
                $"{source}: a vocabulary of {tokens} tokens; ESM-2 has {ProteinAlphabet.Esm2.Size}. Name the files of an ESM-2."
            );
        if (json is not null)
        {
            Require(source, json, "model_type", "esm");
            Require(source, json, "position_embedding_type", "rotary");
            Require(source, json, "emb_layer_norm_before", false);
        }
        var layers = weights
            .Names.Select(name => LayerNumber().Match(name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 1)
            .DefaultIfEmpty(0)
            .Max();
        var asked = json is null ? Number(pickled, "encoder_layers") : Number(json, "num_hidden_layers");
        if (asked is { } said && said != layers)
            throw new GlmException(
                $"{source}: its configuration has {said} layers and its tensors make {layers}. Name the files of one model, all of them."
            );
        if (!weights.Has("layers.0.self_attn.q_proj.weight"))
            throw new GlmException($"{source}: it holds no layers; this is no ESM-2. Name the files of one.");
        var heads = json is null ? Number(pickled, "encoder_attention_heads") : Number(json, "num_attention_heads");
        if (heads is null && !PublishedHeads.TryGetValue(width, out var published))
            throw new GlmException(
                $"{source}: nothing says how many heads it has. Put the config.json of the model beside it, or use the file of fair-esm."
            );
        else
            heads ??= PublishedHeads[width];
        var forward = weights.ShapeOf("layers.0.fc1.weight") is [var rows, _] ? rows : 4 * width;
        var scales = json is null ? Flag(pickled, "token_dropout") : json["token_dropout"]?.GetValue<bool>();
        return new Esm2Config(layers, (int)width, (int)Math.Clamp(heads.Value, int.MinValue, int.MaxValue), (int)forward, scales ?? true);
    }

    /// <summary>What fair-esm keeps of the configuration: the namespace "cfg.model", or "args" of older files.</summary>
    public static object? Pickled(object? content)
    {
        if (content is not PickleDict root)
            return null;
        if (root.TryGetValue("cfg", out var cfg) && cfg is PickleDict parts && parts.TryGetValue("model", out var model))
            return model;
        return root.TryGetValue("args", out var args) ? args : null;
    }

    private static object? Field(object? pickled, string name) =>
        (pickled as PickleDict ?? (pickled as PickleObject)?.State as PickleDict)?.TryGetValue(name, out var value) == true ? value : null;

    private static long? Number(object? pickled, string name) => Field(pickled, name) is long number ? number : null;

    private static bool? Flag(object? pickled, string name) => Field(pickled, name) is bool flag ? flag : null;

    private static long? Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static void Require<T>(string source, JsonObject json, string name, T value)
    {
        if (json[name] is not { } found || JsonNode.DeepEquals(found, JsonValue.Create(value)))
            return;
        throw new GlmException(
            $"{source}: its configuration has {name} {LineText.Shown(found.ToJsonString())}, and ESM-2 has "
                + $"{LineText.Shown(JsonValue.Create(value)!.ToJsonString())}. Name the files of an ESM-2."
        );
    }

    private static string Without(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    [GeneratedRegex(@"^encoder\.layer\.(\d{1,4})\.(.+)$")]
    private static partial Regex HuggingFaceLayer();

    [GeneratedRegex(@"^layers\.(\d{1,4})\.")]
    private static partial Regex LayerNumber();

    [GeneratedRegex(
        @"^(embed_tokens\.weight|layers\.\d{1,4}\.(self_attn\.[qkv]_proj|self_attn\.out_proj|self_attn_layer_norm|fc[12]|final_layer_norm)"
            + @"\.(weight|bias)|emb_layer_norm_after\.(weight|bias)|lm_head\.(bias|(dense|layer_norm)\.(weight|bias))"
            + @"|contact_head\.regression\.(weight|bias))$"
    )]
    private static partial Regex Known();
}
