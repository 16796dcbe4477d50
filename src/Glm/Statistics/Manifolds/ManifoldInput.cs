using Glm.Runtime;

namespace Glm.Statistics.Manifolds;

/// <summary>What points must be like for their neighbourhoods to have a meaning.</summary>
internal static class ManifoldInput
{
    /// <exception cref="GlmException">A number is not finite, all points are equal, or a point has no direction.</exception>
    public static void Check(float[] rows, int count, int width, VectorMetric metric)
    {
        Rows.Check(rows, count, width);
        for (var i = 0; i < rows.Length; i++)
            if (!float.IsFinite(rows[i]))
                throw new GlmException(
                    $"Point {i / width + 1} of {count} has {rows[i]} at position {i % width}; the numbers of a map must be finite. "
                        + $"Make the vectors again, or leave the point out."
                );
        var first = rows.AsSpan(0, width);
        var differs = false;
        for (var i = 1; i < count && !differs; i++)
            differs = !rows.AsSpan(i * width, width).SequenceEqual(first);
        if (!differs)
            throw new GlmException(
                $"All {count} points are equal, and a map by neighbourhoods needs points that differ. Map other points, or use "
                    + $"{Setting.Of("Method", "pca")}, which puts them into one place."
            );
        if (metric != VectorMetric.Cosine)
            return;
        for (var i = 0; i < count; i++)
            if (rows.AsSpan(i * width, width).IndexOfAnyExcept(0f) < 0)
                throw new GlmException(
                    $"Point {i + 1} of {count} is a vector of zeros, which has no direction to compare. Use "
                        + $"{Setting.Of(nameof(UmapOptions.Metric), "euclidean")}, or leave the point out."
                );
    }
}
