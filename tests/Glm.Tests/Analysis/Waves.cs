namespace Glm.Tests.Analysis;

/// <summary>
/// Full-rank numbers by a formula that any language repeats: the expected values in tests were computed on them by scikit-learn 1.2.1.
/// </summary>
internal static class Waves
{
    /// <summary>[count, width] row-major.</summary>
    public static double[] Rows(int count, int width)
    {
        var rows = new double[count * width];
        for (var i = 0; i < count; i++)
        for (var j = 0; j < width; j++)
            rows[(i * width) + j] = (Math.Sin(((1.3 * i) + 1) * ((1.1 * j) + 0.9)) * (j + 1)) + (0.1 * j);
        return rows;
    }

    public static void ShouldBe(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]}, got {actual[i]}");
    }
}
