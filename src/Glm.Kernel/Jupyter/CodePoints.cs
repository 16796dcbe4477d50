namespace Glm.Kernel.Jupyter;

/// <summary>Converts positions: the protocol counts code points, .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The index of a code point; a count beyond the text is its end, and so is a negative one.</summary>
    public static int ToIndex(string text, int count)
    {
        if (count < 0)
            return text.Length;
        var index = 0;
        for (; count > 0 && index < text.Length; count--)
            index += IsPair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>How many code points stand before an index.</summary>
    public static int Before(string text, int index)
    {
        var count = 0;
        for (var i = 0; i < index && i < text.Length; i += IsPair(text, i) ? 2 : 1)
            count++;
        return count;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
