namespace Glm.Analysis.Operons;

/// <summary>How alike the vectors of two neighbours are, by the four measures of DGEB's pair classification; the larger, the more alike.
/// Immutable by convention.</summary>
/// <param name="Cosine">[pairs], -1 to 1; NaN for pairs without proteins, as in the others.</param>
/// <param name="Manhattan">[pairs], the negative sum of absolute differences.</param>
/// <param name="Euclidean">[pairs], the negative distance.</param>
/// <param name="Dot">[pairs], the dot product.</param>
public sealed record VectorLikeness(double[] Cosine, double[] Manhattan, double[] Euclidean, double[] Dot)
{
    /// <summary>The measures by name.</summary>
    public IReadOnlyList<(string Name, double[] Scores)> Measures =>
        [("cosine", Cosine), ("-manhattan", Manhattan), ("-euclidean", Euclidean), ("dot", Dot)];

    /// <summary>Compares the vectors of pairs.</summary>
    /// <param name="pairs">By the numbers of their genes.</param>
    /// <param name="vectors">[genes, width] row-major.</param>
    /// <param name="width">At least 1.</param>
    internal static VectorLikeness Of(IReadOnlyList<GenePair> pairs, float[] vectors, int width)
    {
        var likeness = new VectorLikeness(Unknown(), Unknown(), Unknown(), Unknown());
        for (var i = 0; i < pairs.Count; i++)
        {
            if (!pairs[i].HasProteins)
                continue;
            var a = vectors.AsSpan(checked(pairs[i].FirstNumber * width), width);
            var b = vectors.AsSpan(checked(pairs[i].SecondNumber * width), width);
            var (dot, squaresA, squaresB, manhattan, euclidean) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var k = 0; k < width; k++)
            {
                double x = a[k],
                    y = b[k];
                dot += x * y;
                squaresA += x * x;
                squaresB += y * y;
                manhattan += Math.Abs(x - y);
                euclidean += (x - y) * (x - y);
            }
            likeness.Cosine[i] = dot / Math.Max(1e-12, Math.Sqrt(squaresA * squaresB));
            likeness.Manhattan[i] = -manhattan;
            likeness.Euclidean[i] = -Math.Sqrt(euclidean);
            likeness.Dot[i] = dot;
        }
        return likeness;

        double[] Unknown()
        {
            var values = new double[pairs.Count];
            Array.Fill(values, double.NaN);
            return values;
        }
    }
}
