using System.Text;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Running;

/// <summary>
/// A word after <c>#!</c>: its name, its help, what may follow it, and what it does. <see cref="CellMagics"/> lists them all.
/// </summary>
/// <param name="Name">The word.</param>
/// <param name="Summary">One line of help.</param>
internal sealed record CellMagic(string Name, string Summary)
{
    /// <summary>Other words for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whole cells or lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>True where it must be the first line of its cell and decides what becomes of the rest.</summary>
    public bool OwnsCell { get; init; }

    /// <summary>True where it says in which language the cell is.</summary>
    public bool IsLanguage { get; init; }

    /// <summary>True where the rest of the cell is not C#.</summary>
    public bool IsText { get; init; }

    /// <summary>What must follow on its line, as help writes it; null where nothing may.</summary>
    public string? Argument { get; init; }

    /// <summary>True where it reads what follows on its line by itself, options and quotes.</summary>
    public bool TakesOptions { get; init; }

    /// <summary>True where its line is a command line of its own, which explains itself: <c>--help</c> goes to the command.</summary>
    public bool TakesLine { get; init; }

    /// <summary>Completes a typed argument, given the working folder.</summary>
    public Func<string, string, string[]> Complete { get; init; } = static (_, _) => [];

    /// <summary>
    /// What it does in a cell. The text is the rest of the cell where it owns the cell (for a language, its part of it; with options,
    /// after their line), the whole line where it takes that, otherwise its argument.
    /// </summary>
    public required Func<RunningCell, string, CellError?> Run { get; init; }

    /// <summary>How its line is written.</summary>
    public string Usage => $"#!{Name}{(Argument is null ? "" : " " + Argument)}";

    /// <summary>What <c>--help</c> and hovering show.</summary>
    public string Help
    {
        get
        {
            var text = new StringBuilder($"{Usage}\n{Summary}");
            if (OwnsCell && !IsLanguage)
                text.Append("\nIt is the first line of its cell.");
            else if (IsLanguage)
                text.Append("\nA cell may hold several languages, one below the other, each after such a line.");
            if (Aliases.Count > 0)
                text.Append("\nAlso: ").AppendJoin(", ", Aliases.Select(alias => "#!" + alias));
            foreach (var example in Examples)
                text.Append("\n\n").Append(example);
            return text.ToString();
        }
    }
}
