using System.IO.Hashing;
using System.Runtime.InteropServices;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Distinct protein sequences end to end, one residue code a byte, and which proteins have each of them. Before, between and behind them
/// stand gaps, so that windows may reach beyond a sequence.
/// </summary>
internal sealed class ProteinBlock
{
    /// <summary>Gap bytes before the first and behind the last sequence: more than any window or vector reaches over.</summary>
    public const int Margin = 128;

    /// <summary>
    /// Gap bytes between sequences: more than a window around a seed reaches to either side, so that it never sees a neighbour.
    /// </summary>
    public const int Gap = 48;

    /// <summary>The gap code in blocks of queries. The two differ so that gaps never look alike.</summary>
    public const byte QueryGap = 30;

    /// <summary>The gap code in blocks of targets.</summary>
    public const byte TargetGap = 31;

    private const int ChunkShift = 6;

    private readonly int[] _starts;
    private readonly int[] _sequenceOfChunk;
    private readonly int[] _firstMember;
    private readonly int[] _members;

    private ProteinBlock(byte[] residues, int[] starts, int[] firstMember, int[] members)
    {
        Residues = residues;
        _starts = starts;
        _firstMember = firstMember;
        _members = members;
        _sequenceOfChunk = new int[(residues.Length >> ChunkShift) + 1];
        var sequence = 0;
        for (var chunk = 0; chunk < _sequenceOfChunk.Length; chunk++)
        {
            while (sequence + 1 < Count && starts[sequence + 1] <= chunk << ChunkShift)
                sequence++;
            _sequenceOfChunk[chunk] = sequence;
        }
    }

    /// <summary>Residue codes and gaps.</summary>
    public byte[] Residues { get; }

    /// <summary>Number of distinct sequences.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Where in <see cref="Residues"/> a sequence begins.</summary>
    public int Start(int sequence) => _starts[sequence];

    /// <summary>Residues of a sequence.</summary>
    public int Length(int sequence) => _starts[sequence + 1] - _starts[sequence] - Gap;

    /// <summary>Residue codes of a sequence.</summary>
    public ReadOnlySpan<byte> Sequence(int sequence) => Residues.AsSpan(Start(sequence), Length(sequence));

    /// <summary>Numbers of the proteins that have a sequence, ascending.</summary>
    public ReadOnlySpan<int> Members(int sequence) =>
        _members.AsSpan(_firstMember[sequence], _firstMember[sequence + 1] - _firstMember[sequence]);

    /// <summary>The sequence that a place in <see cref="Residues"/> belongs to.</summary>
    public int SequenceAt(int place)
    {
        var sequence = _sequenceOfChunk[place >> ChunkShift];
        while (_starts[sequence + 1] <= place)
            sequence++;
        return sequence;
    }

    /// <summary>Takes proteins in, equal sequences once.</summary>
    /// <param name="parts">Consecutive proteins, for example as they are read.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="gap">Gap code.</param>
    /// <param name="role">What the proteins are in messages: "Query" or "Target".</param>
    /// <exception cref="GlmException">A sequence holds a character that is not a residue, or none at all.</exception>
    public static ProteinBlock Make(IEnumerable<IReadOnlyList<Protein>> parts, int first, byte gap, string role)
    {
        var residues = new List<byte>();
        CollectionsMarshal.SetCount(residues, Margin);
        var starts = new List<int> { Margin };
        var sequenceOfHash = new Dictionary<UInt128, int>();
        var sequenceOfProtein = new List<int>();
        foreach (var part in parts)
        foreach (var protein in part)
        {
            var start = residues.Count;
            CollectionsMarshal.SetCount(residues, start + protein.Sequence.Length + Gap);
            var codes = CollectionsMarshal.AsSpan(residues)[start..^Gap];
            Encode(protein, first + sequenceOfProtein.Count, codes, role);
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(sequenceOfHash, XxHash128.HashToUInt128(codes), out var exists);
            // Different sequences of the same hash stay apart: the second is not found again, which costs time and nothing else.
            if (exists && codes.SequenceEqual(CollectionsMarshal.AsSpan(residues)[starts[known]..(starts[known + 1] - Gap)]))
            {
                sequenceOfProtein.Add(known);
                CollectionsMarshal.SetCount(residues, start);
                continue;
            }
            if (!exists)
                known = starts.Count - 1;
            sequenceOfProtein.Add(starts.Count - 1);
            starts.Add(residues.Count);
            CollectionsMarshal.AsSpan(residues)[^Gap..].Fill(gap);
        }
        var all = new byte[residues.Count + Margin];
        CollectionsMarshal.AsSpan(residues).CopyTo(all);
        all.AsSpan(0, Margin).Fill(gap);
        all.AsSpan(residues.Count).Fill(gap);
        var (firstMember, members) = Group(CollectionsMarshal.AsSpan(sequenceOfProtein), starts.Count - 1, first);
        return new ProteinBlock(all, [.. starts], firstMember, members);
    }

    /// <summary>Writes residue codes.</summary>
    /// <exception cref="GlmException">The sequence is empty or holds a character that is not a residue.</exception>
    public static void Encode(Protein protein, int number, Span<byte> codes, string role)
    {
        var letters = protein.Sequence;
        if (letters.Length == 0)
            throw new GlmException($"{role} {number} ({protein.Id}) has no residue; a protein has at least one. Leave it out.");
        for (var i = 0; i < letters.Length; i++)
            if (!Blosum62.TryCode(letters[i], out codes[i]))
                throw new GlmException(
                    $"{role} {number} ({protein.Id}), residue {i + 1} is U+{(int)letters[i]:X4} '{letters[i]}'; residues are the letters "
                        + $"A to Z. Write X for an unknown one."
                );
    }

    private static (int[] FirstMember, int[] Members) Group(ReadOnlySpan<int> sequenceOfProtein, int sequences, int first)
    {
        var firstMember = new int[sequences + 1];
        foreach (var sequence in sequenceOfProtein)
            firstMember[sequence + 1]++;
        for (var i = 0; i < sequences; i++)
            firstMember[i + 1] += firstMember[i];
        var next = firstMember.AsSpan(0, sequences).ToArray();
        var members = new int[sequenceOfProtein.Length];
        for (var i = 0; i < sequenceOfProtein.Length; i++)
            members[next[sequenceOfProtein[i]]++] = first + i;
        return (firstMember, members);
    }
}
