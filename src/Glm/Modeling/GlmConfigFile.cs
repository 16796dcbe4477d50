using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>
/// <c>config.json</c> with the published configuration's names, so that Python and this program read each other's files.
/// </summary>
public static class GlmConfigFile
{
    /// <summary>A configuration has a few thousand characters; a larger file is something else.</summary>
    private const int LargestFile = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Reads a configuration. Keys that do not affect the arithmetic are ignored; missing ones take the published value.
    /// </summary>
    /// <exception cref="GlmException">The file is not a JSON object, a value has the wrong type or range, or the file asks for
    /// other arithmetic.</exception>
    public static GlmConfig Read(string path)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(ReadText(path), documentOptions: Strict)?.AsObject() ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GlmException(
                $"{path}: the configuration cannot be read ({exception.Message}). Give the path of a config.json.",
                exception
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new GlmException(
                $"{path}: this is not a JSON object ({exception.Message.Split('\n')[0]}). Give the path of a config.json.",
                exception
            );
        }

        Require("hidden_act", "gelu");
        Require("position_embedding_type", "relative_key_query");
        Require("predict_probs", true);
        Require("tie_word_embeddings", false);
        var paper = GlmConfig.Paper;
        var config = new GlmConfig
        {
            ProteinWidth = Number("emb_dim", paper.FeatureWidth) - 1,
            HiddenSize = Number("hidden_size", paper.HiddenSize),
            Heads = Number("num_attention_heads", paper.Heads),
            Layers = Number("num_hidden_layers", paper.Layers),
            FeedForwardSize = Number("intermediate_size", paper.FeedForwardSize),
            LabelWidth = Number("num_pc", paper.LabelWidth),
            Predictions = Number("num_pred", paper.Predictions),
            MaxPositions = Number("max_position_embeddings", paper.MaxPositions),
            MaxGenes = Number("max_genes", paper.MaxGenes),
            HiddenDropout = Number("hidden_dropout_prob", paper.HiddenDropout),
            AttentionDropout = Number("attention_probs_dropout_prob", paper.AttentionDropout),
            LayerNormEpsilon = Number("layer_norm_eps", paper.LayerNormEpsilon),
            InitializerRange = Number("initializer_range", paper.InitializerRange),
            Initialization = Word("glm_initialization", paper.Initialization),
        };
        config = config with { MaxGenes = Math.Min(config.MaxGenes, Math.Max(1, config.MaxPositions)) };
        try
        {
            config.Validate();
        }
        catch (GlmException exception)
        {
            throw new GlmException($"{path}: {exception.Message}", exception);
        }
        return config;

        T Number<T>(string key, T otherwise)
            where T : struct
        {
            if (json[key] is not { } node)
                return otherwise;
            try
            {
                return node.GetValue<T>();
            }
            catch (Exception exception) when (exception is FormatException or InvalidOperationException or OverflowException)
            {
                throw new GlmException(
                    $"{path}: {key} is {node.ToJsonString()}; it must be {(typeof(T) == typeof(int) ? "a whole number" : "a number")}.",
                    exception
                );
            }
        }

        T Word<T>(string key, T otherwise)
            where T : struct, Enum
        {
            if (json[key] is not { } node)
                return otherwise;
            if (
                node.GetValueKind() == JsonValueKind.String
                && Enum.GetNames<T>().FirstOrDefault(name => name.ToLowerInvariant() == node.GetValue<string>()) is { } known
            )
                return Enum.Parse<T>(known);
            throw new GlmException(
                $"{path}: {key} is {LineText.Shown(node.ToJsonString())}; it must be one of "
                    + $"{string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}."
            );
        }

        void Require<T>(string key, T value)
        {
            if (json[key] is { } node && node.ToJsonString() != JsonSerializer.Serialize(value))
                throw new GlmException(
                    $"{path}: {key} is {node.ToJsonString()}; this program computes {JsonSerializer.Serialize(value)} only."
                );
        }
    }

    /// <summary>The text of a configuration.</summary>
    /// <exception cref="JsonException">The file is too large for one.</exception>
    /// <exception cref="GlmException">It is a pipe or a device.</exception>
    internal static string ReadText(string path)
    {
        StoredFile.RequireRegular(path);
        using var reader = new StreamReader(path);
        var text = new StringBuilder();
        var block = new char[4096];
        for (int read; (read = reader.Read(block)) > 0; text.Append(block, 0, read))
            if (text.Length > LargestFile)
                throw new JsonException($"it has more than {LargestFile} characters");
        return text.ToString();
    }

    /// <summary>The configuration as JSON text.</summary>
    public static string Write(GlmConfig config) => Json(config).ToJsonString(Indented) + "\n";

    /// <summary>The configuration of a checkpoint as JSON text.</summary>
    internal static string Write(GlmConfig config, CheckpointIdentity identity) =>
        identity.WriteTo(Json(config)).ToJsonString(Indented) + "\n";

    private static JsonObject Json(GlmConfig config)
    {
        var json = new JsonObject
        {
            ["model_type"] = "glm",
            ["emb_dim"] = config.FeatureWidth,
            ["hidden_size"] = config.HiddenSize,
            ["num_attention_heads"] = config.Heads,
            ["num_hidden_layers"] = config.Layers,
            ["intermediate_size"] = config.FeedForwardSize,
            ["hidden_act"] = "gelu",
            ["hidden_dropout_prob"] = config.HiddenDropout,
            ["attention_probs_dropout_prob"] = config.AttentionDropout,
            ["position_embedding_type"] = "relative_key_query",
            ["max_position_embeddings"] = config.MaxPositions,
            ["max_genes"] = config.MaxGenes,
            ["layer_norm_eps"] = config.LayerNormEpsilon,
            ["initializer_range"] = config.InitializerRange,
            ["num_pc"] = config.LabelWidth,
            ["num_pred"] = config.Predictions,
            ["predict_probs"] = true,
            ["tie_word_embeddings"] = false,
        };
        if (config.Initialization != GlmInitialization.Published) // which other programs' files do not mention
            json["glm_initialization"] = config.Initialization.ToString().ToLowerInvariant();
        return json;
    }
}
