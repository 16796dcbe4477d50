using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Glm.Analysis.Functions;

/// <summary>Labels of the most similar known genes, by cosine of standardised protein vectors: what a table says without
/// learning.</summary>
internal static class FunctionTransfer
{
    /// <summary>Rows compared with all known ones at once: 64 MiB of cosines for 16,000 of them.</summary>
    private const int BlockRows = 1024;

    /// <summary>Scores of tested genes.</summary>
    /// <param name="known">[T, width] standardised.</param>
    /// <param name="tested">[M, width] standardised likewise.</param>
    /// <param name="width">Numbers per vector.</param>
    /// <param name="labels">[T, C] of the known genes.</param>
    /// <param name="classes">C.</param>
    /// <param name="neighbours">How many genes are asked.</param>
    /// <param name="cancellation">Polled at every block.</param>
    /// <returns>[M, C] each: of the nearest gene, its cosine, and 0 for labels that it has not (a cosine below 0 counts 0); and of
    /// several, the share of their cosines that is of genes with the label.</returns>
    public static (double[] Nearest, double[] Several) Predict(
        float[] known,
        float[] tested,
        int width,
        bool[] labels,
        int classes,
        int neighbours,
        CancellationToken cancellation
    )
    {
        var (knownCount, count) = (known.Length / width, tested.Length / width);
        var (nearest, several) = (new double[count * classes], new double[count * classes]);
        if (knownCount == 0)
            return (nearest, several);
        var asked = Math.Min(neighbours, knownCount);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var directions = nn.functional.normalize(tensor(known, [knownCount, width]), dim: 1).t(); // [D, T]
        for (var start = 0; start < count; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var block = NewDisposeScope();
            var rows = Math.Min(BlockRows, count - start);
            var own = nn.functional.normalize(tensor(tested[(start * width)..((start + rows) * width)], [rows, width]), dim: 1);
            var (values, indices) = own.mm(directions).topk(asked);
            var cosines = MemoryMarshal.Cast<byte, float>(values.contiguous().bytes);
            var places = MemoryMarshal.Cast<byte, long>(indices.contiguous().bytes);
            for (var i = 0; i < rows; i++)
            {
                var total = 0.0;
                for (var n = 0; n < asked; n++)
                {
                    var similarity = Math.Clamp((double)cosines[(i * asked) + n], 0, 1);
                    total += similarity;
                    for (var k = 0; k < classes; k++)
                    {
                        if (!labels[(places[(i * asked) + n] * classes) + k])
                            continue;
                        var at = ((start + i) * classes) + k;
                        several[at] += similarity;
                        if (n == 0)
                            nearest[at] = similarity;
                    }
                }
                for (var k = 0; k < classes && total > 0; k++)
                    several[((start + i) * classes) + k] = Math.Min(1, several[((start + i) * classes) + k] / total);
            }
        }
        return (nearest, several);
    }
}
