using System.Runtime.InteropServices;
using Glm.Formats;
using Glm.Formats.SafeTensors;
using Glm.Runtime;

namespace Glm.Features;

/// <summary>A feature transform as <c>features.safetensors</c>: float64 arrays mean, std, and for the labels pca.mean, pca.components, pca.explained_variance.</summary>
public static class FeatureTransformFile
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "features.safetensors";

    private const string WhitenKey = "pca.whiten";

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, FeatureTransform transform)
    {
        var (d, k) = (transform.ProteinWidth, transform.Labels.Count);
        SafeTensorsWriter.Write(
            path,
            [
                Source("mean", transform.Normalizer.Mean, d),
                Source("std", transform.Normalizer.StandardDeviation, d),
                Source("pca.mean", transform.Labels.Mean, d),
                Source("pca.components", transform.Labels.Components, k, d),
                Source("pca.explained_variance", transform.Labels.ExplainedVariance, k),
            ],
            new Dictionary<string, string> { [WhitenKey] = transform.Labels.Whiten ? "true" : "false" });

        static SafeTensorSource Source(string name, double[] values, params long[] shape) =>
            new(name, ElementType.Float64, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));
    }

    /// <exception cref="GlmException">The file is missing or damaged, or an array in it is.</exception>
    public static FeatureTransform Read(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        var whiten = file.Metadata.TryGetValue(WhitenKey, out var text) && text == "true";
        return new FeatureTransform(
            new Normalizer(Array("mean"), Array("std")),
            new LabelPca(Array("pca.components"), Array("pca.mean"), Array("pca.explained_variance"), whiten));

        double[] Array(string name) => file.Find(name) is { Type: ElementType.Float64 }
            ? file.Read(name).ToDouble()
            : throw new GlmException($"{path}: no float64 array '{name}', so this is no feature transform. Save the model again.");
    }
}
