using Glm.Interactive.Hosting;

namespace Glm.Interactive.CommandLanguage;

/// <summary>What most commands share. A command says its name, options, examples and what it does, and nothing else.</summary>
public abstract class GlmCommand : IGlmCommand
{
    public abstract string Name { get; }

    public abstract string Summary { get; }

    public virtual IReadOnlyList<CommandOption> Options => [];

    public virtual IReadOnlyList<IReadOnlyList<string>> Exclusions => [];

    public abstract IReadOnlyList<CommandExample> Examples { get; }

    public virtual Type? Result => null;

    public virtual bool NeedsTorch => true;

    public abstract Task RunAsync(CommandContext context);
}
