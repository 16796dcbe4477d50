using System.Globalization;
using Glm.Genomes;
using Glm.Proteins;

namespace Glm.Features;

/// <summary>
/// What tells a genome from others whatever it is called: the smallest of the hashes of its distinct protein sequences, a bottom-k MinHash
/// sketch (Broder 1997, "On the resemblance and containment of documents"; of genomes Ondov et al. 2016, Mash). Hashes are the first 64
/// bits of a sequence's SHA-256, so that every machine makes the same sketch. Sequences count as the same where every residue is.
/// Immutable, equal by value.
/// </summary>
public sealed class GenomeSketch : IEquatable<GenomeSketch>, IComparable<GenomeSketch>
{
    /// <summary>The most hashes of a sketch.</summary>
    public const int Size = 64;

    private readonly ulong[] _hashes;

    private GenomeSketch(ulong[] hashes) => _hashes = hashes;

    /// <summary>The smallest hashes, ascending: <see cref="Size"/>, or one per distinct protein of fewer; at least 1.</summary>
    public IReadOnlyList<ulong> Hashes => _hashes;

    /// <summary>The sketch of some proteins, in any order and number; null for none.</summary>
    public static GenomeSketch? Of(IEnumerable<Protein> proteins) => Of(proteins.Select(protein => SequenceHash.Of(protein.Sequence)));

    /// <summary>The sketch of proteins by the hashes of their sequences; null for none.</summary>
    internal static GenomeSketch? Of(IEnumerable<UInt128> proteins)
    {
        var smallest = new SortedSet<ulong>();
        var most = ulong.MaxValue;
        foreach (var protein in proteins)
        {
            var hash = (ulong)(protein >> 64);
            if (smallest.Count == Size && hash >= most || !smallest.Add(hash))
                continue;
            if (smallest.Count > Size)
                smallest.Remove(most);
            if (smallest.Count == Size)
                most = smallest.Max;
        }
        return smallest.Count == 0 ? null : new GenomeSketch([.. smallest]);
    }

    /// <summary>The sketch of these hashes; null where they are not ascending, none, or too many.</summary>
    internal static GenomeSketch? OfHashes(ulong[] hashes)
    {
        var isAscending = true;
        for (var i = 1; i < hashes.Length; i++)
            isAscending &= hashes[i - 1] < hashes[i];
        return isAscending && hashes.Length is > 0 and <= Size ? new GenomeSketch(hashes) : null;
    }

    /// <summary>
    /// What share of this genome's distinct proteins another one has too, as far as both sketches reach: below the largest hash of a full
    /// one all proteins are known. Exact where both have fewer proteins than a sketch has room for; else of some
    /// <see cref="Size"/> proteins, or of fewer where this genome is the smaller one by as much.
    /// </summary>
    /// <returns>How many of this genome's proteins were compared, and how many of them the other has.</returns>
    public (int Compared, int Shared) ComparedWith(GenomeSketch other)
    {
        var reach = Math.Min(Reach, other.Reach);
        var (compared, shared, theirs) = (0, 0, 0);
        for (; compared < _hashes.Length && _hashes[compared] <= reach; compared++)
        {
            while (theirs < other._hashes.Length && other._hashes[theirs] < _hashes[compared])
                theirs++;
            if (theirs < other._hashes.Length && other._hashes[theirs] == _hashes[compared])
                shared++;
        }
        return (compared, shared);
    }

    /// <summary>Whether it holds all proteins of its genome, and not a sample of them.</summary>
    internal bool IsWhole => _hashes.Length < Size;

    /// <summary>The largest hash up to which it holds all.</summary>
    private ulong Reach => IsWhole ? ulong.MaxValue : _hashes[^1];

    /// <inheritdoc/>
    public bool Equals(GenomeSketch? other) => other is not null && _hashes.AsSpan().SequenceEqual(other._hashes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GenomeSketch);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashes[0].GetHashCode();

    /// <summary>How many hashes it has and the first of them, for example "64 hashes from 0003a1b2c3d4e5f6".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_hashes.Length} hashes from {_hashes[0]:x16}");

    /// <summary>An order that is the same everywhere; it says nothing about genomes.</summary>
    public int CompareTo(GenomeSketch? other) => other is null ? 1 : _hashes.AsSpan().SequenceCompareTo(other._hashes);
}
