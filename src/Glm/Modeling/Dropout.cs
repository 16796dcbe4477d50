using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// Dropout for training. On a CPU, libtorch draws one number after the other on one thread while the others wait; here eight
/// generators (xoshiro128++, in the public domain, by Blackman and Vigna) run side by side in a vector.
/// </summary>
internal static class Dropout
{
    /// <summary>
    /// Zeroes each number with a probability and scales the rest so that the mean stays. Belongs to the caller's dispose scope.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">0 to below 1. The state of torch's global generator, which advances, decides which numbers.</param>
    /// <param name="blocks">
    /// The numbers of the equal blocks that <paramref name="x"/> has: what a block loses then depends on its number, and not on what else
    /// is computed with it. Empty for one block.
    /// </param>
    public static Tensor Apply(Tensor x, double probability, ReadOnlySpan<long> blocks = default)
    {
        if (probability == 0 || x.numel() == 0)
            return x;
        if (x.device_type != TorchSharp.DeviceType.CPU || x.dtype != ScalarType.Float32 || x.numel() > int.MaxValue / sizeof(float))
            return nn.functional.dropout(x, probability, training: true);

        using var drawn = randint(long.MaxValue, [1]);
        var seed = drawn.item<long>();
        var factors = empty(x.shape);
        var all = MemoryMarshal.Cast<byte, float>(factors.bytes);
        if (blocks.IsEmpty)
            FillFactors(all, probability, new SeededRandom(seed));
        var length = blocks.IsEmpty ? 0 : all.Length / blocks.Length;
        for (var i = 0; i < blocks.Length; i++)
            FillFactors(all.Slice(i * length, length), probability, new SeededRandom(seed, blocks[i]));
        return x.mul(factors);
    }

    /// <summary>Each number becomes 0 with a probability p, and 1 / (1 - p) otherwise.</summary>
    internal static void FillFactors(Span<float> factors, double probability, SeededRandom source)
    {
        Vector256<uint> Lanes() => Vector256.Create(source.NextBits(), source.NextBits(), source.NextBits(), source.NextBits()).AsUInt32();
        var (a, b, c, d) = (Lanes(), Lanes(), Lanes(), Lanes());
        var dropped = Vector256.Create((uint)(probability * uint.MaxValue)); // numbers whose draw lies below are dropped
        var kept = Vector256.Create((float)(1 / (1 - probability)));

        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(factors);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Next();
        var rest = factors[(vectors.Length * Vector256<float>.Count)..];
        var last = Next();
        for (var i = 0; i < rest.Length; i++)
            rest[i] = last[i];

        Vector256<float> Next()
        {
            var draw = Vector256.Add(RotateLeft(a + d, 7), a);
            var t = b << 9;
            c ^= a;
            d ^= b;
            b ^= c;
            a ^= d;
            c ^= t;
            d = RotateLeft(d, 11);
            return Vector256.AndNot(kept, Vector256.LessThan(draw, dropped).AsSingle());
        }

        static Vector256<uint> RotateLeft(Vector256<uint> x, int by) => (x << by) | (x >> (32 - by));
    }
}
