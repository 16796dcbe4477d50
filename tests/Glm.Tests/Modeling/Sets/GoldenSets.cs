using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Testing;

namespace Glm.Tests.Modeling.Sets;

/// <summary>The published program's arrays for a tiny protein set transformer with random weights.</summary>
internal static class GoldenSets
{
    public static string Checkpoint => File("pst.ckpt");

    public static string File(params string[] parts) => Path.Combine([Repository.Shared("golden", "pst-tiny"), .. parts]);

    public static NdArray Array(params string[] parts) => NpyFile.Read(File([.. parts.SkipLast(1), parts[^1] + ".npy"]));

    /// <summary>The largest difference of a golden array and numbers in its order.</summary>
    public static double Difference(NdArray expected, IReadOnlyCollection<float> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        return expected.ToDouble().Zip(actual, (x, y) => Math.Abs(x - y)).Max();
    }
}
