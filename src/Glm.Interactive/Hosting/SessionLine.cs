using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Modeling;

namespace Glm.Interactive.Hosting;

/// <summary>
/// A command that a session has run: its values, and which objects it used and made. Objects are known by tokens, so that the memory of a
/// session holds none of them.
/// </summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">Its values.</param>
/// <param name="Folder">Full path from which its paths start.</param>
internal sealed record SessionLine(ICommandDeclaration Command, CommandArguments Arguments, string Folder)
{
    /// <summary>What it used, in that order.</summary>
    public List<Use> Uses { get; } = [];

    /// <summary>What it made, in that order.</summary>
    public List<Made> Makes { get; } = [];

    /// <summary>How its results came to be; null until it has completed.</summary>
    public CommandRecord? Record { get; set; }

    /// <summary>False while it runs, and for good where it was interrupted or failed.</summary>
    public bool IsCompleted { get; set; }

    /// <summary>Whether it made an object, or trained it.</summary>
    public bool Changes(object token) =>
        Makes.Any(made => made.Token == token)
        // A training that published no history had not begun.
        || (Command.Name == "train" && Makes.Count > 0 && Uses.Any(use => use.Wanted == typeof(GlmModel) && use.Token == token));

    /// <param name="Option">The option that stands for the object; null for none.</param>
    /// <param name="Variable">The variable that held it.</param>
    /// <param name="Wanted">The type that was asked for: the newest object of it serves where no variable is named.</param>
    /// <param name="Token">The object.</param>
    internal sealed record Use(string? Option, string Variable, Type Wanted, object Token);

    /// <param name="Variable">The variable that holds it.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Token">The object.</param>
    internal sealed record Made(string Variable, Type Type, object Token);
}
