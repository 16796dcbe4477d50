using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Proteins.Families;

/// <summary>
/// A space of protein families: sequences that stand for the families of some genomes, each with a code, so that any protein gets a vector
/// by whom it resembles: the weighted mean of its homologs' codes. What has no homolog gets its composition, projected. Immutable, safe
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

    /// <summary>The edges that a space is made of: shared domains too.</summary>
    internal static HomologyGraphOptions Edges { get; } = new() { MinCoverage = 0 };

    private const string Prefix = "families-";

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
    public static bool IsName(string source) => source.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Makes a space of the families among some proteins.</summary>
    /// <param name="proteins">Distinct sequences.</param>
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
        var fallback = CompositionFallback.Fit(proteins, options.Width, cancellation);
        var space = new FamilySpace(options, graph.Source, kept, quantized, fallback);
        var (vectors, isLone) = space.VectorsOf(proteins, graph, chosen, lengths, cancellation);
        return (space, vectors, isLone);
    }

    /// <summary>
    /// The vector of a protein by its homologs among <see cref="Representatives"/>, [width]: by members of its family, or without those by
    /// proteins that share a domain with it; false where there are none either.
    /// </summary>
    /// <param name="homologs">Rows of representatives.</param>
    /// <param name="bitScores">Of each.</param>
    /// <param name="coverages">Of each, of the protein that is covered less.</param>
    /// <param name="vector">[width].</param>
    internal bool TryEmbed(ReadOnlySpan<int> homologs, ReadOnlySpan<float> bitScores, ReadOnlySpan<Half> coverages, Span<float> vector)
    {
        if (
            !FamilyCodes.Mean(homologs, bitScores, coverages, Options.MinCoverage, _codes, Options, vector)
            && !FamilyCodes.Mean(homologs, bitScores, coverages, minCoverage: 0, _codes, Options, vector)
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

    private (Half[] Vectors, bool[] IsLone) VectorsOf(
        IProteinSource proteins,
        HomologyGraph graph,
        int[] chosen,
        int[] lengths,
        CancellationToken cancellation
    )
    {
        // What two bits per residue, roughly a protein's score with itself, weigh.
        const float SelfBitsPerResidue = 2;
        const int Block = 1024;
        var rowOf = new int[graph.QueryCount];
        Array.Fill(rowOf, -1);
        for (var i = 0; i < chosen.Length; i++)
            rowOf[chosen[i]] = i;
        var vectors = new Half[graph.QueryCount * Width];
        var isLone = new bool[graph.QueryCount];
        Parallel.For(
            0,
            (graph.QueryCount + Block - 1) / Block,
            new ParallelOptions { CancellationToken = cancellation },
            () => (Rows: new List<int>(), Bits: new List<float>(), Coverages: new List<Half>(), Vector: new float[Width]),
            (block, _, scratch) =>
            {
                var first = block * Block;
                var part = proteins.Read(first, Block);
                for (var protein = first; protein < first + part.Count; protein++)
                {
                    scratch.Rows.Clear();
                    scratch.Bits.Clear();
                    scratch.Coverages.Clear();
                    if (rowOf[protein] >= 0)
                    {
                        scratch.Rows.Add(rowOf[protein]);
                        scratch.Bits.Add(SelfBitsPerResidue * lengths[protein]);
                        scratch.Coverages.Add(Half.One);
                    }
                    var targets = graph.TargetsOf(protein);
                    var bits = graph.BitScoresOf(protein);
                    var coverages = graph.CoveragesOf(protein);
                    for (var i = 0; i < targets.Length; i++)
                        if (rowOf[targets[i]] >= 0)
                        {
                            scratch.Rows.Add(rowOf[targets[i]]);
                            scratch.Bits.Add(bits[i]);
                            scratch.Coverages.Add(coverages[i]);
                        }
                    if (
                        !TryEmbed(
                            CollectionsMarshal.AsSpan(scratch.Rows),
                            CollectionsMarshal.AsSpan(scratch.Bits),
                            CollectionsMarshal.AsSpan(scratch.Coverages),
                            scratch.Vector
                        )
                    )
                    {
                        isLone[protein] = true;
                        Fallback.Embed(part[protein - first], scratch.Vector);
                    }
                    for (var i = 0; i < Width; i++)
                        vectors[(protein * Width) + i] = (Half)scratch.Vector[i];
                }
                return scratch;
            },
            _ => { }
        );
        return (vectors, isLone);
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
        return $"{Prefix}{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4))}";
    }
}
