namespace Glm.Runtime;

/// <summary>
/// A small random generator whose numbers depend on its seed alone: the same on every platform and in every version of .NET
/// (xoshiro256**, seeded by SplitMix64; both in the public domain, by Blackman and Vigna). Not thread-safe, not for secrets.
/// </summary>
public sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the independent sequences of that seed, for example a step's number.</param>
    public SeededRandom(long seed, long stream = 0)
    {
        var state = (ulong)seed;
        state = Mix(ref state) ^ (ulong)stream;
        (_a, _b, _c, _d) = (Mix(ref state), Mix(ref state), Mix(ref state), Mix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var rest = (0 - range) % range;                                          // 2^64 mod bound: draws below it would favour small numbers
        while (true)
        {
            var high = Math.BigMul(NextBits(), range, out var low);
            if (low >= rest) return (int)high;
        }
    }

    /// <summary>Puts items into a random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
