namespace Glm.Proteins.Homology;

/// <summary>
/// What it costs to align two residues (Henikoff and Henikoff 1992), in half bits. A residue is its code: 0 to 19 for the amino acids in
/// the order ARNDCQEGHILKMFPSTWYV, then B (D or N), Z (E or Q) and X (unknown). U (selenocysteine) counts as C, O (pyrrolysine) as K, J
/// (I or L) as X.
/// </summary>
public static class Blosum62
{
    /// <summary>Number of residue codes.</summary>
    public const int Count = 23;

    /// <summary>The code of X, the unknown residue.</summary>
    public const byte Unknown = 22;

    /// <summary>What the first residue of a gap costs, BLAST's gap opening of 11 included.</summary>
    public const int OpenGap = 12;

    /// <summary>What each further residue of a gap costs.</summary>
    public const int ExtendGap = 1;

    private const byte NoResidue = 255;

    private const string Order = "ARNDCQEGHILKMFPSTWYVBZX";

    // Rows and columns in the order above.
    // csharpier-ignore
    private static readonly sbyte[] Scores =
    [
        4, -1, -2, -2, 0, -1, -1, 0, -2, -1, -1, -1, -1, -2, -1, 1, 0, -3, -2, 0, -2, -1, 0,
        -1, 5, 0, -2, -3, 1, 0, -2, 0, -3, -2, 2, -1, -3, -2, -1, -1, -3, -2, -3, -1, 0, -1,
        -2, 0, 6, 1, -3, 0, 0, 0, 1, -3, -3, 0, -2, -3, -2, 1, 0, -4, -2, -3, 3, 0, -1,
        -2, -2, 1, 6, -3, 0, 2, -1, -1, -3, -4, -1, -3, -3, -1, 0, -1, -4, -3, -3, 4, 1, -1,
        0, -3, -3, -3, 9, -3, -4, -3, -3, -1, -1, -3, -1, -2, -3, -1, -1, -2, -2, -1, -3, -3, -2,
        -1, 1, 0, 0, -3, 5, 2, -2, 0, -3, -2, 1, 0, -3, -1, 0, -1, -2, -1, -2, 0, 3, -1,
        -1, 0, 0, 2, -4, 2, 5, -2, 0, -3, -3, 1, -2, -3, -1, 0, -1, -3, -2, -2, 1, 4, -1,
        0, -2, 0, -1, -3, -2, -2, 6, -2, -4, -4, -2, -3, -3, -2, 0, -2, -2, -3, -3, -1, -2, -1,
        -2, 0, 1, -1, -3, 0, 0, -2, 8, -3, -3, -1, -2, -1, -2, -1, -2, -2, 2, -3, 0, 0, -1,
        -1, -3, -3, -3, -1, -3, -3, -4, -3, 4, 2, -3, 1, 0, -3, -2, -1, -3, -1, 3, -3, -3, -1,
        -1, -2, -3, -4, -1, -2, -3, -4, -3, 2, 4, -2, 2, 0, -3, -2, -1, -2, -1, 1, -4, -3, -1,
        -1, 2, 0, -1, -3, 1, 1, -2, -1, -3, -2, 5, -1, -3, -1, 0, -1, -3, -2, -2, 0, 1, -1,
        -1, -1, -2, -3, -1, 0, -2, -3, -2, 1, 2, -1, 5, 0, -2, -1, -1, -1, -1, 1, -3, -1, -1,
        -2, -3, -3, -3, -2, -3, -3, -3, -1, 0, 0, -3, 0, 6, -4, -2, -2, 1, 3, -1, -3, -3, -1,
        -1, -2, -2, -1, -3, -1, -1, -2, -2, -3, -3, -1, -2, -4, 7, -1, -1, -4, -3, -2, -2, -1, -2,
        1, -1, 1, 0, -1, 0, 0, 0, -1, -2, -2, 0, -1, -2, -1, 4, 1, -3, -2, -2, 0, 0, 0,
        0, -1, 0, -1, -1, -1, -1, -2, -2, -1, -1, -1, -1, -2, -1, 1, 5, -2, -2, 0, -1, -1, 0,
        -3, -3, -4, -4, -2, -2, -3, -2, -2, -3, -2, -3, -1, 1, -4, -3, -2, 11, 2, -3, -4, -3, -2,
        -2, -2, -2, -3, -2, -1, -2, -3, 2, -1, -1, -2, -1, 3, -3, -2, -2, 2, 7, -1, -3, -2, -1,
        0, -3, -3, -3, -1, -2, -2, -3, -3, 3, 1, -2, 1, -1, -2, -2, 0, -3, -1, 4, -3, -2, -1,
        -2, -1, 3, 4, -3, 0, 1, -1, 0, -3, -4, 0, -3, -3, -2, 0, -1, -4, -3, -3, 4, 1, -1,
        -1, 0, 0, 1, -3, 3, 4, -2, 0, -3, -3, 1, -1, -3, -1, 0, -1, -3, -2, -2, 1, 4, -1,
        0, -1, -1, -1, -2, -1, -1, -1, -1, -1, -1, -1, -1, -1, -2, 0, 0, -2, -1, -1, -1, -1, -1,
    ];

    private static readonly byte[] Codes = [.. Enumerable.Range(0, 128).Select(letter => CodeOfLetter((char)letter))];

    /// <summary>The code of a letter.</summary>
    /// <param name="letter">A to Z.</param>
    /// <param name="code">Below <see cref="Count"/>.</param>
    /// <returns>Whether it is a letter from A to Z.</returns>
    public static bool TryCode(char letter, out byte code)
    {
        code = letter < 128 ? Codes[letter] : NoResidue;
        return code != NoResidue;
    }

    /// <summary>What aligning two residues adds to the score: -4 to 11.</summary>
    /// <param name="first">Code of a residue.</param>
    /// <param name="second">Code of the other; the order does not matter.</param>
    public static int Score(byte first, byte second) => Scores[(first * Count) + second];

    private static byte CodeOfLetter(char letter) =>
        letter switch
        {
            'U' => (byte)Order.IndexOf('C'),
            'O' => (byte)Order.IndexOf('K'),
            'J' => Unknown,
            >= 'A' and <= 'Z' => (byte)Order.IndexOf(letter),
            _ => NoResidue,
        };
}
