using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Glm.Proteins.LanguageModels;

/// <summary>What vectors have in common that one folder of a <see cref="VectorCache"/> keeps.</summary>
/// <param name="Model">Name of the model, for people.</param>
/// <param name="Weights">Checksum of its weights and shape, hexadecimal.</param>
/// <param name="Layer">Of the vectors.</param>
/// <param name="Pooling">Of residues.</param>
/// <param name="Precision">In which it computed, for example "float32".</param>
/// <param name="Width">Numbers per vector.</param>
public sealed record VectorCacheKey(string Model, string Weights, int Layer, Pooling Pooling, string Precision, int Width)
{
    /// <summary>Of the vectors that a model makes by some options.</summary>
    public static VectorCacheKey Of(ProteinLanguageModel model, LanguageModelOptions options) =>
        new(
            model.Name,
            model.Checksum,
            options.Layer ?? model.Layers,
            options.Pooling,
            model.Precision.ToString().ToLowerInvariant(),
            model.Width
        );

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
