namespace Glm.Formats.Labels;

/// <summary>
/// The labels in a cell. Semicolons and bars always separate two; commas do where no piece between them has a blank inside, and where
/// blanks stand behind them only if every piece has a digit: "GO:1, GO:2" are two labels, "oxidoreductase, NAD-binding" is one. In a
/// column of COG categories every letter is one.
/// </summary>
internal static class LabelCell
{
    private static readonly HashSet<string> NothingWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "-",
        "--",
        ".",
        "NA",
        "N/A",
        "NaN",
        "none",
        "null",
    };

    private static readonly HashSet<string> CategoryColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "COG_category",
        "COG_categories",
        "COG category",
        "COG cat",
        "COG_cat",
        "COG_class",
        "COG_letters",
        "COG letters",
        "COG Functional cat.",
        "COG",
        "cog_functional_category",
    };

    /// <summary>Whether a text says that there is nothing.</summary>
    public static bool IsNothing(string text) => NothingWords.Contains(text);

    public static IEnumerable<string> Split(string cell, string column)
    {
        if (IsNothing(cell))
            return [];
        var pieces = cell.Split([';', '|'], StringSplitOptions.TrimEntries).SelectMany(AtCommas).Where(piece => !IsNothing(piece));
        return CategoryColumns.Contains(column) ? pieces.SelectMany(Letters) : pieces;
    }

    private static IEnumerable<string> AtCommas(string text)
    {
        if (!text.Contains(','))
            return [text];
        var pieces = text.Split(',', StringSplitOptions.TrimEntries);
        var isSpaced = text.Contains(", ", StringComparison.Ordinal);
        return Array.Exists(pieces, piece => piece.Contains(' ') || isSpaced && !piece.AsSpan().ContainsAnyInRange('0', '9'))
            ? [text]
            : pieces;
    }

    /// <summary>"KL" is K and L; what is not all capital letters, as COG0083, is one label.</summary>
    private static IEnumerable<string> Letters(string piece) =>
        piece.All(char.IsAsciiLetterUpper) ? piece.Select(letter => letter.ToString()) : [piece];
}
