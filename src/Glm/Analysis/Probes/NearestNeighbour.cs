using System.Runtime.InteropServices;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Analysis.Probes;

/// <summary>The labels of the most similar known gene, by cosine: what a table of proteins says without learning.</summary>
internal static class NearestNeighbour
{
    /// <summary>Rows compared with all trained ones at once: 64 MiB of cosines for 16,000 of them.</summary>
    private const int BlockRows = 1024;

    /// <summary>Similarities of genes to the closest trained gene of each class, and the closest of all.</summary>
    /// <param name="vectors">[N, D].</param>
    /// <param name="width">D.</param>
    /// <param name="train">Rows that are known.</param>
    /// <param name="test">Rows to predict.</param>
    /// <param name="labels">[N, C].</param>
    /// <param name="classCount">C.</param>
    /// <param name="cancellation">Polled at every block.</param>
    /// <returns>[tests, C] cosines, -1 for a class that no trained gene has; and the closest row of each test.</returns>
    public static (double[] Scores, int[] Closest) Predict(
        float[] vectors,
        int width,
        int[] train,
        int[] test,
        bool[] labels,
        int classCount,
        CancellationToken cancellation
    )
    {
        var scores = new double[test.Length * classCount];
        Array.Fill(scores, -1);
        var closest = new int[test.Length];
        int[][] classesOf = [.. train.Select(row => Enumerable.Range(0, classCount).Where(k => labels[(row * classCount) + k]).ToArray())];
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var known = Directions(train).t(); // [D, T]
        for (var start = 0; start < test.Length; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var block = NewDisposeScope();
            var rows = test[start..Math.Min(test.Length, start + BlockRows)];
            using var products = Directions(rows).mm(known).contiguous(); // [B, T]
            var cosines = MemoryMarshal.Cast<byte, float>(products.bytes);
            for (var i = 0; i < rows.Length; i++)
            {
                var best = 0;
                for (var j = 0; j < train.Length; j++)
                {
                    var cosine = cosines[(i * train.Length) + j];
                    if (cosine > cosines[(i * train.Length) + best])
                        best = j;
                    foreach (var k in classesOf[j])
                        if (cosine > scores[((start + i) * classCount) + k])
                            scores[((start + i) * classCount) + k] = cosine;
                }
                closest[start + i] = train[best];
            }
        }
        return (scores, closest);

        Tensor Directions(int[] rows) => nn.functional.normalize(tensor(Rows.Take(vectors, width, rows), rows.Length, width), dim: 1);
    }
}
