using System.Globalization;
using System.Numerics.Tensors;
using Glm.Genomes;
using Glm.Proteins.Composition;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Proteins.Families;

/// <summary>
/// Codes for proteins without a homolog: their composition, z-scored as over the proteins of the space and mapped to the width of the
/// codes, as a unit vector. The map is linear. Where the space has families enough, it is Fisher's discriminant of their members: it keeps
/// what members share and others do not, so that remote relatives come to lie together more often. Otherwise its numbers are fixed random
/// signs. Alike sequences stay near each other, and far from the families.
/// </summary>
internal sealed class CompositionFallback
{
    /// <summary>Any number; another one would make another space.</summary>
    private const long Seed = 20_240_611;

    /// <summary>So many proteins, evenly spread, say well enough what is usual.</summary>
    private const int FitProteins = 20_000;

    /// <summary>So many pairs of homologs say well enough what members of a family share.</summary>
    private const int MostPairs = 60_000;

    /// <summary>Fewer pairs than twice the numbers of a composition say too little.</summary>
    private const int FewestPairs = 2 * 1280;

    /// <summary>Proteins or pairs in memory at once.</summary>
    private const int Block = 4096;

    private static readonly CompositionEmbedder Composition = new();

    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _map;
    private readonly int _width;

    /// <param name="width">Numbers per code.</param>
    /// <param name="mean">Of each composition feature.</param>
    /// <param name="scale">One over its standard deviation.</param>
    /// <param name="map">[1280, width] that was learned; null for random signs.</param>
    public CompositionFallback(int width, float[] mean, float[] scale, sbyte[]? map = null)
    {
        (_width, _mean, _scale, Map) = (width, mean, scale, map);
        _map = new float[Composition.Width * width];
        var random = new SeededRandom(Seed, width);
        for (var i = 0; i < _map.Length; i++)
            _map[i] = map?[i] ?? (random.Chance(0.5) ? 1 : -1);
    }

    /// <summary>[1280].</summary>
    public float[] Mean => _mean;

    /// <summary>[1280], one over each standard deviation.</summary>
    public float[] Scale => _scale;

    /// <summary>[1280, width] row-major, in any unit; null for random signs.</summary>
    public sbyte[]? Map { get; }

    /// <summary>Learns from the proteins of a space what is usual, and from homologs among them what a family shares.</summary>
    /// <param name="proteins">Of the space.</param>
    /// <param name="families">Which of them are homologous.</param>
    /// <param name="hashes">Of each protein's sequence.</param>
    /// <param name="width">Numbers per code.</param>
    /// <param name="cancellation">Stops.</param>
    public static CompositionFallback Fit(
        IProteinSource proteins,
        HomologyGraph families,
        IReadOnlyList<UInt128> hashes,
        int width,
        CancellationToken cancellation
    )
    {
        var stride = Math.Max(1, proteins.Count / FitProteins);
        Protein[] sample = [.. proteins.At(Enumerable.Range(0, proteins.Count).Where(number => number % stride == 0))];
        if (sample.Length == 0)
            return new CompositionFallback(width, new float[Composition.Width], [.. Enumerable.Repeat(1f, Composition.Width)]);
        var compositions = Composition.Embed(sample, progress: null, cancellation);
        var normalizer = Normalizer.Fit(compositions, progress: null, cancellation);
        var signs = new CompositionFallback(
            width,
            [.. normalizer.Mean.Select(mean => (float)mean)],
            [.. normalizer.StandardDeviation.Select(deviation => (float)(1 / deviation))]
        );
        var pairs = Pairs(families, hashes);
        if (pairs.Length < FewestPairs || width > Composition.Width)
            return signs;
        NativeTorch.Ensure();
        return new CompositionFallback(width, signs.Mean, signs.Scale, signs.Learn(proteins, compositions, pairs, cancellation));
    }

    /// <summary>
    /// Members of families, each with one of its homologs: chosen by their sequences, so that the order of the genomes does not matter.
    /// </summary>
    private static (int Member, int Homolog)[] Pairs(HomologyGraph families, IReadOnlyList<UInt128> hashes) =>
        [
            .. Enumerable
                .Range(0, families.QueryCount)
                .Where(protein => families.TargetsOf(protein).Length > 0)
                .OrderBy(protein => hashes[protein])
                .Take(MostPairs)
                .Select(protein => (protein, families.TargetsOf(protein).ToArray().MinBy(homolog => hashes[homolog] ^ hashes[protein]))),
        ];

    private sbyte[] Learn(
        IProteinSource proteins,
        ProteinVectors compositions,
        (int Member, int Homolog)[] pairs,
        CancellationToken cancellation
    )
    {
        using var discriminant = new LinearDiscriminant(Composition.Width);
        foreach (var rows in Enumerable.Range(0, compositions.Count).Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            discriminant.AddRows(ZScored(rows, row => compositions[row]));
        }
        foreach (var block in pairs.Chunk(Block / 2))
        {
            cancellation.ThrowIfCancellationRequested();
            int[] numbers = [.. block.SelectMany(pair => new[] { pair.Member, pair.Homolog }).Distinct().Order()];
            // Their numbers in the block are ids that are distinct.
            var embedded = Composition.Embed(
                [.. proteins.At(numbers).Select((protein, i) => protein with { Id = i.ToString(CultureInfo.InvariantCulture) })],
                progress: null,
                cancellation
            );
            ReadOnlySpan<Half> RowOf(int number) => embedded[Array.BinarySearch(numbers, number)];
            var members = ZScored(block, pair => RowOf(pair.Member));
            TensorPrimitives.Subtract(members, ZScored(block, pair => RowOf(pair.Homolog)), members);
            discriminant.AddPairs(members);
        }
        var map = discriminant.Solve(_width);
        var largest = map.Max(Math.Abs);
        return Array.ConvertAll(map, value => (sbyte)Math.Round(value / largest * sbyte.MaxValue));
    }

    private delegate ReadOnlySpan<Half> CompositionOf<T>(T item);

    private float[] ZScored<T>(T[] items, CompositionOf<T> compositionOf)
    {
        var rows = new float[items.Length * Composition.Width];
        for (var i = 0; i < items.Length; i++)
            ZScore(compositionOf(items[i]), rows.AsSpan(i * Composition.Width, Composition.Width));
        return rows;
    }

    private void ZScore(ReadOnlySpan<Half> composition, Span<float> features)
    {
        TensorPrimitives.ConvertToSingle(composition, features);
        TensorPrimitives.Subtract(features, _mean, features);
        TensorPrimitives.Multiply(features, _scale, features);
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
                ZScore(composition[row], features);
                for (var feature = 0; feature < features.Length; feature++)
                    TensorPrimitives.MultiplyAdd(_map.AsSpan(feature * _width, _width), features[feature], code, code);
                FamilyCodes.Normalize(code);
                return features;
            },
            _ => { }
        );
        return codes;
    }
}
