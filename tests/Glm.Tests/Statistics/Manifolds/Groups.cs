using Glm.Runtime;

namespace Glm.Tests.Statistics.Manifolds;

/// <summary>Points around a few centres.</summary>
internal static class Groups
{
    /// <summary>
    /// [count, width]: point i belongs to group i % groups. Centres lie in the unit cube, and points at most a tenth from them per axis.
    /// </summary>
    public static float[] Rows(int count, int width, int groups = 4, int seed = 1)
    {
        var random = new SeededRandom(seed);
        var centres = new double[groups * width];
        for (var i = 0; i < centres.Length; i++)
            centres[i] = random.NextDouble();
        var rows = new float[count * width];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = (float)(centres[(i / width % groups * width) + (i % width)] + (0.2 * (random.NextDouble() - 0.5)));
        return rows;
    }

    /// <summary>The share of points whose nearest point on a map is of their own group.</summary>
    public static double KeptApart(double[] map, int groups = 4)
    {
        var count = map.Length / 2;
        var right = 0;
        for (var i = 0; i < count; i++)
        {
            var nearest = Enumerable.Range(0, count).Where(j => j != i).MinBy(j => Squared(map, i, j));
            right += nearest % groups == i % groups ? 1 : 0;
        }
        return (double)right / count;
    }

    private static double Squared(double[] map, int i, int j) =>
        Math.Pow(map[2 * i] - map[2 * j], 2) + Math.Pow(map[(2 * i) + 1] - map[(2 * j) + 1], 2);
}
