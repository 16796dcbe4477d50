using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>
/// A space of protein families: sequences that stand for the families of some genomes, each with a code, so that any protein gets a vector
/// by whom it resembles: the weighted mean of its homologs' codes. What has no homolog gets its composition, mapped. Immutable, safe
/// for concurrent use.
/// </summary>
/// <remarks>
/// Vectors of two spaces have nothing to do with each other, so a space travels with the model that was trained in it; equal spaces have
/// equal names.
/// </remarks>
public sealed class FamilySpace
{
    /// <summary>
    /// A protein is stood for by a homolog that it aligns with at this many bits per residue of the shorter one: half of what identical
    /// proteins reach is about 1, and unrelated ones have next to none.
    /// </summary>
    private const float BitsPerResidue = 0.8f;

    /// <summary>What a protein's score with itself is, roughly.</summary>
    private const float SelfBitsPerResidue = 2;

    /// <summary>Proteins per unit of parallel work.</summary>
    private const int Block = 256;

    /// <summary>Proteins that are embedded by their composition at once.</summary>
    private const int FallbackBlock = 4096;

    /// <summary>The edges that a space is made of: shared domains too.</summary>
    internal static HomologyGraphOptions Edges { get; } = new() { MinCoverage = 0 };

    private const string Prefix = "families-";
    private const int NameDigits = 8;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly Protein[] _proteins;
    private readonly sbyte[] _quantized;
    private readonly float[] _codes;

    internal FamilySpace(FamilyOptions options, string search, Protein[] proteins, sbyte[] codes, CompositionFallback fallback)
    {
        (Options, Search, Fallback, _proteins, _quantized) = (options, search, fallback, proteins, codes);
        // Codes are kept as they are saved: what is computed with them is the same before and after.
        _codes = new float[codes.Length];
        for (var i = 0; i < codes.Length; i++)
            _codes[i] = codes[i];
        for (var row = 0; row < proteins.Length; row++)
            FamilyCodes.Normalize(_codes.AsSpan(row * Width, Width));
        Name = NameOf();
    }

    /// <summary>"families" and eight digits that depend on all that the space holds, for example "families-3f2a9c1d".</summary>
    public string Name { get; }

    /// <summary>How the codes were made.</summary>
    public FamilyOptions Options { get; }

    /// <summary>What found the homologs, for example "DIAMOND 2.1.3 --sensitive".</summary>
    public string Search { get; }

    /// <summary>Numbers per vector.</summary>
    public int Width => Options.Width;

    /// <summary>Number of sequences that stand for families.</summary>
    public int Count => _proteins.Length;

    /// <summary>The sequences that stand for families; their ids are numbers.</summary>
    public IProteinSource Representatives => new ProteinList(_proteins);

    internal ReadOnlySpan<sbyte> Codes => _quantized;

    internal CompositionFallback Fallback { get; }

    /// <summary>Whether what made some vectors is called as a family space is.</summary>
    public static bool IsName(string source) =>
        source.Length == Prefix.Length + NameDigits
        && source.StartsWith(Prefix, StringComparison.Ordinal)
        && !source.AsSpan(Prefix.Length).ContainsAnyExcept(LowerHex);

    /// <summary>Makes a space of the families among some proteins.</summary>
    /// <param name="proteins">Distinct sequences with distinct ids.</param>
    /// <param name="graph">Which of them are homologous; best without a limit of coverage, so that a protein without a family can be
    /// embedded by those that share a domain with it.</param>
    /// <param name="options">Width and rounds; null for the defaults.</param>
    /// <param name="progress">Proteins of all rounds.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    /// <exception cref="GlmException">There are more proteins than one space holds.</exception>
    public static FamilySpace Build(
        IProteinSource proteins,
        HomologyGraph graph,
        FamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => BuildWithVectors(proteins, graph, options, progress, cancellation).Space;

    /// <summary>
    /// As <see cref="Build"/>, and the vectors of the same proteins, [proteins, width], from the hits that are known; and which of them
    /// have no homolog.
    /// </summary>
    internal static (FamilySpace Space, Half[] Vectors, bool[] IsLone) BuildWithVectors(
        IProteinSource proteins,
        HomologyGraph graph,
        FamilyOptions? options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        if (!graph.IsSymmetric || graph.QueryCount != proteins.Count)
            throw new ArgumentException($"A graph within {proteins.Count} proteins is needed, not of {graph.QueryCount}.", nameof(graph));
        options ??= new FamilyOptions();
        var (hashes, lengths) = (new UInt128[proteins.Count], new int[proteins.Count]);
        var next = 0;
        foreach (var protein in proteins.All())
        {
            cancellation.ThrowIfCancellationRequested();
            (hashes[next], lengths[next]) = (SequenceHash.Of(protein.Sequence), protein.Sequence.Length);
            next++;
        }
        var families = graph.WithCoverage(options.MinCoverage);
        var codes = FamilyCodes.Compute(families, hashes, options, progress, cancellation);
        var chosen = Choose(families, hashes, lengths);
        var (kept, quantized) = (new Protein[chosen.Length], new sbyte[chosen.Length * options.Width]);
        next = 0;
        foreach (var protein in proteins.At(chosen))
        {
            kept[next] = new Protein(next.ToString(CultureInfo.InvariantCulture), protein.Sequence);
            Quantize(codes.AsSpan(chosen[next] * options.Width, options.Width), quantized.AsSpan(next * options.Width, options.Width));
            next++;
        }
        var fallback = CompositionFallback.Fit(proteins, families, hashes, options.Width, cancellation);
        var space = new FamilySpace(options, graph.Source, kept, quantized, fallback);
        var vectors = new Half[ProteinVectors.Room(proteins.Count, space.Width)];
        // A protein that stands for its family is embedded by itself, too.
        var toRepresentatives = graph.Among(chosen, protein => SelfBitsPerResidue * lengths[protein]);
        return (space, vectors, space.Embed(proteins, toRepresentatives, vectors, cancellation));
    }

    /// <summary>The vectors of some proteins, by their homologs among <see cref="Representatives"/>.</summary>
    /// <param name="proteins">With distinct ids.</param>
    /// <param name="homologs">From the proteins to the representatives.</param>
    /// <param name="vectors">[proteins, width].</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Which proteins have no homolog, and got their composition.</returns>
    internal bool[] Embed(IProteinSource proteins, HomologyGraph homologs, Memory<Half> vectors, CancellationToken cancellation)
    {
        var isLone = new bool[homologs.QueryCount];
        Parallel.For(
            0,
            (isLone.Length + Block - 1) / Block,
            new ParallelOptions { CancellationToken = cancellation },
            () => new float[Width],
            (block, _, vector) =>
            {
                for (var protein = block * Block; protein < Math.Min(isLone.Length, (block + 1) * Block); protein++)
                    if (TryEmbed(homologs, protein, vector))
                        TensorPrimitives.ConvertToHalf(vector, vectors.Span.Slice(protein * Width, Width));
                    else
                        isLone[protein] = true;
                return vector;
            },
            _ => { }
        );
        int[] lone = [.. Enumerable.Range(0, isLone.Length).Where(protein => isLone[protein])];
        foreach (var (part, some) in lone.Chunk(FallbackBlock).Zip(proteins.At(lone).Chunk(FallbackBlock)))
        {
            var codes = Fallback.Embed(some, cancellation);
            for (var i = 0; i < part.Length; i++)
                TensorPrimitives.ConvertToHalf(codes.AsSpan(i * Width, Width), vectors.Span.Slice(part[i] * Width, Width));
        }
        return isLone;
    }

    /// <summary>
    /// The vector of a protein, [width]: by members of its family, or without those by proteins that share a domain with it; false where
    /// there are none either.
    /// </summary>
    private bool TryEmbed(HomologyGraph homologs, int protein, Span<float> vector)
    {
        var targets = homologs.TargetsOf(protein);
        var bits = homologs.BitScoresOf(protein);
        var coverages = homologs.CoveragesOf(protein);
        if (
            !FamilyCodes.Mean(targets, bits, coverages, Options.MinCoverage, _codes, Options, vector)
            && !FamilyCodes.Mean(targets, bits, coverages, minCoverage: 0, _codes, Options, vector)
        )
            return false;
        FamilyCodes.Normalize(vector);
        return true;
    }

    /// <summary>
    /// The proteins that stand for all that have a homolog: greedily those with most homologs, each standing for those that are near it.
    /// Proteins without a homolog are no family. Ascending.
    /// </summary>
    private static int[] Choose(HomologyGraph graph, UInt128[] hashes, int[] lengths)
    {
        int[] linked = [.. Enumerable.Range(0, graph.QueryCount).Where(protein => graph.TargetsOf(protein).Length > 0)];
        // Ties by the sequence itself, so that the order of the genomes does not matter.
        Array.Sort(linked, (a, b) =>
            graph.TargetsOf(b).Length.CompareTo(graph.TargetsOf(a).Length) is var byCount and not 0
                ? byCount
                : hashes[a].CompareTo(hashes[b])
        );
        var isStoodFor = new bool[graph.QueryCount];
        var chosen = new List<int>();
        foreach (var protein in linked)
        {
            if (isStoodFor[protein])
                continue;
            chosen.Add(protein);
            var targets = graph.TargetsOf(protein);
            var bits = graph.BitScoresOf(protein);
            for (var i = 0; i < targets.Length; i++)
                isStoodFor[targets[i]] |= bits[i] >= BitsPerResidue * Math.Min(lengths[protein], lengths[targets[i]]);
        }
        chosen.Sort();
        return [.. chosen];
    }

    /// <summary>A unit vector to a byte per number, relative to the largest.</summary>
    private static void Quantize(ReadOnlySpan<float> code, Span<sbyte> destination)
    {
        var largest = 0f;
        foreach (var value in code)
            largest = Math.Max(largest, Math.Abs(value));
        for (var i = 0; i < code.Length; i++)
            destination[i] = (sbyte)MathF.Round(code[i] / largest * 127);
    }

    private string NameOf()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var settings = string.Create(CultureInfo.InvariantCulture, $"{Width}\n{Options.FullWeightBits:R}\n{Options.MinCoverage:R}\n");
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        Span<byte> sequence = stackalloc byte[SequenceHash.Bytes];
        foreach (var protein in _proteins)
        {
            BinaryPrimitives.WriteUInt128BigEndian(sequence, SequenceHash.Of(protein.Sequence));
            hash.AppendData(sequence);
        }
        hash.AppendData(MemoryMarshal.AsBytes(_quantized.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Fallback.Mean.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Fallback.Scale.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Fallback.Map.AsSpan()));
        return $"{Prefix}{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, NameDigits / 2))}";
    }
}
