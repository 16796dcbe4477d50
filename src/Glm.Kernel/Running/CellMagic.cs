using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>A line that begins with <c>#!</c>: the one table from which running, messages and, in front ends, help and completion come.</summary>
/// <param name="Name">The word behind <c>#!</c>.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="OwnsCell">True where it must be the cell's first line and decides about the rest.</param>
public sealed record CellMagic(string Name, string Summary, bool OwnsCell)
{
    public static readonly CellMagic Glm = new("glm", "Runs a gLM command; #!glm alone lists them.", false);
    public static readonly CellMagic CSharp = new("csharp", "Runs the cell as C#, which it is anyway.", true);
    public static readonly CellMagic Markdown = new("markdown", "Shows the rest of the cell as Markdown.", true);
    public static readonly CellMagic Html = new("html", "Shows the rest of the cell as HTML.", true);
    public static readonly CellMagic Time = new("time", "Runs the rest of the cell and says how long it took.", true);

    /// <summary>Every magic there is.</summary>
    public static IReadOnlyList<CellMagic> All { get; } = [Glm, CSharp, Markdown, Html, Time];

    /// <summary>The magic that owns a cell.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="rest">The cell without the magic's line, which stays as an empty one so that lines keep their numbers.</param>
    /// <returns>Null where the cell does not begin with one.</returns>
    public static CellMagic? OwnerOf(string source, out string rest)
    {
        rest = source;
        var start = source.Length - source.AsSpan().TrimStart().Length;
        var end = source.IndexOf('\n', start);
        var line = source[start..(end < 0 ? source.Length : end)].Trim();
        if (!line.StartsWith("#!", StringComparison.Ordinal) || Find(Word(line)) is not { OwnsCell: true } magic)
            return null;
        if (line.Length > Word(line).Length + 2)
            throw new GlmException($"#!{magic.Name} takes nothing on its line; '{line[(Word(line).Length + 2)..].Trim()}' belongs on the next.");
        rest = source[..start] + (end < 0 ? "" : source[end..]);
        return magic;
    }

    /// <summary>Checks a magic line that stands among others.</summary>
    /// <exception cref="GlmException">It is unknown, or must be the first of its cell.</exception>
    public static void Require(CellSegment segment)
    {
        var word = Word(segment.Text);
        var magic = Find(word);
        if (magic is { OwnsCell: true })
            throw new GlmException($"line {segment.Line}: #!{word} must be the first line of its cell.");
        if (magic is not null)
            return;
        var nearest = NearestName.Of(word, All.Select(candidate => candidate.Name));
        throw new GlmException($"line {segment.Line}: there is no #!{word}; {(nearest is null ? "known are" : $"did you mean #!{nearest}? Known are")} {string.Join(", ", All.Select(candidate => "#!" + candidate.Name))}.");
    }

    private static CellMagic? Find(string word) => word is "c#" or "C#" ? CSharp : All.FirstOrDefault(magic => magic.Name == word);

    private static string Word(string line) => line[2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var word, ..] ? word : "";
}
