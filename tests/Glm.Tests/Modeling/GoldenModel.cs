using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Modeling;
using Glm.Testing;

namespace Glm.Tests.Modeling;

/// <summary>The reference implementation's tensors for a tiny model with random weights.</summary>
internal static class GoldenModel
{
    public static string Folder => Repository.Shared("golden", "glm-tiny");

    public static GlmModel Load() =>
        GlmModel.Load(Path.Combine(Folder, "glm.bin"), GlmConfigFile.Read(Path.Combine(Folder, "config.json")));

    public static NdArray Array(params string[] parts) => NpyFile.Read(Path.Combine([Folder, .. parts.SkipLast(1), parts[^1] + ".npy"]));

    /// <summary>The largest difference of two arrays of one shape.</summary>
    public static double Difference(NdArray expected, NdArray actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        var (a, b) = (expected.ToDouble(), actual.ToDouble());
        return a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty(0).Max();
    }
}
