using System.Globalization;
using System.Runtime.InteropServices;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Jupyter;
using Glm.Kernel.Outputs;
using Glm.Runtime;
using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.Running;

/// <summary>
/// Every magic there is: running, messages, <c>#!lsmagic</c>, <c>--help</c>, completion and hovering all read this table.
/// </summary>
internal static class CellMagics
{
    private static readonly string[] HelpFlags = ["--help", "-h", "-?"];

    // The other languages of .NET Interactive: a cell in one of them is not a misspelt magic.
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
        "vscode",
    };

    /// <summary>The magics, in the order in which they are listed.</summary>
    public static IReadOnlyList<CellMagic> All { get; } =
    [
        new("glm", "Runs a gLM command; #!glm alone lists them.")
        {
            TakesLine = true,
            Examples = ["#!glm load data-samples"],
            Run = (cell, line) => cell.RunCommand(line),
        },
        new("csharp", "Runs what follows as C#, which a cell is anyway.")
        {
            OwnsCell = true,
            IsLanguage = true,
            Aliases = ["c#", "C#", "cs"],
            Run = (_, _) => null, // the segment that follows
        },
        new("markdown", "Shows what follows as Markdown.")
        {
            OwnsCell = true,
            IsLanguage = true,
            IsText = true,
            Aliases = ["md"],
            Run = (cell, rest) => cell.Show(Markdown(rest.Trim())),
        },
        new("html", "Shows what follows as HTML.")
        {
            OwnsCell = true,
            IsLanguage = true,
            IsText = true,
            Run = (cell, rest) => cell.Show(CellRunner.HtmlBundle(new HtmlString(rest.Trim()))),
        },
        new("javascript", "Runs what follows as JavaScript in the page that shows it; 'element' is the place of its output.")
        {
            OwnsCell = true,
            IsLanguage = true,
            IsText = true,
            Aliases = ["js"],
            Examples = ["#!javascript\nelement.textContent = new Date();"],
            Run = (cell, rest) => cell.Show(PageScript.Bundle(rest.Trim())),
        },
        new("value", "Keeps the text that follows, a file or a page of the web as a string variable.")
        {
            OwnsCell = true,
            IsLanguage = true,
            IsText = true,
            TakesOptions = true,
            Argument = "--name NAME",
            Examples =
            [
                "#!value --name table\na,b\n1,2",
                "#!value --name page --from-url https://example.com --mime-type text/html",
                "#!value --name text --from-file notes.txt",
            ],
            Run = SharedValues.Value,
        },
        new("time", "Runs the rest of the cell and says how long it took.") { OwnsCell = true, Run = Time },
        new("who", "Lists the names of the session's variables.")
        {
            Run = (cell, _) => cell.Show(VariableTable.Create(cell.Variables, withValues: false)),
        },
        new("whos", "Lists the session's variables with their types and values.")
        {
            Run = (cell, _) => cell.Show(VariableTable.Create(cell.Variables, withValues: true)),
        },
        new("lsmagic", "Lists the magics.") { Run = (cell, _) => cell.Show(HelpView.Create("Magics", List())) },
        new("set", "Sets a variable to a text, to another variable (@NAME) or to an answer (@input:question, @password:question).")
        {
            TakesOptions = true,
            Argument = "--name NAME --value VALUE",
            Examples =
            [
                "#!set --name url --value https://example.com",
                "#!set --name words --value \"one two three\"",
                "#!set --name copy --value @csharp:words",
                "#!set --name folder --value @input:\"Which folder?\"",
            ],
            Run = SharedValues.Set,
        },
        new("share", "Gives a variable another name; all languages of this kernel see the same variables.")
        {
            TakesOptions = true,
            Argument = "NAME --from LANGUAGE",
            Examples = ["#!share words --from csharp --as copy"],
            Run = SharedValues.Share,
        },
        new("forget", "Forgets variables, so that their memory is free.")
        {
            Argument = "NAME",
            Examples = ["#!forget big", "#!forget first second"],
            Run = (cell, names) => cell.Forget(names),
        },
        new("about", "Tells the versions of this kernel and of what it runs on.") { Run = (cell, _) => cell.Show(AboutView()) },
        new("import", "Runs all cells of a notebook (.ipynb, .dib) or a C# file (.cs, .csx) as if they stood here.")
        {
            Argument = "FILE",
            Complete = ImportedFile.Complete,
            Examples = ["#!import helpers.dib", "#!import \"my notebooks/setup.ipynb\""],
            Run = (cell, file) => cell.Import(file),
        },
    ];

    /// <summary>The languages in which a cell may be.</summary>
    public static string HostedLanguages =>
        string.Join(", ", All.Where(magic => magic is { IsLanguage: true, TakesOptions: false }).Select(magic => magic.Name));

    /// <summary>The magic of a word or of one of its aliases; null where there is none.</summary>
    public static CellMagic? Find(string word) => All.FirstOrDefault(magic => magic.Name == word || magic.Aliases.Contains(word));

    /// <summary>Whether a line names the language of what follows, be it hosted or not.</summary>
    public static bool IsLanguage(string line) =>
        Parts(line.Trim()).Word is var word && (OtherLanguages.Contains(word) || Find(word) is { IsLanguage: true });

    /// <summary>Whether a line makes text of what follows, up to the next language.</summary>
    public static bool IsText(string line) =>
        Parts(line.Trim()) is var (word, argument)
        && !HelpFlags.Contains(argument)
        && (OtherLanguages.Contains(word) || Find(word) is { IsText: true });

    /// <summary>The magic that owns a cell.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="rest">The cell without the magic's line, which stays as an empty one so that lines keep their numbers.</param>
    /// <returns>Null where the cell does not begin with one.</returns>
    /// <exception cref="GlmException">The cell is in a language that is not hosted, or the line says more than it may.</exception>
    public static CellMagic? OwnerOf(string source, out string rest) => OwnerOf(source, out rest, out _);

    /// <summary>Like the other overload; <paramref name="isHelp"/> is true where the line asks for the magic's help.</summary>
    public static CellMagic? OwnerOf(string source, out string rest, out bool isHelp)
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
        if (argument.Length > 0 && !isHelp && !magic.TakesOptions)
            throw new GlmException($"#!{word} takes nothing on its line; '{LineText.Shown(argument)}' belongs on the next.");
        rest = source[..start] + (end < 0 ? "" : source[end..]);
        return magic;
    }

    /// <summary>The magic of a line that stands among C#, and the text it is to run with.</summary>
    /// <param name="segment">The line.</param>
    /// <param name="text">The whole line where the magic takes that, otherwise what follows the word, without its quotes.</param>
    /// <param name="isHelp">Whether the line asks for the magic's help.</param>
    /// <exception cref="GlmException">It is unknown, must be the first of its cell, or lacks its argument.</exception>
    public static CellMagic Require(CellSegment segment, out string text, out bool isHelp)
    {
        var (word, argument) = Parts(segment.Text);
        var magic = Find(word);
        (text, isHelp) = (segment.Text, magic is not { TakesLine: true } && HelpFlags.Contains(argument));
        if (magic is { OwnsCell: true, IsLanguage: false } && !isHelp)
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
        if (magic.TakesLine || isHelp)
            return magic;
        if (magic is { IsLanguage: true, Argument: null } && argument.Length > 0)
            throw new GlmException(
                $"line {segment.Line}: #!{word} takes nothing on its line; '{LineText.Shown(argument)}' belongs on the next."
            );
        if (magic.Argument is null && argument.Length > 0)
            throw new GlmException($"line {segment.Line}: #!{word} takes no argument, not '{LineText.Shown(argument)}'.");
        if (magic.Argument is not null && argument.Length == 0)
            throw new GlmException($"line {segment.Line}: #!{word} needs a {magic.Argument.ToLowerInvariant()}: {magic.Examples[0]}");
        text =
            segment.Body is { } body ? (magic.TakesOptions ? argument + "\n" : "") + body
            : !magic.TakesOptions && argument is ['"', .., '"'] ? argument[1..^1]
            : argument;
        return magic;
    }

    /// <summary>The message for a cell in a language of other kernels.</summary>
    public static GlmException NotHosted(string language) =>
        new(
            $"The cell is in {LineText.Shown(language)}, which this kernel does not host; it hosts {HostedLanguages} and #!glm. "
                + "Remove the cell, or write it in C#."
        );

    private static CellError? Time(RunningCell cell, string rest)
    {
        var started = cell.Clock.GetTimestamp();
        var error = cell.Run(rest);
        var seconds = cell.Clock.GetElapsedTime(started).TotalSeconds;
        cell.Output.Write(isError: false, string.Create(CultureInfo.InvariantCulture, $"Took {seconds:0.000} s\n"));
        return error;
    }

    private static MimeBundle AboutView() =>
        KeyValueView.Create(
            "",
            ("glm", typeof(CellMagics).Assembly.GetName().Version!.ToString(3)),
            ("C#", "14, as scripting"),
            (".NET", Environment.Version.ToString()),
            ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            ("Jupyter's protocol", WireCodec.Version),
            ("languages", HostedLanguages)
        );

    private static MimeBundle Markdown(string text) =>
        new(new Dictionary<string, string> { ["text/markdown"] = text, [MimeBundle.PlainText] = text });

    private static string List()
    {
        var width = All.Max(magic => magic.Usage.Length) + 2;
        return string.Join('\n', All.Select(magic => magic.Usage.PadRight(width) + magic.Summary))
            + "\n\n#!NAME --help says more about each.";
    }

    private static (string Word, string Argument) Parts(string line) =>
        line[2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var word, var argument] => (word, argument.Trim()),
            [var word] => (word, ""),
            _ => ("", ""),
        };
}
