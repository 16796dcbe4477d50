using System.Text;
using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>One word of a command line.</summary>
/// <param name="Text">Without quotes and escapes.</param>
/// <param name="Start">Its first character in the line, the quote included.</param>
/// <param name="End">After its last character, the quote included.</param>
/// <param name="Quoted">Written in "…": never an option.</param>
/// <param name="Fault">What is wrong with its quotes, as a sentence; null if nothing is.</param>
internal sealed record CommandWord(string Text, int Start, int End, bool Quoted, string? Fault)
{
    /// <summary>Looks like an option: starts with a dash and is not a negative number.</summary>
    public bool IsOption =>
        !Quoted
        && Text.Length > 1
        && Text[0] == '-'
        && !char.IsAsciiDigit(Text[1])
        && !(Text[1] == '.' && Text.Length > 2 && char.IsAsciiDigit(Text[2]));

    /// <summary>The words of a line. Never throws: faults are noted in the words.</summary>
    public static List<CommandWord> Split(string line)
    {
        var words = new List<CommandWord>();
        for (var i = 0; i < line.Length; )
        {
            if (char.IsWhiteSpace(line[i]))
                i++;
            else
            {
                var word = line[i] == '"' ? ReadQuoted(line, i) : ReadPlain(line, i);
                words.Add(word);
                i = word.End;
            }
        }
        return words;
    }

    /// <summary>A value as it is written on a line: in quotes only if the line would not give it back unchanged.</summary>
    public static string Quote(string value)
    {
        // Options and negative numbers are bare too.
        if (
            Split(value) is [{ Quoted: false, Fault: null } word]
            && word.Text == value
            && VariableReference.In(word) is null
            && (!word.IsOption || value.StartsWith("--", StringComparison.Ordinal))
        )
            return value;
        var text = new StringBuilder("\"");
        foreach (var c in value)
            text.Append(c is '"' or '\\' ? "\\" : "").Append(c);
        return text.Append('"').ToString();
    }

    private static CommandWord ReadPlain(string line, int start)
    {
        var end = start;
        while (end < line.Length && !char.IsWhiteSpace(line[end]))
            end++;
        var text = line[start..end];
        var fault =
            text.Contains('"', StringComparison.Ordinal)
                ? $"there is a quote inside '{LineText.Shown(text)}'; put the whole value in quotes, \"…\", and write \\\" for a "
                    + $"quote in it."
            : text[0] is '“' or '”' or '„' or '«'
                ? $"'{LineText.Shown(text)}' starts with a typographic quote; write straight quotes, \"…\"."
            : text[0] is '–' or '—' or '−'
                ? $"'{LineText.Shown(text)}' starts with a typographic dash; write "
                    + $"--{LineText.Shown(text.TrimStart('–', '—', '−', '-'))}."
            : null;
        return new CommandWord(text, start, end, Quoted: false, fault);
    }

    private static CommandWord ReadQuoted(string line, int start)
    {
        var text = new StringBuilder();
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                var glued = i + 1 < line.Length && !char.IsWhiteSpace(line[i + 1]);
                return new CommandWord(
                    text.ToString(),
                    start,
                    i + 1,
                    Quoted: true,
                    glued ? $"a space is missing after the quoted value at character {i + 1}; write \\\" for a quote inside it." : null
                );
            }
            // Other backslashes stand for themselves, so that Windows paths need no doubling.
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] is '"' or '\\')
                i++;
            text.Append(line[i]);
        }
        return new CommandWord(
            text.ToString(),
            start,
            line.Length,
            Quoted: true,
            $"the quote opened at character {start + 1} is not closed; end the value with \" (and write \\\\ for a backslash before it)."
        );
    }
}
