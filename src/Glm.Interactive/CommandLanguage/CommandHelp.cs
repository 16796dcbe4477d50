using System.Text;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Writes the help pages from the declarations.</summary>
public static class CommandHelp
{
    private const int CommandWidth = 14;

    /// <summary>Help on the whole catalogue.</summary>
    public static HelpPage Of(CommandCatalogue catalogue) =>
        new()
        {
            Usage = $"{CommandCatalogue.Magic} <command> [options]",
            Entries = [.. catalogue.Commands.Select(command => new HelpEntry(command.Name, command.Summary))],
            TermWidth = CommandWidth,
            Notes = [$"{CommandCatalogue.Magic} <command> {CommandCatalogue.HelpFlag} explains one command."],
        };

    /// <summary>Help on one command: usage, options with rules and defaults, examples with their C# equivalent.</summary>
    public static HelpPage Of(ICommandDeclaration command) =>
        new()
        {
            Title = $"{CommandCatalogue.Magic} {command.Name}",
            Text = command.Summary,
            Usage = Usage(command),
            Entries = [.. command.Options.Select(option => new HelpEntry(Signature(option), Text(option)))],
            Notes = [.. command.Exclusions.Select(Exclusion)],
            Examples = command.Examples,
        };

    /// <summary>One option in two lines, for hovering.</summary>
    public static HelpPage Of(CommandOption option) => new() { Title = Signature(option), Text = Text(option) };

    /// <summary>Description, rule and default of an option, in one line.</summary>
    public static string Text(CommandOption option)
    {
        var text = new StringBuilder(option.Description);
        if (option.Kind is OptionKind.Integer or OptionKind.Number && option.Range != NumericRange.Any)
            text.Append($" Must be {OptionValue.Rule(option, CSharpVocabulary.Instance)}.");
        if (option is { Kind: OptionKind.Variable, IsRequired: false, IsNamedOnly: false } && option.VariableType != typeof(object))
            text.Append(" By default the newest that a command made or was given.");
        if (option.IsRequired)
            text.Append(" Required.");
        if (option.IsImplicit)
            text.Append($" The name {option.Name} is optional.");
        if (option.Default is { } standard)
            text.Append($" Default: {standard}.");
        return text.ToString();
    }

    /// <summary>The whole command on one line, brackets around what is optional.</summary>
    internal static string Usage(ICommandDeclaration command)
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

    internal static string Exclusion(IReadOnlyList<string> group) => $"At most one of {string.Join(", ", group)}.";
}
