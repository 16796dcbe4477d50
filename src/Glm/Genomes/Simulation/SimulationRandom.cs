namespace Glm.Genomes.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): 64 bits of state, the same numbers on every platform and runtime. A stream is opened by a seed and a
/// path of keys, so that what one part of a simulation draws never shifts what another draws.
/// </summary>
internal struct SimulationRandom
{
    private ulong _state;

    public SimulationRandom(long seed, params ReadOnlySpan<int> keys)
    {
        _state = unchecked((ulong)seed);
        foreach (var key in keys)
            _state = NextBits() ^ unchecked((ulong)key);
        NextBits();
    }

    /// <summary>Uniform over 0 to <paramref name="count"/> - 1; the bias of the multiplication is below 2⁻³².</summary>
    public int Next(int count) => (int)((NextBits() >> 32) * (ulong)count >> 32);

    /// <summary>Uniform over both ends.</summary>
    public int Between(int least, int most) => least + Next(most - least + 1);

    /// <summary>Uniform over [0, 1) in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>An index with probability proportional to its weight.</summary>
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

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
