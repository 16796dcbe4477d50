namespace Glm.Analysis.Benchmark;

/// <summary>The vectors of one space, raw.</summary>
/// <param name="Space">Which.</param>
/// <param name="Rows">[genes, width] row-major; zeros for genes that no task asks for.</param>
internal sealed record SpaceVectors(BenchmarkSpace Space, float[] Rows)
{
    public int Width => Space.Width;

    public ReadOnlySpan<float> Of(int gene) => Rows.AsSpan(checked(gene * Width), Width);

    /// <summary>[items, width]: the rows of some genes.</summary>
    public float[] Take(int[] genes) => Statistics.Rows.Take(Rows, Width, genes);
}
