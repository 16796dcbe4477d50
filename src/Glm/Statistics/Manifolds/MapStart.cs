using Glm.Runtime;

namespace Glm.Statistics.Manifolds;

/// <summary>Where the points of a map begin: [N, 2] row-major.</summary>
internal static class MapStart
{
    // Principal components are computed by several threads, whose number changes their last digits; a map would make another map of them.
    private const double Grid = 1e-4;

    /// <summary>Vectors that are improved together; the two that are wanted converge as fast as the gap to the ones beyond.</summary>
    private const int Block = 6;

    private const int Rounds = 30;
    private const int Degree = 40;
    private const double Converged = 1e-4;
    private const int FewestPoints = 3 * Block;

    /// <summary>The first two principal components, rounded to a ten-thousandth of their spread, which becomes 1.</summary>
    public static double[] Principal(float[] rows, int count, int width, CancellationToken cancellation)
    {
        var axes = Math.Min(2, Math.Min(count, width));
        var coordinates = PrincipalComponents.Fit(rows, count, width, axes, cancellation: cancellation).Project(rows, count, cancellation);
        var start = new double[2 * count];
        var spread = 0.0;
        for (var i = 0; i < count; i++)
            spread += coordinates[i * axes] * coordinates[i * axes] / count;
        spread = Math.Sqrt(spread);
        for (var i = 0; i < coordinates.Length; i++)
            start[(i / axes * 2) + (i % axes)] = Math.Round(coordinates[i] / spread / Grid) * Grid;
        return start;
    }

    /// <summary>
    /// The second and third eigenvector of the graph's normalised adjacency, which are the smoothest functions on it (Belkin and Niyogi
    /// 2003), by subspace iteration with Chebyshev polynomials.
    /// </summary>
    /// <returns>Null where the graph is in pieces, or has too few points to tell.</returns>
    public static double[]? Spectral(SparseGraph graph, int seed, CancellationToken cancellation)
    {
        var count = graph.Count;
        if (count < FewestPoints || !graph.IsConnected())
            return null;
        var scale = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
                scale[i] += graph.Weights[e];
            scale[i] = Math.Sqrt(scale[i]);
        }
        var top = scale.ToArray();
        Normalize(top);
        var random = new SeededRandom(seed, 1);
        var basis = new double[Block][];
        for (var b = 0; b < Block; b++)
            basis[b] = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        Orthonormalize(basis, top);
        var values = new double[Block];
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var images = Array.ConvertAll(basis, vector => Times(graph, scale, vector));
            var products = new double[Block, Block];
            for (var a = 0; a < Block; a++)
            for (var b = 0; b < Block; b++)
                products[a, b] = Dot(basis[a], images[b]);
            var (found, turns) = SmallEigen.Of(products);
            (basis, images) = (Turn(basis, turns), Turn(images, turns));
            values = found;
            var residual = Math.Max(Residual(basis[0], images[0], values[0]), Residual(basis[1], images[1], values[1]));
            if (residual < Converged * Math.Max(1e-3, 1 - values[1]))
                break;
            // The polynomial stays within -1 to 1 up to the smallest value that was found, and grows fast beyond it.
            var bound = Math.Min(values[Block - 1], 0.999);
            for (var b = 0; b < Block; b++)
                basis[b] = Filter(graph, scale, basis[b], bound);
            Orthonormalize(basis, top);
        }
        var start = new double[2 * count];
        for (var i = 0; i < count; i++)
            (start[2 * i], start[(2 * i) + 1]) = (basis[0][i] / scale[i], basis[1][i] / scale[i]);
        return start;
    }

    /// <summary>A Chebyshev polynomial of the adjacency, stretched so that -1 to bound becomes -1 to 1, times a vector.</summary>
    private static double[] Filter(SparseGraph graph, double[] scale, double[] vector, double bound)
    {
        var (middle, half) = ((bound - 1) / 2, (bound + 1) / 2);
        var before = vector;
        var last = Stretched(vector);
        for (var degree = 2; degree <= Degree; degree++)
        {
            var next = Stretched(last);
            for (var i = 0; i < next.Length; i++)
                next[i] = (2 * next[i]) - before[i];
            (before, last) = (last, next);
        }
        return last;

        double[] Stretched(double[] of)
        {
            var image = Times(graph, scale, of);
            for (var i = 0; i < image.Length; i++)
                image[i] = (image[i] - (middle * of[i])) / half;
            return image;
        }
    }

    /// <summary>The adjacency, divided by the roots of both points' degrees, times a vector.</summary>
    private static double[] Times(SparseGraph graph, double[] scale, double[] vector)
    {
        var image = new double[vector.Length];
        Parallel.For(0, (image.Length + 2047) / 2048, block =>
        {
            for (var i = block * 2048; i < Math.Min(image.Length, (block + 1) * 2048); i++)
            {
                var sum = 0.0;
                for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
                    sum += graph.Weights[e] * vector[graph.Columns[e]] / scale[graph.Columns[e]];
                image[i] = sum / scale[i];
            }
        });
        return image;
    }

    private static double[][] Turn(double[][] vectors, double[,] turns)
    {
        var turned = new double[Block][];
        for (var b = 0; b < Block; b++)
        {
            turned[b] = new double[vectors[0].Length];
            for (var a = 0; a < Block; a++)
            for (var i = 0; i < turned[b].Length; i++)
                turned[b][i] += turns[a, b] * vectors[a][i];
        }
        return turned;
    }

    /// <summary>Gram and Schmidt, twice, since once leaves rounding errors of nearly parallel vectors.</summary>
    private static void Orthonormalize(double[][] vectors, double[] top)
    {
        for (var b = 0; b < vectors.Length; b++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                Remove(vectors[b], top);
                for (var a = 0; a < b; a++)
                    Remove(vectors[b], vectors[a]);
                Normalize(vectors[b]);
            }
        }
    }

    private static void Remove(double[] vector, double[] direction)
    {
        var share = Dot(vector, direction);
        for (var i = 0; i < vector.Length; i++)
            vector[i] -= share * direction[i];
    }

    private static void Normalize(double[] vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        for (var i = 0; i < vector.Length; i++)
            vector[i] /= length;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double Residual(double[] vector, double[] image, double value)
    {
        var sum = 0.0;
        for (var i = 0; i < vector.Length; i++)
            sum += (image[i] - (value * vector[i])) * (image[i] - (value * vector[i]));
        return Math.Sqrt(sum);
    }
}
