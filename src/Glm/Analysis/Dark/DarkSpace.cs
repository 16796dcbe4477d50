using System.Numerics.Tensors;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>Standardised vectors of the compared genes in one space.</summary>
/// <param name="Name">Of the space.</param>
/// <param name="IsBaseline">Whether it needs no gLM.</param>
/// <param name="Width">Numbers per row.</param>
/// <param name="Rows">[items, width] row-major.</param>
internal sealed record DarkSpace(string Name, bool IsBaseline, int Width, float[] Rows)
{
    /// <summary>Takes the rows of items and standardises each column over them.</summary>
    public static DarkSpace Of(string name, bool isBaseline, float[] rows, int width, int[] taken)
    {
        var own = Statistics.Rows.Take(rows, width, taken);
        Standardize(own, width);
        return new DarkSpace(name, isBaseline, width, own);
    }

    /// <summary>The mean of other rows on the same scaffold, up to a number of steps away; zero, the mean of all, where there is
    /// none.</summary>
    /// <param name="proteins">Of the items, standardised; items in the order of scaffolds.</param>
    /// <param name="scaffolds">[items].</param>
    /// <param name="positions">[items], on the scaffold.</param>
    /// <param name="reach">Steps on either side.</param>
    public static DarkSpace MeanOfNeighbours(DarkSpace proteins, int[] scaffolds, int[] positions, int reach)
    {
        var width = proteins.Width;
        var rows = new float[proteins.Rows.Length];
        for (var item = 0; item < scaffolds.Length; item++)
        {
            var row = rows.AsSpan(item * width, width);
            var count = 0;
            foreach (var step in new[] { -1, 1 })
                for (
                    var other = item + step;
                    other >= 0
                        && other < scaffolds.Length
                        && scaffolds[other] == scaffolds[item]
                        && Math.Abs(positions[other] - positions[item]) <= reach;
                    other += step
                )
                {
                    TensorPrimitives.Add(row, proteins.Rows.AsSpan(other * width, width), row);
                    count++;
                }
            if (count > 0)
                TensorPrimitives.Divide(row, count, row);
        }
        Standardize(rows, width);
        return new DarkSpace("neighbours' mean", true, width, rows);
    }

    private static void Standardize(float[] rows, int width)
    {
        var moments = ColumnMoments.Of<float>(rows, width);
        for (var start = 0; start < rows.Length; start += width)
        for (var i = 0; i < width; i++)
            rows[start + i] = (float)((rows[start + i] - moments.Mean[i]) / moments.StandardDeviation[i]);
    }
}
