using System.Text;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Writes the command reference of the user guide from the catalogue.</summary>
public static class CommandReference
{
    /// <summary>The page docs/commands.md.</summary>
    public static string Markdown(CommandCatalogue catalogue)
    {
        var page = new StringBuilder(
            $"""
            # Commands

            A line `{CommandCatalogue.Magic} <command> [options]` runs a command; a cell may hold any number of them between lines of C#. This page is
            generated from the commands' own declarations.

            - `@name` stands for the value of the C# variable `name` (a text, number or truth value): `#!glm load @folder`. Put a text that starts with `@` into quotes.
            - Values with blanks go into double quotes: `--out "my folder"`; `\"` and `\\` stand for a quote and a backslash inside them.
            - An option takes its value after a blank (`--steps 5`), once. The name of one option per command may be left out.
            - Objects pass by the name of their C# variable. Left out, a command takes the newest object of that type that a command made or
              was given by name; an object made in C# counts once it was named.
            - `{CommandCatalogue.Magic} <command> {CommandCatalogue.HelpFlag}` shows the same as this page.

            | Command | |
            | --- | --- |

            """
        );
        foreach (var command in catalogue.Commands)
            page.Append($"| [`{command.Name}`](#{command.Name}) | {Cell(command.Summary)} |\n");
        foreach (var command in catalogue.Commands)
        {
            page.Append($"\n## {command.Name}\n\n{Prose(command.Summary)}\n\n```\n{CommandHelp.Usage(command)}\n```\n");
            if (command.Result is { } result)
                page.Append($"\nMakes {Prose(catalogue.Vocabulary.Words(result))}.\n");
            if (command.Options.Count > 0)
            {
                page.Append("\n| Option | |\n| --- | --- |\n");
                foreach (var option in command.Options)
                    page.Append($"| `{Cell(CommandHelp.Signature(option))}` | {Cell(CommandHelp.Text(option))} |\n");
            }
            foreach (var group in command.Exclusions)
                page.Append($"\n{Prose(CommandHelp.Exclusion(group))}\n");
            foreach (var example in command.Examples)
                page.Append($"\n{Prose(example.Meaning)}\n\n```\n{example.Line}\n```\n\n```csharp\n{example.CSharp}\n```\n");
        }
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Prose(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Cell(string text) => Prose(text).Replace("|", "\\|", StringComparison.Ordinal);
}
