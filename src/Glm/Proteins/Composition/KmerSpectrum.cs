namespace Glm.Proteins.Composition;

/// <summary>
/// A k-mer spectrum: which residues count as the same, how long a word is, and how much the spectrum weighs in the embedding. A word may
/// skip positions: the pattern 1011 reads the first, third and fourth residue.
/// </summary>
internal sealed class KmerSpectrum
{
    /// <summary>No residue (X).</summary>
    public const byte Unknown = 255;

    /// <param name="groups">The alphabet: residues of one group count as the same.</param>
    /// <param name="pattern">1 for a position that is read, 0 for one that is skipped; begins and ends with 1.</param>
    /// <param name="weight">Share of the squared length of the embedding.</param>
    public KmerSpectrum(string[] groups, string pattern, double weight)
    {
        (Letters, Weight, Span) = (groups.Length, weight, pattern.Length);
        Offsets = [.. Enumerable.Range(0, pattern.Length).Where(i => pattern[i] == '1')];
        Words = 1;
        foreach (var _ in Offsets)
            Words *= Letters;
        Group = new byte[26];
        Array.Fill(Group, Unknown);
        for (var group = 0; group < groups.Length; group++)
            foreach (var residue in groups[group])
                Group[residue - 'A'] = (byte)group;
        foreach (var (unusual, usual) in Unusual)
            Group[unusual - 'A'] = Group[usual - 'A'];
    }

    /// <summary>What ambiguous and rare residues count as.</summary>
    public static (char Unusual, char Usual)[] Unusual { get; } = [('B', 'D'), ('Z', 'E'), ('J', 'L'), ('U', 'C'), ('O', 'K')];

    /// <summary>The group of each letter A to Z; <see cref="Unknown"/> for X.</summary>
    public byte[] Group { get; }

    /// <summary>Size of the alphabet.</summary>
    public int Letters { get; }

    /// <summary>Which positions of a word are read, from 0.</summary>
    public int[] Offsets { get; }

    /// <summary>From the first to the last position read.</summary>
    public int Span { get; }

    /// <summary>Number of possible words.</summary>
    public int Words { get; }

    public double Weight { get; }
}
