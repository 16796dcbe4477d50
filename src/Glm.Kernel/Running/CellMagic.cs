using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>
/// A line that begins with <c>#!</c>: the one table from which dispatch, messages, <c>#!lsmagic</c>, <c>--help</c>, completion and
/// hovering come.
/// </summary>
/// <param name="Name">The word behind <c>#!</c>.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="OwnsCell">True where it must be the cell's first line and decides about the rest.</param>
public sealed record CellMagic(string Name, string Summary, bool OwnsCell)
{
    private static readonly string[] HelpFlags = ["--help", "-h", "-?"];

    // What .NET Interactive hosts besides; a cell in one of these is told from a misspelt word.
    private static readonly HashSet<string> OtherLanguages = new(StringComparer.OrdinalIgnoreCase)
    {
        "fsharp",
        "f#",
        "pwsh",
        "powershell",
        "sql",
        "kql",
        "python",
        "pythonkernel",
        "r",
        "rkernel",
        "mermaid",
        "http",
        "httpRequest",
        "value",
        "vscode",
    };

    public static readonly CellMagic Glm = new("glm", "Runs a gLM command; #!glm alone lists them.", false)
    {
        Examples = ["#!glm load data-samples"],
    };

    public static readonly CellMagic CSharp = new("csharp", "Runs the cell as C#, which it is anyway.", true)
    {
        Aliases = ["c#", "C#", "cs"],
        IsLanguage = true,
    };

    public static readonly CellMagic Markdown = new("markdown", "Shows the rest of the cell as Markdown.", true)
    {
        Aliases = ["md"],
        IsLanguage = true,
        IsText = true,
    };

    public static readonly CellMagic Html = new("html", "Shows the rest of the cell as HTML.", true) { IsLanguage = true, IsText = true };

    public static readonly CellMagic JavaScript = new(
        "javascript",
        "Runs the rest of the cell as JavaScript in the page that shows it; 'element' is the place of its output.",
        true
    )
    {
        Aliases = ["js"],
        IsLanguage = true,
        IsText = true,
        Examples = ["#!javascript\nelement.textContent = new Date();"],
    };

    public static readonly CellMagic Time = new("time", "Runs the rest of the cell and says how long it took.", true);

    public static readonly CellMagic Who = new("who", "Lists the names of the session's variables.", false);

    public static readonly CellMagic Whos = new("whos", "Lists the session's variables with their types and values.", false);

    public static readonly CellMagic LsMagic = new("lsmagic", "Lists the magics.", false);

    public static readonly CellMagic Import = new(
        "import",
        "Runs all cells of a notebook (.ipynb, .dib) or a C# file (.cs, .csx) as if they stood here.",
        false
    )
    {
        Argument = "FILE",
        Examples = ["#!import helpers.dib", "#!import \"my notebooks/setup.ipynb\""],
    };

    /// <summary>Every magic there is.</summary>
    public static IReadOnlyList<CellMagic> All { get; } = [Glm, CSharp, Markdown, Html, JavaScript, Time, Who, Whos, LsMagic, Import];

    /// <summary>Other words for it.</summary>
    public IReadOnlyList<string> Aliases { get; private init; } = [];

    /// <summary>What must follow on its line, as help writes it; null where nothing may.</summary>
    public string? Argument { get; private init; }

    /// <summary>True where it says in which language the cell is.</summary>
    public bool IsLanguage { get; private init; }

    /// <summary>True where the rest of the cell is no C#.</summary>
    public bool IsText { get; private init; }

    /// <summary>Whole cells or lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; private init; } = [];

    /// <summary>What <c>--help</c> and hovering show.</summary>
    public string Help
    {
        get
        {
            var text = new StringBuilder($"#!{Name}{(Argument is null ? "" : " " + Argument)}\n{Summary}");
            if (OwnsCell)
                text.Append("\nIt is the first line of its cell.");
            if (Aliases.Count > 0)
                text.Append("\nAlso: ").AppendJoin(", ", Aliases.Select(alias => "#!" + alias));
            foreach (var example in Examples)
                text.Append("\n\n").Append(example);
            return text.ToString();
        }
    }

    /// <summary>The languages in which a cell may be.</summary>
    public static string HostedLanguages => string.Join(", ", All.Where(magic => magic.IsLanguage).Select(magic => magic.Name));

    /// <summary>The magic of a word or of one of its aliases; null where there is none.</summary>
    public static CellMagic? Find(string word) => All.FirstOrDefault(magic => magic.Name == word || magic.Aliases.Contains(word));

    /// <summary>The magic that owns a cell.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="rest">The cell without the magic's line, which stays as an empty one so that lines keep their numbers.</param>
    /// <returns>Null where the cell does not begin with one.</returns>
    /// <exception cref="GlmException">The cell is in a language that is not hosted, or the line says more than it may.</exception>
    public static CellMagic? OwnerOf(string source, out string rest) => OwnerOf(source, out rest, out _);

    /// <summary>As the other; <paramref name="isHelp"/> is true where the line asks for the magic's help.</summary>
    internal static CellMagic? OwnerOf(string source, out string rest, out bool isHelp)
    {
        (rest, isHelp) = (source, false);
        var start = source.Length - source.AsSpan().TrimStart().Length;
        var end = source.IndexOf('\n', start);
        var line = source[start..(end < 0 ? source.Length : end)].Trim();
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var (word, argument) = Parts(line);
        if (OtherLanguages.Contains(word))
            throw NotHosted(word);
        if (Find(word) is not { OwnsCell: true } magic)
            return null;
        isHelp = HelpFlags.Contains(argument);
        if (argument.Length > 0 && !isHelp)
            throw new GlmException($"#!{word} takes nothing on its line; '{LineText.Shown(argument)}' belongs on the next.");
        rest = source[..start] + (end < 0 ? "" : source[end..]);
        return magic;
    }

    /// <summary>The magic of a line that stands among C#, and what it is told.</summary>
    /// <param name="segment">The line.</param>
    /// <param name="argument">What follows the word, without its quotes.</param>
    /// <param name="isHelp">Whether the line asks for the magic's help.</param>
    /// <exception cref="GlmException">It is unknown, must be the first of its cell, or lacks its argument.</exception>
    internal static CellMagic Require(CellSegment segment, out string argument, out bool isHelp)
    {
        (var word, argument) = Parts(segment.Text);
        var magic = Find(word);
        isHelp = magic != Glm && HelpFlags.Contains(argument);
        if (magic is { OwnsCell: true } && !isHelp)
            throw new GlmException($"line {segment.Line}: #!{word} must be the first line of its cell.");
        if (magic is null && OtherLanguages.Contains(word))
            throw new GlmException($"line {segment.Line}: {NotHosted(word).Message}");
        if (magic is null)
        {
            var nearest = NearestName.Of(word, All.Select(candidate => candidate.Name));
            throw new GlmException(
                $"line {segment.Line}: there is no #!{LineText.Shown(word)}; "
                    + $"{(nearest is null ? "known are" : $"did you mean #!{nearest}? Known are")} "
                    + $"{string.Join(", ", All.Select(candidate => "#!" + candidate.Name))}."
            );
        }
        if (magic == Glm || isHelp)
            return magic;
        if (magic.Argument is null && argument.Length > 0)
            throw new GlmException($"line {segment.Line}: #!{word} takes nothing behind it, not '{LineText.Shown(argument)}'.");
        if (magic.Argument is not null && argument.Length == 0)
            throw new GlmException($"line {segment.Line}: #!{word} needs a {magic.Argument.ToLowerInvariant()}: {magic.Examples[0]}");
        if (argument is ['"', .., '"'])
            argument = argument[1..^1];
        return magic;
    }

    /// <summary>The message for a cell in a language of other kernels.</summary>
    internal static GlmException NotHosted(string language) =>
        new(
            $"The cell is in {LineText.Shown(language)}, which this kernel does not host; it hosts {HostedLanguages} and #!glm. "
                + $"Leave the cell out, or say it in C#."
        );

    private static (string Word, string Argument) Parts(string line) =>
        line[2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var word, var argument] => (word, argument.Trim()),
            [var word] => (word, ""),
            _ => ("", ""),
        };
}
