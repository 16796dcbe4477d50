using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// All commands of <c>#!glm</c>. Parsing, help, completion, the registration with every host and docs/commands.md come from it. Immutable,
/// thread-safe.
/// </summary>
public sealed class CommandCatalogue
{
    /// <summary>The word that starts a command line in a cell.</summary>
    public const string Magic = "#!glm";

    /// <summary>The flag that every command understands.</summary>
    public const string HelpFlag = "--help";

    private readonly Dictionary<string, ICommandDeclaration> _byName;

    /// <param name="commands">In the order in which help lists them.</param>
    /// <param name="vocabulary">Describes types and objects in messages and help; null for their names in C#.</param>
    /// <exception cref="ArgumentException">A declaration contradicts itself or another.</exception>
    public CommandCatalogue(IEnumerable<ICommandDeclaration> commands, IVocabulary? vocabulary = null)
    {
        Commands = [.. commands];
        Vocabulary = vocabulary ?? CSharpVocabulary.Instance;
        _byName = new Dictionary<string, ICommandDeclaration>(StringComparer.Ordinal);
        foreach (var command in Commands)
        {
            Check(command);
            if (!_byName.TryAdd(command.Name, command))
                throw new ArgumentException($"Two commands are named {command.Name}.", nameof(commands));
        }
    }

    /// <summary>In the order in which help lists them.</summary>
    public IReadOnlyList<ICommandDeclaration> Commands { get; }

    /// <summary>The words for types and objects.</summary>
    public IVocabulary Vocabulary { get; }

    /// <summary>The command of that exact name, or null.</summary>
    public ICommandDeclaration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The command whose name is nearest to what was typed, or null if none is near.</summary>
    public ICommandDeclaration? Nearest(string typed) => NearestName.Of(typed, _byName.Keys) is { } name ? _byName[name] : null;

    private static void Check(ICommandDeclaration command)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { HelpFlag };
        foreach (var option in command.Options)
        {
            Require(option.Name.StartsWith("--", StringComparison.Ordinal) && option.Name.Length > 2, "is not written with two dashes");
            Require(names.Add(option.Name), "is declared twice");
            Require(option.Kind != OptionKind.Choice || option.Choices.Count > 0, "is a choice of nothing");
            Require(option.Kind != OptionKind.Variable || option.VariableType is not null, "has no variable type");
            Require(option.Kind != OptionKind.Flag || (!option.IsImplicit && option.Default is null), "is a flag with a value");
            Require(
                option.Default is null || (!option.IsRequired && OptionValue.Accepts(option, option.Default)),
                "has a default that it does not accept"
            );

            void Require(bool holds, string fault)
            {
                if (!holds)
                    throw new ArgumentException($"Option {option.Name} of command {command.Name} {fault}.", nameof(command));
            }
        }
        if (command.Options.Count(option => option.IsImplicit) > 1)
            throw new ArgumentException($"Command {command.Name} has more than one implicit option.", nameof(command));
        if (command.Exclusions.SelectMany(group => group).FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"Command {command.Name} excludes {unknown}, which it does not declare.", nameof(command));
    }
}
