using System.Text;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Help texts, as plain text and as HTML.</summary>
public static class CommandHelp
{
    private const int TextColumn = 26;
    private const int LongestText = 4000;

    /// <summary>Help on the whole catalogue.</summary>
    public static MimeBundle Of(CommandCatalogue catalogue)
    {
        var plain = new StringBuilder($"{CommandCatalogue.Magic} <command> [options]\n\n");
        var html = new StringBuilder(
            $"<p><code>{CommandCatalogue.Magic} &lt;command&gt; [options]</code></p><table class=\"glm-table\"><tbody>"
        );
        foreach (var command in catalogue.Commands)
        {
            plain.Append($"  {command.Name, -14}{command.Summary}\n");
            html.Append($"<tr><td><code>{Encode(command.Name)}</code></td><td>{Encode(command.Summary)}</td></tr>");
        }
        plain.Append($"\n{CommandCatalogue.Magic} <command> {CommandCatalogue.HelpFlag} explains one command.");
        html.Append(
            $"</tbody></table><p><code>{CommandCatalogue.Magic} &lt;command&gt; {CommandCatalogue.HelpFlag}</code> explains one "
                + $"command.</p>"
        );
        return new MimeBundle(plain.ToString(), Html.View(Html.NewId(), html.ToString()));
    }

    /// <summary>Help on one command: usage, options with rules and defaults, examples with their C# equivalent.</summary>
    public static MimeBundle Of(IGlmCommand command)
    {
        var plain = new StringBuilder($"{CommandCatalogue.Magic} {command.Name}: {command.Summary}\n\n{Usage(command)}\n");
        var html = new StringBuilder(
            $"<p><b>{CommandCatalogue.Magic} {Encode(command.Name)}</b> – "
                + $"{Encode(command.Summary)}</p><p><code>{Encode(Usage(command))}</code></p>"
        );
        if (command.Options.Count > 0)
        {
            plain.Append('\n');
            html.Append("<table class=\"glm-table\"><tbody>");
            foreach (var option in command.Options)
            {
                var signature = Signature(option);
                var gap =
                    signature.Length < TextColumn - 3
                        ? signature.PadRight(TextColumn - 2)
                        : signature + "\n" + new string(' ', TextColumn);
                plain.Append($"  {gap}{Text(option)}\n");
                html.Append($"<tr><td><code>{Encode(signature)}</code></td><td>{Encode(Text(option))}</td></tr>");
            }
            html.Append("</tbody></table>");
        }
        foreach (var group in command.Exclusions)
        {
            plain.Append($"\n{Exclusion(group)}\n");
            html.Append($"<p>{Encode(Exclusion(group))}</p>");
        }
        foreach (var example in command.Examples)
        {
            plain.Append($"\n{example.Line}\n    {example.Meaning}\n    C#: {example.CSharp}\n");
            html.Append(
                $"<p><code>{Encode(example.Line)}</code><br>{Encode(example.Meaning)}<br>C#: <code>{Encode(example.CSharp)}</code></p>"
            );
        }
        return new MimeBundle(plain.ToString().TrimEnd(), Html.View(Html.NewId(), html.ToString()));
    }

    /// <summary>One option in two lines, for hovering.</summary>
    public static MimeBundle Of(CommandOption option) =>
        new($"{Signature(option)}\n{Text(option)}", $"<p><code>{Encode(Signature(option))}</code><br>{Encode(Text(option))}</p>");

    /// <summary>The whole command on one line, brackets around what may be left out.</summary>
    internal static string Usage(IGlmCommand command)
    {
        var usage = new StringBuilder($"{CommandCatalogue.Magic} {command.Name}");
        foreach (var option in command.Options.OrderByDescending(option => option.IsImplicit))
        {
            var written = option.IsImplicit ? $"<{option.Name.TrimStart('-')}>" : Signature(option);
            usage.Append(option.IsRequired ? $" {written}" : $" [{written}]");
        }
        return usage.ToString();
    }

    /// <summary>"--steps N" or "--dry-run".</summary>
    internal static string Signature(CommandOption option) => $"{option.Name} {option.Placeholder}".TrimEnd();

    /// <summary>Description, rule and default of an option, in one line.</summary>
    public static string Text(CommandOption option)
    {
        var text = new StringBuilder(option.Description);
        if (option.Kind is OptionKind.Integer or OptionKind.Number && option.Range != NumericRange.Any)
            text.Append($" Must be {option.Rule}.");
        if (option is { Kind: OptionKind.Variable, IsRequired: false } && option.VariableType != typeof(object))
            text.Append(" Left out: the newest that a command made or was given.");
        if (option.IsRequired)
            text.Append(" Required.");
        if (option.IsImplicit)
            text.Append($" {option.Name} itself may be left out.");
        if (option.Default is { } standard)
            text.Append($" Default: {standard}.");
        return text.ToString();
    }

    internal static string Exclusion(IReadOnlyList<string> group) => $"At most one of {string.Join(", ", group)}.";

    private static string Encode(string text) => Html.Encode(text, LongestText);
}
