using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>
/// What made some vectors: vectors of two origins have nothing to do with each other. One folder of a <see cref="VectorCache"/> has one.
/// </summary>
/// <param name="Model">Name of the model, for people.</param>
/// <param name="Weights">Checksum of its weights and shape, hexadecimal.</param>
/// <param name="Layer">Of the vectors.</param>
/// <param name="Pooling">Of residues.</param>
/// <param name="Precision">In which it computed, for example "float32".</param>
/// <param name="Width">Numbers per vector.</param>
public sealed record VectorOrigin(string Model, string Weights, int Layer, Pooling Pooling, string Precision, int Width)
{
    /// <summary>
    /// Whether vectors of another origin are comparable: those of one model, by its weights or its name (it may be kept in half
    /// precision), and of one layer and pooling.
    /// </summary>
    public bool Fits(VectorOrigin other) =>
        (Weights == other.Weights || Model == other.Model) && (Layer, Pooling, Width) == (other.Layer, other.Pooling, other.Width);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{LineText.Shown(Model, 60)}, layer {Layer}, pooling {Pooling}");

    /// <summary>Of the vectors that a model makes by some options.</summary>
    public static VectorOrigin Of(ProteinLanguageModel model, LanguageModelOptions options) =>
        new(
            model.Name,
            model.Checksum,
            options.Layer ?? model.Layers,
            options.Pooling,
            model.Precision.ToString().ToLowerInvariant(),
            model.Width
        );

    /// <summary>Its name among the metadata of a file.</summary>
    internal const string Key = "vectors.origin";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>For a file, or the metadata of one.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>As <see cref="ToJson"/> wrote it; null where that is not to be understood.</summary>
    internal static VectorOrigin? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<VectorOrigin>(json, Json) is { Model: not null, Weights: not null } origin ? origin : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The folder's name: that of the model as far as files can have it, and a checksum of all but it.</summary>
    internal string FolderName
    {
        get
        {
            var name = string.Concat(Model.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-').Take(60));
            var text = string.Create(CultureInfo.InvariantCulture, $"{Weights}|{Layer}|{Pooling}|{Precision}|{Width}");
            return $"{(name.Length > 0 ? name : "model")}-{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)))[..16]}";
        }
    }
}
