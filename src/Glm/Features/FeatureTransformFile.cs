using System.Runtime.InteropServices;
using Glm.Arrays;
using Glm.Arrays.Pickle;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Features;

/// <summary>
/// How protein vectors become a model's features and labels, as <c>features.safetensors</c> beside the model: float64 arrays mean and std
/// of the normaliser; pca.mean, pca.components and pca.explained_variance of the labels. Either group may be absent.
/// </summary>
public static class FeatureTransformFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "features.safetensors";

    private const string WhitenKey = "pca.whiten";

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, Normalizer? normalizer, LabelPca? labels) => Write(path, normalizer, labels, []);

    /// <summary>As above, with further strings for the file's metadata.</summary>
    internal static void Write(string path, Normalizer? normalizer, LabelPca? labels, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var tensors = new List<SafeTensorSource>();
        if (normalizer is not null)
        {
            Add("mean", normalizer.Mean, normalizer.Width);
            Add("std", normalizer.StandardDeviation, normalizer.Width);
        }
        if (labels is not null)
        {
            Add("pca.mean", labels.Mean, labels.Width);
            Add("pca.components", labels.Components, labels.Count, labels.Width);
            Add("pca.explained_variance", labels.ExplainedVariance, labels.Count);
        }
        SafeTensorsWriter.Write(
            path,
            tensors,
            new Dictionary<string, string>(metadata) { [WhitenKey] = labels?.Whiten == true ? "true" : "false" }
        );

        void Add(string name, double[] values, params long[] shape) =>
            tensors.Add(
                new SafeTensorSource(name, ElementType.Float64, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())))
            );
    }

    /// <exception cref="GlmException">The file is missing or damaged, or an array in it is.</exception>
    public static (Normalizer? Normalizer, LabelPca? Labels) Read(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        var whiten = file.Metadata.TryGetValue(WhitenKey, out var text) && text == "true";
        try
        {
            return (
                file.Find("mean") is null ? null : new Normalizer(Array("mean", 1), Array("std", 1)),
                file.Find("pca.components") is null
                    ? null
                    : new LabelPca(Array("pca.components", 2), Array("pca.mean", 1), Array("pca.explained_variance", 1), whiten)
            );
        }
        catch (GlmException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new GlmException($"{path}: {exception.Message}", exception);
        }

        double[] Array(string name, int rank) =>
            file.Find(name) is { Type: ElementType.Float64 } found
            && found.Shape.Count == rank
            && (rank == 1 || found.Shape[1] == file.Find("pca.mean")?.Shape[0])
                ? file.Read(name).ToDouble()
                : throw new GlmException(
                    $"{path}: no float64 array '{name}' of the right shape, so this is not a feature transform. Save the model again."
                );
    }

    /// <summary>The strings that the file carries beside its arrays.</summary>
    internal static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return file.Metadata;
    }

    /// <summary>
    /// The normaliser in a <c>features.safetensors</c>, or in the pickle that the published model comes with (<c>norm.pkl</c>).
    /// </summary>
    /// <exception cref="GlmException">The file is missing or damaged, or holds none.</exception>
    public static Normalizer ReadNormalizer(string path)
    {
        if (IsSafeTensors(path))
            return Read(path).Normalizer ?? throw new GlmException($"{path}: it holds no normaliser (mean, std).");
        var (mean, deviation) = SklearnPickles.ReadNormalizer(path);
        return new Normalizer(mean, deviation);
    }

    /// <summary>
    /// The label PCA in a <c>features.safetensors</c>, or in the pickle that the published model comes with (<c>pca.pkl</c>).
    /// </summary>
    /// <exception cref="GlmException">The file is missing or damaged, or holds none.</exception>
    public static LabelPca ReadLabelPca(string path)
    {
        if (IsSafeTensors(path))
            return Read(path).Labels ?? throw new GlmException($"{path}: it holds no label PCA (pca.components).");
        var pca = SklearnPickles.ReadPca(path);
        return new LabelPca(pca.Components, pca.Mean, pca.ExplainedVariance, pca.Whiten);
    }

    private static bool IsSafeTensors(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);
}
