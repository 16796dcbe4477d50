using Glm.Interactive.CommandLanguage;

namespace Glm.Interactive.Hosting;

/// <summary>What most commands share. A command declares its name, options and examples, and does its work; nothing else.</summary>
public abstract class GlmCommand : IGlmCommand
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Summary { get; }

    /// <inheritdoc/>
    public virtual IReadOnlyList<CommandOption> Options => [];

    /// <inheritdoc/>
    public virtual IReadOnlyList<IReadOnlyList<string>> Exclusions => [];

    /// <inheritdoc/>
    public abstract IReadOnlyList<CommandExample> Examples { get; }

    /// <inheritdoc/>
    public virtual Type? Result => null;

    /// <inheritdoc/>
    public virtual bool NeedsTorch => true;

    /// <inheritdoc/>
    public abstract Task RunAsync(CommandContext context);
}
