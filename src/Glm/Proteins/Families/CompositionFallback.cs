using System.Numerics.Tensors;
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

    /// <summary>The codes of some proteins, [proteins, width] row-major.</summary>
    /// <param name="proteins">With distinct ids.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue.</exception>
    public float[] Embed(IReadOnlyList<Protein> proteins, CancellationToken cancellation)
    {
        var composition = Composition.Embed(proteins, progress: null, cancellation);
        var codes = new float[ProteinVectors.Room(proteins.Count, _width)];
        Parallel.For(
            0,
            proteins.Count,
            new ParallelOptions { CancellationToken = cancellation },
            () => new float[Composition.Width],
            (row, _, features) =>
            {
                var code = codes.AsSpan(row * _width, _width);
                TensorPrimitives.ConvertToSingle(composition[row], features);
                TensorPrimitives.Subtract(features, _mean, features);
                TensorPrimitives.Multiply(features, _scale, features);
                for (var feature = 0; feature < features.Length; feature++)
                    TensorPrimitives.MultiplyAdd(_signs.AsSpan(feature * _width, _width), features[feature], code, code);
                FamilyCodes.Normalize(code);
                return features;
            },
            _ => { }
        );
        return codes;
    }
}
