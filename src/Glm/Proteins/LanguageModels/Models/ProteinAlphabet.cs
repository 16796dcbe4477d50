namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// The tokens of a protein language model. Letters count in either case, blanks do not count, and neither does a stop (<c>*</c>) at the
/// end. What a model has no token for is read as X, the unknown residue, and counted. A token is a byte.
/// </summary>
public sealed class ProteinAlphabet
{
    private const int None = -1;
    private const int Dropped = -2;

    private readonly int[] _tokens = new int[128];
    private readonly int _unknown;

    /// <param name="name">Of the model family, for messages.</param>
    /// <param name="size">V, the number of tokens.</param>
    /// <param name="begin">Token before the first residue; null for none.</param>
    /// <param name="end">Token after the last residue.</param>
    /// <param name="mask">Token that hides a residue; null where the model has none.</param>
    /// <param name="letters">Letters in the order of their tokens.</param>
    /// <param name="first">Token of the first letter.</param>
    /// <param name="asUnknown">Letters with tokens of their own which are by convention read as X, and not counted.</param>
    /// <param name="dropped">Characters that stand for no residue.</param>
    private ProteinAlphabet(
        string name,
        int size,
        int? begin,
        int end,
        int? mask,
        string letters,
        int first,
        string asUnknown = "",
        string dropped = ""
    )
    {
        (Name, Size, Begin, End, Mask, Letters, First) = (name, size, begin, end, mask, letters, first);
        Array.Fill(_tokens, None);
        for (var i = 0; i < letters.Length; i++)
            Set(letters[i], first + i);
        _unknown = _tokens['X'];
        foreach (var letter in asUnknown)
            Set(letter, _unknown);
        foreach (var character in dropped + " \t\r\n\v\f")
            _tokens[character] = Dropped;
    }

    /// <summary>
    /// ESM-1b's and ESM-2's, as in fair-esm: a token before and after, and tokens for the gap letters <c>-</c> and <c>.</c>.
    /// </summary>
    public static ProteinAlphabet Esm2 { get; } =
        new("ESM-2", size: 33, begin: 0, end: 2, mask: 32, letters: "LAGVSERTIDPKQNFYMHWCXBUZO.-", first: 4);

    /// <summary>
    /// ProtT5's: a token after, U, Z, O and B read as X (ProtTrans), and gaps dropped, as its own script for vectors does.
    /// </summary>
    public static ProteinAlphabet ProtT5 { get; } =
        new(
            "ProtT5",
            size: 128,
            begin: null,
            end: 1,
            mask: null,
            letters: "ALGVSREDTIPKFQNYMHWCXBOUZ",
            first: 3,
            asUnknown: "UZOB",
            dropped: "-."
        );

    /// <summary>Of the model family.</summary>
    public string Name { get; }

    /// <summary>V, the number of tokens.</summary>
    public int Size { get; }

    /// <summary>Token before the first residue; null for none.</summary>
    public int? Begin { get; }

    /// <summary>Token after the last residue.</summary>
    public int End { get; }

    /// <summary>Token that hides a residue; null where the model has none.</summary>
    public int? Mask { get; }

    /// <summary>The letters, in the order of their tokens.</summary>
    public string Letters { get; }

    /// <summary>Token of the first letter.</summary>
    public int First { get; }

    /// <summary>The tokens of the residues, without those before and after.</summary>
    /// <param name="sequence">A protein, of any characters.</param>
    /// <param name="unknown">How many characters were read as X that are not X.</param>
    public byte[] Residues(string sequence, out int unknown)
    {
        var letters = sequence.AsSpan().TrimEnd(" \t\r\n\v\f").TrimEnd('*');
        var (tokens, count) = (new byte[letters.Length], 0);
        unknown = 0;
        foreach (var letter in letters)
        {
            var token = letter < _tokens.Length ? _tokens[letter] : None;
            if (token == Dropped)
                continue;
            if (token == None)
                unknown++;
            tokens[count++] = (byte)(token == None ? _unknown : token);
        }
        return tokens[..count];
    }

    /// <summary>The residues of a piece of a protein between the tokens before and after.</summary>
    public byte[] Enclosed(ReadOnlySpan<byte> residues)
    {
        var begin = Begin is null ? 0 : 1;
        var tokens = new byte[begin + residues.Length + 1];
        residues.CopyTo(tokens.AsSpan(begin));
        if (Begin is { } token)
            tokens[0] = (byte)token;
        tokens[^1] = (byte)End;
        return tokens;
    }

    private void Set(char letter, int token)
    {
        _tokens[letter] = token;
        _tokens[char.ToLowerInvariant(letter)] = token;
    }
}
