namespace Glm.Interactive.Display.Markup;

/// <summary>How wide letters are, without a font at hand.</summary>
internal static class Letters
{
    /// <summary>The approximate width of a string in type of size 1.</summary>
    public static double Width(string text) => text.Sum(WidthOf);

    // Of the common fonts without serifs, on the generous side.
    private static double WidthOf(char c) =>
        c switch
        {
            'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' => 0.34,
            'f' or 'r' or 't' or ' ' or '-' or '(' or ')' or '[' or ']' or '/' => 0.42,
            'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
            _ when char.IsUpper(c) => 0.74,
            _ => 0.62,
        };
}
