using System.Runtime.Intrinsics;
using Glm.Genomes;
using Glm.Proteins.Composition;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Proteins.Families;

/// <summary>
/// Codes for proteins without a homolog: their composition, z-scored as over the proteins of the space and projected by fixed random
/// signs to the width of the codes, as a unit vector. Alike sequences stay near each other, and far from the families.
/// </summary>
internal sealed class CompositionFallback
{
    /// <summary>Any number; another one would make another space.</summary>
    private const long Seed = 20_240_611;

    /// <summary>So many proteins, evenly spread, say well enough what is usual.</summary>
    private const int FitProteins = 20_000;

    private static readonly CompositionEmbedder Composition = new();

    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _signs;
    private readonly int _width;

    /// <param name="width">Numbers per code.</param>
    /// <param name="mean">Of each composition feature.</param>
    /// <param name="scale">One over its standard deviation.</param>
    public CompositionFallback(int width, float[] mean, float[] scale)
    {
        (_width, _mean, _scale) = (width, mean, scale);
        _signs = new float[Composition.Width * width];
        var random = new SeededRandom(Seed, width);
        for (var i = 0; i < _signs.Length; i++)
            _signs[i] = random.Chance(0.5) ? 1 : -1;
    }

    /// <summary>[1280].</summary>
    public float[] Mean => _mean;

    /// <summary>[1280], one over each standard deviation.</summary>
    public float[] Scale => _scale;

    /// <summary>Learns what is usual from the proteins of a space.</summary>
    public static CompositionFallback Fit(IProteinSource proteins, int width, CancellationToken cancellation)
    {
        var stride = Math.Max(1, proteins.Count / FitProteins);
        Protein[] sample = [.. proteins.At(Enumerable.Range(0, proteins.Count).Where(number => number % stride == 0))];
        if (sample.Length == 0)
            return new CompositionFallback(width, new float[Composition.Width], [.. Enumerable.Repeat(1f, Composition.Width)]);
        var normalizer = Normalizer.Fit(Composition.Embed(sample, progress: null, cancellation), progress: null, cancellation);
        return new CompositionFallback(
            width,
            [.. normalizer.Mean.Select(mean => (float)mean)],
            [.. normalizer.StandardDeviation.Select(deviation => (float)(1 / deviation))]
        );
    }

    /// <summary>The code of a protein, [width].</summary>
    /// <exception cref="GlmException">The sequence holds a character that is not a residue.</exception>
    public void Embed(Protein protein, Span<float> code)
    {
        var features = Composition.Embed([protein])[0];
        code.Clear();
        for (var feature = 0; feature < features.Length; feature++)
        {
            // Products and sums in a fixed order, unfused: the same everywhere.
            var value = ((float)features[feature] - _mean[feature]) * _scale[feature];
            AddSigned(_signs.AsSpan(feature * _width, _width), value, code);
        }
        FamilyCodes.Normalize(code);
    }

    private static void AddSigned(ReadOnlySpan<float> signs, float value, Span<float> sum)
    {
        var i = 0;
        var values = Vector256.Create(value);
        for (; i <= sum.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.Create(sum[i..]) + (values * Vector256.Create(signs[i..]))).CopyTo(sum[i..]);
        for (; i < sum.Length; i++)
            sum[i] += value * signs[i];
    }
}
