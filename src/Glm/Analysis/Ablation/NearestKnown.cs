using System.Runtime.InteropServices;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Analysis.Ablation;

/// <summary>The most similar known gene of each asked one.</summary>
internal static class NearestKnown
{
    /// <summary>Genes compared with all known ones at once: 64 MiB of cosines for 16,000 of them.</summary>
    private const int BlockRows = 1024;

    /// <summary>[asked]: numbers of known genes, by cosine of vectors whose numbers are standardised by the known ones.</summary>
    /// <param name="vectors">[N, width].</param>
    /// <param name="width">Numbers per vector.</param>
    /// <param name="known">Rows, at least one.</param>
    /// <param name="asked">Rows.</param>
    /// <param name="cancellation">Polled at every block.</param>
    public static int[] Of(float[] vectors, int width, int[] known, int[] asked, CancellationToken cancellation)
    {
        var moments = ColumnMoments.Of<float>(Rows.Take(vectors, width, known), width);
        var nearest = new int[asked.Length];
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var directions = Directions(known).t(); // [width, known]
        for (var start = 0; start < asked.Length; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var block = NewDisposeScope();
            var rows = asked[start..Math.Min(asked.Length, start + BlockRows)];
            var numbers = MemoryMarshal.Cast<byte, long>(Directions(rows).mm(directions).argmax(1).contiguous().bytes);
            for (var i = 0; i < rows.Length; i++)
                nearest[start + i] = (int)numbers[i];
        }
        return nearest;

        Tensor Directions(int[] rows) =>
            nn.functional.normalize(
                tensor(
                    Array.ConvertAll(moments.Standardize<float>(Rows.Take(vectors, width, rows)), number => (float)number),
                    rows.Length,
                    width
                ),
                dim: 1
            );
    }
}
