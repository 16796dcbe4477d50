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

            A line `{CommandCatalogue.Magic} <command> [options]` runs a command; a cell may hold any number of them between lines of C#.
            This page is generated from the declarations of the commands.

            - An option takes its value after a space (`--steps 5`) and may be given once. One option per command may be given by its
              value alone; its name is in angle brackets below.
            - Values with spaces go in double quotes: `--out "my folder"`; inside them `\"` and `\\` stand for a quote and a backslash.
            - `@name` stands for the value of the C# variable `name` (a string, a number or a boolean), as in
              `{CommandCatalogue.Magic} load @folder`. Put a value that starts with `@` in quotes.
            - Objects are passed by the name of their C# variable. By default a command takes the newest object of the type that a
              command made or was given by name; an object made in C# counts once it has been named.
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
