using System.Text;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Help as data: a terminal prints <see cref="Plain"/>, a display sets the parts in type. Immutable.</summary>
public sealed record HelpPage
{
    /// <summary>What the page explains, for example "#!glm train" or "--steps N"; null for the whole catalogue.</summary>
    public string? Title { get; init; }

    /// <summary>What it does or is; may hold untrusted text where it describes a variable.</summary>
    public string Text { get; init; } = "";

    /// <summary>How the whole line is written, brackets around what is optional; null where the page explains a single word.</summary>
    public string? Usage { get; init; }

    /// <summary>The commands of the catalogue, or the options of a command.</summary>
    public IReadOnlyList<HelpEntry> Entries { get; init; } = [];

    /// <summary>Characters that plain text gives to a term; a longer one has its text on the next line.</summary>
    public int TermWidth { get; init; } = 24;

    /// <summary>Sentences below the list.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Uses of the command, each with its C# equivalent.</summary>
    public IReadOnlyList<CommandExample> Examples { get; init; } = [];

    /// <summary>The page as plain text, its list in columns.</summary>
    public string Plain
    {
        get
        {
            if (Usage is null)
                return $"{Title}\n{Text}";
            var plain = new StringBuilder(Title is null ? "" : $"{Title}: {Text}\n\n").Append(Usage).Append('\n');
            if (Entries.Count > 0)
                plain.Append('\n');
            foreach (var (term, text) in Entries)
            {
                var column = term.Length < TermWidth ? term.PadRight(TermWidth) : $"{term}\n{new string(' ', TermWidth + 2)}";
                plain.Append($"  {column}{text}\n");
            }
            foreach (var note in Notes)
                plain.Append($"\n{note}\n");
            foreach (var example in Examples)
                plain.Append($"\n{example.Line}\n    {example.Meaning}\n    C#: {example.CSharp}\n");
            return plain.ToString().TrimEnd();
        }
    }
}
