namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Amino acids in eleven groups whose members replace one another often. Homologs keep the group much longer than the residue, while
/// chance keeps it one time in five. The groups are those of DIAMOND (Buchfink, Xie and Huson 2015).
/// </summary>
internal static class ReducedAlphabet
{
    /// <summary>In place of a group: no seed may lie here. The highest bit tells it from any group.</summary>
    public const byte None = 0x80;

    /// <summary>Bits of a group.</summary>
    public const int Bits = 4;

    private static readonly byte[] Groups = Make("KREDQN", "C", "G", "H", "ILV", "M", "F", "Y", "W", "P", "STA");

    /// <summary>The group of each residue code, padded with <see cref="None"/> to 32 codes.</summary>
    public static ReadOnlySpan<byte> OfCode => Groups;

    private static byte[] Make(params string[] groups)
    {
        var ofCode = new byte[32];
        Array.Fill(ofCode, None);
        for (byte group = 0; group < groups.Length; group++)
            foreach (var letter in groups[group])
                if (Blosum62.TryCode(letter, out var code))
                    ofCode[code] = group;
        return ofCode;
    }
}
