using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>Fits text into a width: whole where it can be, else in several lines, else cut.</summary>
internal static class TextFit
{
    private const string Mark = "…";

    /// <summary>Every name as lines that fit. Names that would become the same by a cut at their ends are cut in the middle.</summary>
    /// <param name="names">Untrusted text.</param>
    /// <param name="width">Of a line, in units of the picture.</param>
    /// <param name="size">Font size.</param>
    /// <param name="lines">The most lines of a name.</param>
    /// <param name="bold">Whether the text is semibold.</param>
    public static string[][] Distinct(IReadOnlyList<string> names, double width, double size, int lines = 1, bool bold = false)
    {
        var fitted = names.Select(name => Wrap(name, width, size, lines, bold)).ToArray();
        var alike = fitted
            .Select((shown, i) => (Shown: string.Join(' ', shown), Name: names[i]))
            .GroupBy(pair => pair.Shown, StringComparer.Ordinal)
            .Where(group => group.Select(pair => pair.Name).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < fitted.Length; i++)
            if (alike.Contains(string.Join(' ', fitted[i])))
                fitted[i] = [CutMiddle(Html.Line(names[i], Html.LabelLimit), width, size, bold)];
        return fitted;
    }

    /// <summary>Breaks a text at its blanks. A word without room is cut, and so is the last line where more follows.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="width">Of a line, in units of the picture.</param>
    /// <param name="size">Font size.</param>
    /// <param name="lines">The most lines.</param>
    /// <param name="bold">Whether the text is semibold.</param>
    public static string[] Wrap(string text, double width, double size, int lines = int.MaxValue, bool bold = false)
    {
        text = Html.Line(text, Html.LabelLimit);
        var wrapped = new List<string>();
        var line = "";
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            var longer = line.Length == 0 ? words[i] : $"{line} {words[i]}";
            if (line.Length == 0 || Svg.TextWidth(longer, size, bold) <= width)
            {
                line = longer;
                continue;
            }
            if (wrapped.Count == lines - 1)
            {
                line = string.Join(' ', words[i..].Prepend(line));
                break;
            }
            wrapped.Add(CutEnd(line, width, size, bold));
            line = words[i];
        }
        wrapped.Add(CutEnd(line, width, size, bold));
        return [.. wrapped];
    }

    /// <summary>The same, in lines of nearly equal length rather than a last one of a single word.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="width">Of a line, in units of the picture.</param>
    /// <param name="size">Font size.</param>
    /// <param name="lines">The most lines.</param>
    /// <param name="bold">Whether the text is semibold.</param>
    public static string[] Balance(string text, double width, double size, int lines = int.MaxValue, bool bold = false)
    {
        const double step = 0.96;
        var balanced = Wrap(text, width, size, lines, bold);
        var letters = balanced.Sum(line => line.Length);
        for (var share = step; balanced.Length > 1 && share > 0.5; share *= step)
        {
            var narrower = Wrap(text, width * share, size, lines, bold);
            if (narrower.Length > balanced.Length || narrower.Sum(line => line.Length) != letters)
                break;
            balanced = narrower;
        }
        return balanced;
    }

    private static string CutEnd(string text, double width, double size, bool bold)
    {
        var shown = text;
        for (var kept = text.Length - 1; kept > 0 && Svg.TextWidth(shown, size, bold) > width; kept--)
            shown = text[..Whole(text, kept)].TrimEnd() + Mark;
        return shown;
    }

    private static string CutMiddle(string text, double width, double size, bool bold)
    {
        var shown = text;
        for (var kept = text.Length - 1; kept > 1 && Svg.TextWidth(shown, size, bold) > width; kept--)
            shown = text[..Whole(text, (kept + 1) / 2)].TrimEnd() + Mark + text[Whole(text, text.Length - (kept / 2))..].TrimStart();
        return shown;
    }

    /// <summary>A place near <paramref name="i"/> that does not part the two halves of one character.</summary>
    private static int Whole(string text, int i) => i > 0 && i < text.Length && char.IsLowSurrogate(text[i]) ? i - 1 : i;
}
