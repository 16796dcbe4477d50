using System.Text;
using Glm.Runtime;

namespace Glm.Genomes.Translation;

/// <summary>
/// A genetic code by its NCBI number (/transl_table): 1 is the standard code, 11 that of bacteria and archaea, 4 that of mycoplasmas.
/// Immutable.
/// </summary>
public sealed class GeneticCode
{
    /// <summary>The code of bacteria and archaea.</summary>
    public const int Prokaryotic = 11;

    // As NCBI writes them: 64 residues, then the codons with which translation may begin, both in the order TTT, TTC, TTA, TTG, TCT, ...
    private static readonly Dictionary<int, (string Residues, string Starts)> Tables = new()
    {
        [1] = (
            "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "---M---------------M---------------M----------------------------"
        ),
        [2] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSS**VVVVAAAADDEEGGGG",
            "--------------------------------MMMM---------------M------------"
        ),
        [3] = (
            "FFLLSSSSYY**CCWWTTTTPPPPHHQQRRRRIIMMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "----------------------------------MM---------------M------------"
        ),
        [4] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "--MM---------------M------------MMMM---------------M------------"
        ),
        [5] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSSSVVVVAAAADDEEGGGG",
            "---M----------------------------MMMM---------------M------------"
        ),
        [6] = (
            "FFLLSSSSYYQQCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [9] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG",
            "-----------------------------------M---------------M------------"
        ),
        [10] = (
            "FFLLSSSSYY**CCCWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [11] = (
            "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "---M---------------M------------MMMM---------------M------------"
        ),
        [12] = (
            "FFLLSSSSYY**CC*WLLLSPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-------------------M---------------M----------------------------"
        ),
        [13] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNKKSSGGVVVVAAAADDEEGGGG",
            "---M------------------------------MM---------------M------------"
        ),
        [14] = (
            "FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNNKSSSSVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [15] = (
            "FFLLSSSSYY*QCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [16] = (
            "FFLLSSSSYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [21] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIMMTTTTNNNKSSSSVVVVAAAADDEEGGGG",
            "-----------------------------------M---------------M------------"
        ),
        [22] = (
            "FFLLSS*SYY*LCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [23] = (
            "FF*LSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "--------------------------------M--M---------------M------------"
        ),
        [24] = (
            "FFLLSSSSYY**CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG",
            "---M---------------M---------------M---------------M------------"
        ),
        [25] = (
            "FFLLSSSSYY**CCGWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "---M-------------------------------M---------------M------------"
        ),
        [26] = (
            "FFLLSSSSYY**CC*WLLLAPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-------------------M---------------M----------------------------"
        ),
        [27] = (
            "FFLLSSSSYYQQCCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [28] = (
            "FFLLSSSSYYQQCCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [29] = (
            "FFLLSSSSYYYYCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [30] = (
            "FFLLSSSSYYEECC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [31] = (
            "FFLLSSSSYYEECCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "-----------------------------------M----------------------------"
        ),
        [32] = (
            "FFLLSSSSYY*WCC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG",
            "---M---------------M------------MMMM---------------M------------"
        ),
        [33] = (
            "FFLLSSSSYYY*CCWWLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSSKVVVVAAAADDEEGGGG",
            "---M---------------M---------------M---------------M------------"
        ),
    };

    private const string Bases = "TCAG";

    private readonly string _residues;
    private readonly string _starts;

    private GeneticCode(int number) => (Number, (_residues, _starts)) = (number, Tables[number]);

    /// <summary>NCBI's number.</summary>
    public int Number { get; }

    /// <summary>Whether there is a code with this number.</summary>
    public static bool Exists(int number) => Tables.ContainsKey(number);

    /// <summary>The code with a number.</summary>
    /// <exception cref="GlmException">There is no such code.</exception>
    public static GeneticCode Of(int number) =>
        Exists(number)
            ? new GeneticCode(number)
            : throw new GlmException(
                $"There is no genetic code {number}; NCBI numbers them {string.Join(", ", Tables.Keys.Order())}. Use "
                    + $"{Prokaryotic} for bacteria and archaea."
            );

    /// <summary>The residue of a codon: a letter, * for a stop, X where its bases do not determine it.</summary>
    /// <param name="codon">Three letters of DNA or RNA in any case; IUPAC letters stand for all their bases.</param>
    public char Residue(ReadOnlySpan<byte> codon)
    {
        var (first, second, third) = (Choices(codon[0]), Choices(codon[1]), Choices(codon[2]));
        var found = '\0';
        for (var a = 0; a < 4; a++)
        for (var b = 0; b < 4; b++)
        for (var c = 0; c < 4; c++)
        {
            if ((first & 1 << a) == 0 || (second & 1 << b) == 0 || (third & 1 << c) == 0)
                continue;
            var residue = _residues[(16 * a) + (4 * b) + c];
            if (found != '\0' && found != residue)
                return (found, residue) is ('D' or 'N' or 'B', 'D' or 'N') && Only(first, second, third, "DN") ? 'B'
                    : (found, residue) is ('E' or 'Q' or 'Z', 'E' or 'Q') && Only(first, second, third, "EQ") ? 'Z'
                    : 'X';
            found = residue;
        }
        return found == '\0' ? 'X' : found;
    }

    /// <summary>Whether translation may begin with a codon; it is read as M then.</summary>
    public bool IsStart(ReadOnlySpan<byte> codon)
    {
        var (a, b, c) = (Single(codon[0]), Single(codon[1]), Single(codon[2]));
        return a >= 0 && b >= 0 && c >= 0 && _starts[(16 * a) + (4 * b) + c] == 'M';
    }

    /// <summary>Translates whole codons; up to two bases at the end are left over.</summary>
    /// <param name="coding">The coding strand from its first codon on.</param>
    /// <param name="startsAtStart">Whether the first codon is the gene's start, so that alternative starts are read as M.</param>
    /// <returns>One letter per codon, stops as *.</returns>
    public string Translate(ReadOnlySpan<byte> coding, bool startsAtStart)
    {
        var protein = new StringBuilder(coding.Length / 3);
        for (var i = 0; i + 3 <= coding.Length; i += 3)
        {
            var codon = coding.Slice(i, 3);
            protein.Append(i == 0 && startsAtStart && IsStart(codon) ? 'M' : Residue(codon));
        }
        return protein.ToString();
    }

    private bool Only(int first, int second, int third, string residues)
    {
        for (var a = 0; a < 4; a++)
        for (var b = 0; b < 4; b++)
        for (var c = 0; c < 4; c++)
            if (
                (first & 1 << a) != 0
                && (second & 1 << b) != 0
                && (third & 1 << c) != 0
                && !residues.Contains(_residues[(16 * a) + (4 * b) + c])
            )
                return false;
        return true;
    }

    private static int Single(byte letter) =>
        Bases.IndexOf(char.ToUpperInvariant((char)letter) is 'U' ? 'T' : char.ToUpperInvariant((char)letter));

    // Bits for T, C, A, G.
    private static int Choices(byte letter) =>
        char.ToUpperInvariant((char)letter) switch
        {
            'T' or 'U' => 1,
            'C' => 2,
            'A' => 4,
            'G' => 8,
            'Y' => 3,
            'W' => 5,
            'K' => 9,
            'M' => 6,
            'S' => 10,
            'R' => 12,
            'H' => 7,
            'B' => 11,
            'D' => 13,
            'V' => 14,
            _ => 15,
        };
}
