using System.Runtime.Intrinsics;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Composition;

/// <summary>The arithmetic of <see cref="CompositionEmbedder"/>, with its scratch memory. One per thread.</summary>
internal sealed class CompositionFeatures
{
    // 1216 projected + 20 composition + 15 thirds + 28 autocorrelation + 1 length = 1280.
    private const int Projected = 1216;
    private const int Lags = 7;
    private const int CorrelatedProperties = 4;

    // How many of the projected dimensions a k-mer touches, four per hash.
    private const int Touches = 8;

    private const string Letters = "ACDEFGHIKLMNPQRSTVWY";

    private static readonly string[] Full = [.. Letters.Select(letter => letter.ToString())];

    // The ten groups of Murphy, Wallqvist and Levy 2000.
    private static readonly string[] Ten = ["LVIM", "C", "A", "G", "ST", "P", "FYW", "EDNQ", "KR", "H"];

    private static readonly KmerSpectrum[] Spectra =
    [
        new(Full, "11", 0.1),
        new(Full, "111", 0.25),
        new(Full, "1101", 0.2),
        new(Ten, "1111", 0.25),
        new(Ten, "11011", 0.2),
    ];

    // Per residue in the order of Letters, each centred and scaled by hand to about unit variance: hydropathy (Kyte and Doolittle 1982),
    // charge, volume (Zamyatnin 1972), helix and strand propensity (Chou and Fasman 1978).
    // csharpier-ignore
    private static readonly float[][] Properties =
    [
        Scaled([1.8f, 2.5f, -3.5f, -3.5f, 2.8f, -0.4f, -3.2f, 4.5f, -3.9f, 3.8f,
            1.9f, -3.5f, -1.6f, -3.5f, -4.5f, -0.8f, -0.7f, 4.2f, -0.9f, -1.3f], 0, 3),
        Scaled([0, 0, -1, -1, 0, 0, 0.1f, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], 0, 0.45f),
        Scaled([88.6f, 108.5f, 111.1f, 138.4f, 189.9f, 60.1f, 153.2f, 166.7f, 168.6f, 166.7f,
            162.9f, 114.1f, 112.7f, 143.8f, 173.4f, 89, 116.1f, 140, 227.8f, 193.6f], 137, 38),
        Scaled([1.42f, 0.7f, 1.01f, 1.51f, 1.13f, 0.57f, 1, 1.08f, 1.16f, 1.21f,
            1.45f, 0.67f, 0.57f, 1.11f, 0.98f, 0.77f, 0.83f, 1.06f, 1.08f, 0.69f], 1.05f, 0.28f),
        Scaled([0.83f, 1.19f, 0.54f, 0.37f, 1.38f, 0.75f, 0.87f, 1.6f, 0.74f, 1.3f,
            1.05f, 0.89f, 0.55f, 1.1f, 0.93f, 0.75f, 1.19f, 1.7f, 1.37f, 1.47f], 1.05f, 0.37f),
    ];

    private static readonly byte[] LetterIndex = new KmerSpectrum(Full, "1", 0).Group;

    private readonly int[][] _counts = [.. Spectra.Select(spectrum => new int[spectrum.Words])];
    private readonly float[] _features = new float[Projected + 20 + 15 + (CorrelatedProperties * Lags) + 1];
    private int[] _touched = new int[1024];
    private byte[] _residues = new byte[1024];
    private byte[] _groups = new byte[1024];
    private float[] _values = new float[1024];

    /// <summary>What is wrong with a protein; null if nothing.</summary>
    public static GlmException? MistakeIn(Protein protein)
    {
        if (protein.Sequence.Length == 0)
            return new GlmException($"Protein '{protein.Id}' has no residues, so there is nothing to embed. Remove it.");
        var position = protein.Sequence.AsSpan().IndexOfAnyExceptInRange('A', 'Z');
        return position < 0
            ? null
            : new GlmException(
                $"Protein '{protein.Id}' has '{protein.Sequence[position]}' at position {position + 1}; residues are the letters "
                    + $"A to Z, upper-case. Correct the sequence."
            );
    }

    /// <summary>Writes the 1280 features of a protein.</summary>
    public void Compute(Protein protein, Span<Half> vector)
    {
        if (MistakeIn(protein) is { } mistake)
            throw mistake;
        var length = protein.Sequence.Length;
        if (length > _residues.Length)
            (_residues, _groups, _touched, _values) = (new byte[length], new byte[length], new int[length], new float[length]);
        var residues = _residues.AsSpan(0, length);
        for (var i = 0; i < length; i++)
            residues[i] = (byte)(protein.Sequence[i] - 'A');

        var features = _features.AsSpan();
        features.Clear();
        for (var spectrum = 0; spectrum < Spectra.Length; spectrum++)
            Project(spectrum, residues, features[..Projected]);
        for (var i = 0; i < length; i++)
            residues[i] = LetterIndex[residues[i]];
        AddPlainFeatures(residues, features[Projected..]);
        for (var i = 0; i < features.Length; i++)
            vector[i] = (Half)features[i];
    }

    // Square roots of relative frequencies: unit length whatever the size of the protein, and no word outweighs the rest.
    private void Project(int index, ReadOnlySpan<byte> residues, Span<float> target)
    {
        var spectrum = Spectra[index];
        var words = residues.Length - spectrum.Span + 1;
        var groups = _groups.AsSpan(0, residues.Length);
        for (var i = 0; i < residues.Length; i++)
            groups[i] = spectrum.Group[residues[i]];
        var counts = _counts[index];
        int distinct = 0,
            total = 0;
        var (offsets, letters) = (spectrum.Offsets, spectrum.Letters);
        for (var start = 0; start < words; start++)
        {
            int word = 0,
                highest = 0;
            foreach (var offset in offsets)
            {
                int group = groups[start + offset];
                highest |= group;
                word = (word * letters) + group;
            }
            if (highest >= KmerSpectrum.Unknown)
                continue;
            total++;
            if (counts[word]++ == 0)
                _touched[distinct++] = word;
        }

        var unit = (float)Math.Sqrt(spectrum.Weight / (Touches * Math.Max(1.0, total)));
        foreach (var word in _touched.AsSpan(0, distinct))
        {
            var value = unit * MathF.Sqrt(counts[word]);
            counts[word] = 0;
            var hash = ((ulong)index << 32) | (uint)word;
            for (var touch = 0; touch < Touches; touch += 4)
            {
                hash = Mix(hash);
                for (var part = 0; part < 4; part++)
                {
                    // 15 bits for the dimension, one for the sign.
                    var bits = (uint)(hash >> (part * 16)) & 0xFFFF;
                    target[(int)((bits >> 1) * Projected >> 15)] += (bits & 1) == 0 ? value : -value;
                }
            }
        }
    }

    // The finaliser of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private void AddPlainFeatures(ReadOnlySpan<byte> residues, Span<float> target)
    {
        // About as long, each, as a projected dimension, so that neither kind rules a plain cosine.
        const float Scale = 0.03f;
        Span<int> composition = stackalloc int[Letters.Length];
        composition.Clear();
        foreach (var residue in residues)
            if (residue != KmerSpectrum.Unknown)
                composition[residue]++;
        var next = 0;
        foreach (var count in composition)
            target[next++] = Scale * 4 * MathF.Sqrt((float)count / residues.Length);

        var values = _values.AsSpan(0, residues.Length);
        for (var index = 0; index < Properties.Length; index++)
        {
            var property = Properties[index];
            for (var i = 0; i < residues.Length; i++)
                values[i] = residues[i] == KmerSpectrum.Unknown ? 0 : property[residues[i]];
            for (var third = 0; third < 3; third++)
            {
                var part = values[(values.Length * third / 3)..(values.Length * (third + 1) / 3)];
                target[next++] = Scale * 4 * Sum(part, []) / Math.Max(1, part.Length);
            }
            for (var lag = 1; index < CorrelatedProperties && lag <= Lags; lag++)
            {
                var pairs = Math.Max(0, values.Length - lag);
                target[next++] = Scale * 4 * Sum(values[..pairs], values[^pairs..]) / Math.Max(1, pairs);
            }
        }

        // Octaves from 256 residues, linear in between.
        var octave = System.Numerics.BitOperations.Log2((uint)residues.Length);
        target[next] = Scale * (octave - 8 + (((float)residues.Length / (1 << octave)) - 1));
    }

    // The sum of values, or of products where there are factors. Always eight partial sums, added up in one order, so that it rounds alike
    // everywhere.
    private static float Sum(ReadOnlySpan<float> values, ReadOnlySpan<float> factors)
    {
        var sums = Vector256<float>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var part = Vector256.Create(values[i..]);
            sums += factors.IsEmpty ? part : part * Vector256.Create(factors[i..]);
        }
        var sum = 0f;
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
            sum += sums[lane];
        for (; i < values.Length; i++)
            sum += factors.IsEmpty ? values[i] : values[i] * factors[i];
        return sum;
    }

    private static float[] Scaled(float[] values, float mean, float deviation) => [.. values.Select(value => (value - mean) / deviation)];
}
