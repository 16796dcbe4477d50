using System.Numerics.Tensors;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>
/// The arithmetic of family codes: every protein begins with a random unit vector of its own, and in each round moves towards the weighted
/// mean of its homologs, so that the members of a family come to stand together. Closed form: nothing is trained.
/// </summary>
/// <remarks>
/// Bit-identical on every platform and for any number of threads: a row depends on the rows of the round before only, its sums run in the
/// order of the graph, and nothing but additions, multiplications, divisions and square roots is used. Products and sums are rounded one
/// by one, as <see cref="TensorPrimitives"/> does in <c>MultiplyAdd</c>: fused ones would differ between processors.
/// </remarks>
internal static class FamilyCodes
{
    /// <summary>Proteins per unit of parallel work and of progress.</summary>
    private const int Block = 1024;

    /// <summary>The random unit vector of a sequence, [destination.Length]; it depends on the sequence only.</summary>
    public static void Random(UInt128 sequenceHash, Span<float> destination)
    {
        var random = new SeededRandom((long)(ulong)sequenceHash, (long)(ulong)(sequenceHash >> 64));
        for (var i = 0; i < destination.Length; i++)
        {
            // The sum of four 16-bit numbers is nearly normal, and exact everywhere, which logarithms and cosines are not.
            var bits = random.NextBits();
            var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
            destination[i] = sum - (2 * 65535);
        }
        Normalize(destination);
    }

    /// <summary>The codes of the proteins of a graph, [proteins, width] row-major, unit vectors.</summary>
    /// <param name="graph">Within one collection.</param>
    /// <param name="hashes">Of each protein's sequence.</param>
    /// <param name="options">Width, rounds and weights.</param>
    /// <param name="progress">Proteins of all rounds.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    public static float[] Compute(
        HomologyGraph graph,
        IReadOnlyList<UInt128> hashes,
        FamilyOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (count, width) = (graph.QueryCount, options.Width);
        if ((long)count * width > Array.MaxLength)
            throw new GlmException(
                $"{count} proteins make more family codes of {width} numbers than one array holds; at most {Array.MaxLength / width} "
                    + $"proteins can be a family space. Use fewer genomes."
            );
        var (codes, next) = (new float[count * width], new float[count * width]);
        ForBlocks(0, row => Random(hashes[row], codes.AsSpan(row * width, width)));
        for (var round = 1; round <= options.Rounds; round++)
        {
            var before = codes;
            var after = next;
            ForBlocks(round, row =>
            {
                var own = before.AsSpan(row * width, width);
                var code = after.AsSpan(row * width, width);
                if (!Mean(graph.TargetsOf(row), graph.BitScoresOf(row), graph.CoveragesOf(row), 0, before, options, code))
                {
                    own.CopyTo(code);
                    return;
                }
                TensorPrimitives.Multiply(code, 1 - (float)options.Keep, code);
                TensorPrimitives.MultiplyAdd(own, (float)options.Keep, code, code);
                Normalize(code);
            });
            (codes, next) = (next, codes);
        }
        return codes;

        void ForBlocks(int round, Action<int> compute)
        {
            long done = 0;
            Parallel.For(0, (count + Block - 1) / Block, new ParallelOptions { CancellationToken = cancellation }, block =>
            {
                var end = Math.Min(count, (block + 1) * Block);
                for (var row = block * Block; row < end; row++)
                    compute(row);
                var finished = Interlocked.Add(ref done, end - (block * Block));
                progress?.Report(
                    new ProgressReport("family codes", ((long)round * count) + finished, (options.Rounds + 1L) * count, "vectors")
                );
            });
        }
    }

    /// <summary>The weighted mean of homologs' codes; false where there is none.</summary>
    /// <param name="targets">Rows of <paramref name="codes"/>.</param>
    /// <param name="bitScores">Of each.</param>
    /// <param name="coverages">Of each.</param>
    /// <param name="minCoverage">Homologs below it do not count.</param>
    /// <param name="codes">[targets, width].</param>
    /// <param name="options">How scores become weights.</param>
    /// <param name="mean">[width].</param>
    public static bool Mean(
        ReadOnlySpan<int> targets,
        ReadOnlySpan<float> bitScores,
        ReadOnlySpan<Half> coverages,
        double minCoverage,
        ReadOnlySpan<float> codes,
        FamilyOptions options,
        Span<float> mean
    )
    {
        mean.Clear();
        var sum = 0f;
        for (var i = 0; i < targets.Length; i++)
        {
            if ((double)coverages[i] < minCoverage)
                continue;
            var weight = Math.Min(1, bitScores[i] / (float)options.FullWeightBits);
            sum += weight;
            TensorPrimitives.MultiplyAdd(codes.Slice(targets[i] * mean.Length, mean.Length), weight, mean, mean);
        }
        if (sum == 0)
            return false;
        TensorPrimitives.Divide(mean, sum, mean);
        return true;
    }

    /// <summary>Scales to length 1; a vector of zeros stays one.</summary>
    public static void Normalize(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
            sum += (double)value * value;
        if (sum == 0)
            return;
        TensorPrimitives.Divide(vector, (float)Math.Sqrt(sum), vector);
    }
}
