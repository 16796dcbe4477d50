using Glm.Interactive.CommandLanguage;

namespace Glm.Interactive.Hosting;

/// <summary>A command of <c>#!glm</c> that can run. Stateless: what lasts is kept in the <see cref="CommandSession"/>.</summary>
public interface IGlmCommand : ICommandDeclaration
{
    /// <summary>Runs the command once.</summary>
    /// <exception cref="Runtime.GlmException">A mistake of the user.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted the cell.</exception>
    Task RunAsync(CommandContext context);
}
