using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays;
using Glm.Formats.Text;
using Glm.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// Opens protein language models: ESM-2 as fair-esm keeps it (<c>esm2_t33_650M_UR50D.pt</c>, with
/// <c>…-contact-regression.pt</c> beside it where there is one) or Hugging Face, and encoders of ProtT5, alone or with their decoders.
/// </summary>
public static class ProteinLanguageModelFile
{
    private const string ConfigName = "config.json";
    private const long MostConfigBytes = 1 << 20;
    private const long MostIndexBytes = 64 << 20;

    private static readonly string[] Endings = [".pt", ".pth", ".bin", ".safetensors"];

    /// <summary>In the order in which they are looked for in a folder.</summary>
    private static readonly string[] WeightNames = ["model.safetensors", "pytorch_model.bin"];

    /// <summary>Whether a path looks like a model's: a file of weights, or a folder with a configuration and weights.</summary>
    public static bool IsOne(string path) =>
        Directory.Exists(path)
            ? File.Exists(Path.Combine(path, ConfigName))
                || WeightNames.Any(name => File.Exists(Path.Combine(path, name)) || File.Exists(Path.Combine(path, name + ".index.json")))
            : Endings.Contains(Path.GetExtension(path).ToLowerInvariant())
                && !(WeightFile.IsSafeTensors(path) && File.Exists(path) && EmbeddingFile.HoldsVectors(path));

    /// <summary>Opens a model.</summary>
    /// <param name="path">
    /// A file of weights, whose configuration it holds, or that lies beside it as <c>config.json</c>, or that its tensors tell; or a
    /// folder as Hugging Face keeps it, in one part or several.
    /// </param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    /// <param name="precision">In which numbers; null for float32 on a CPU and bfloat16 elsewhere.</param>
    /// <exception cref="GlmException">The path is missing, or its files are damaged, incomplete or of another model.</exception>
    public static ProteinLanguageModel Open(string path, Device? device = null, ScalarType? precision = null)
    {
        NativeTorch.Ensure();
        device ??= CPU;
        var numbers = precision ?? (device.type == DeviceType.CPU ? ScalarType.Float32 : ScalarType.BFloat16);
        var json = ConfigOf(path);
        var files = new List<WeightFile>();
        try
        {
            foreach (var file in FilesOf(path).Concat(Regression(path)))
                files.Add(WeightFile.Open(file));
            var name = NameOf(path);
            string[] tensors = [.. files.SelectMany(file => file.Tensors).Select(tensor => tensor.Name)];
            if (T5File.IsOne(tensors))
            {
                var weights = new EncoderWeights(path, files, T5File.Canonical);
                return new T5Encoder(name, T5File.ConfigOf(weights, json), weights, device, numbers);
            }
            if (Esm2File.IsOne(tensors))
            {
                var weights = new EncoderWeights(path, files, Esm2File.Canonical);
                return new Esm2Model(name, Esm2File.ConfigOf(weights, json, Esm2File.Pickled(files[0].Root)), weights, device, numbers);
            }
            throw new GlmException(
                $"{path}: neither an ESM-2 nor a ProtT5 encoder: among its {tensors.Length} tensors are not those of their layers. Name "
                    + $"such a model, or a file of vectors (.npz, .npy or .pkl)."
            );
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    /// <summary>The files that hold the tensors.</summary>
    private static IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        foreach (var name in WeightNames)
        {
            var file = Path.Combine(path, name);
            if (File.Exists(file))
                return [file];
            if (File.Exists(file + ".index.json"))
                return Parts(path, file + ".index.json");
        }
        throw new GlmException(
            $"{path}: the folder holds no model: neither {string.Join(" nor ", WeightNames)}, nor an index of their parts. Name the "
                + $"folder of a model, or its file."
        );
    }

    /// <summary>The parts of a model, of which an index says what lies where.</summary>
    private static string[] Parts(string folder, string index)
    {
        var json = Json(index, MostIndexBytes, "the index of a model");
        if (json["weight_map"] is not JsonObject map || map.Count == 0)
            throw new GlmException($"{index}: it has no weight_map of names and files. Download it again.");
        string[] parts = [.. map.Select(entry => entry.Value?.ToString() ?? "").Distinct().Order(StringComparer.Ordinal)];
        foreach (var part in parts)
            if (part.Length == 0 || part != Path.GetFileName(part) || part is "." or "..")
                throw new GlmException($"{index}: it names {LineText.Quoted(part)}, which is no file beside it. Download it again.");
        return [.. parts.Select(part => Path.Combine(folder, part))];
    }

    private static JsonObject? ConfigOf(string path)
    {
        var file = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!, ConfigName);
        // Beside the file of fair-esm there may be anything.
        if (!File.Exists(file) || (!Directory.Exists(path) && Path.GetExtension(path).Equals(".pt", StringComparison.OrdinalIgnoreCase)))
            return null;
        return Json(file, MostConfigBytes, "a configuration");
    }

    private static JsonObject Json(string path, long mostBytes, string content)
    {
        try
        {
            return JsonNode.Parse(TextFile.ReadAll(path, mostBytes, content))?.AsObject() ?? throw new JsonException("it is null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new GlmException(
                $"{path}: this is not a JSON object ({exception.Message.Split('\n')[0]}). Download it again.",
                exception
            );
        }
    }

    /// <summary>The second file of fair-esm, if it is there.</summary>
    private static IEnumerable<string> Regression(string path)
    {
        var beside = Path.ChangeExtension(path, null) + "-contact-regression.pt";
        return !Directory.Exists(path) && File.Exists(beside) ? [beside] : [];
    }

    private static string NameOf(string path) =>
        Directory.Exists(path)
            ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            : Path.GetFileNameWithoutExtension(path);
}
