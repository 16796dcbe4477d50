namespace Glm.Statistics.Manifolds;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix of a few rows, by Jacobi's rotations.</summary>
internal static class SmallEigen
{
    private const int Sweeps = 60;

    /// <summary>The values, the largest first, and the vectors in the columns of the second matrix.</summary>
    public static (double[] Values, double[,] Vectors) Of(double[,] symmetric)
    {
        var n = symmetric.GetLength(0);
        var (matrix, vectors) = ((double[,])symmetric.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++)
            vectors[i, i] = 1;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var off = 0.0;
            for (var p = 0; p < n; p++)
            for (var q = p + 1; q < n; q++)
            {
                off += Math.Abs(matrix[p, q]);
                Rotate(matrix, vectors, p, q);
            }
            if (off < 1e-300)
                break;
        }
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => matrix[i, i])];
        var (values, sorted) = (new double[n], new double[n, n]);
        for (var b = 0; b < n; b++)
        {
            values[b] = matrix[order[b], order[b]];
            for (var a = 0; a < n; a++)
                sorted[a, b] = vectors[a, order[b]];
        }
        return (values, sorted);
    }

    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
            return;
        var theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        for (var i = 0; i < matrix.GetLength(0); i++)
            (matrix[i, p], matrix[i, q]) = (
                (cosine * matrix[i, p]) - (sine * matrix[i, q]),
                (sine * matrix[i, p]) + (cosine * matrix[i, q])
            );
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            (matrix[p, i], matrix[q, i]) = (
                (cosine * matrix[p, i]) - (sine * matrix[q, i]),
                (sine * matrix[p, i]) + (cosine * matrix[q, i])
            );
            (vectors[i, p], vectors[i, q]) = (
                (cosine * vectors[i, p]) - (sine * vectors[i, q]),
                (sine * vectors[i, p]) + (cosine * vectors[i, q])
            );
        }
    }
}
