namespace Glm.Runtime;

/// <summary>
/// A small random generator whose numbers depend only on its seed: the same on every platform and in every version of .NET (SplitMix64 by
/// Steele, Lea and Flood 2014; 64 bits of state). Not thread-safe, not for secrets.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the sequences of that seed, for example a step's number, or a path of numbers. What one stream draws
    /// never shifts what another draws.</param>
    public SeededRandom(long seed, params ReadOnlySpan<long> stream)
    {
        _state = (ulong)seed;
        foreach (var key in stream)
            _state = NextBits() ^ (ulong)key;
        NextBits();
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias; the bound is 1 or more.</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var rest = (0 - range) % range; // 2^64 mod bound: draws below it would favour small numbers
        while (true)
        {
            var high = Math.BigMul(NextBits(), range, out var low);
            if (low >= rest)
                return (int)high;
        }
    }

    /// <summary>Uniform over <paramref name="least"/> to <paramref name="most"/>, both ends included.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>True with a probability from 0 to 1.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>An index with probability proportional to its weight; at least one weight, none below 0.</summary>
    public int Pick(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        var rest = NextDouble() * sum;
        for (var i = 0; i < weights.Length - 1; i++)
            if ((rest -= weights[i]) < 0)
                return i;
        return weights.Length - 1;
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
}
