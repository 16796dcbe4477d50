namespace Glm.Interactive.CommandLanguage;

/// <summary>What a command line asks for.</summary>
/// <param name="Command">The command; null if the line asks for the catalogue.</param>
/// <param name="Arguments">Its checked values; null if the line asks for help.</param>
public sealed record ParsedCommandLine(ICommandDeclaration? Command, CommandArguments? Arguments)
{
    /// <summary>True if help is to be shown instead of running anything.</summary>
    public bool IsHelp => Arguments is null;
}
