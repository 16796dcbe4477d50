// A double of .NET Interactive's public surface: the members that the bridge uses, with the signatures and the habits of its last version.
namespace Microsoft.DotNet.Interactive.Commands;

public abstract class KernelCommand;

public sealed class SubmitCode(string code, string? targetKernelName = null) : KernelCommand
{
    public string Code => code;

    public string? TargetKernelName => targetKernelName;
}

/// <summary>A directive that has values; the host fills it from JSON.</summary>
public abstract class KernelDirectiveCommand : KernelCommand
{
    public virtual IEnumerable<string> GetValidationErrors(CompositeKernel kernel) => [];

    internal DirectiveNode? DirectiveNode { get; set; }
}

/// <summary>A directive that has none.</summary>
internal sealed class DirectiveCommand(DirectiveNode node) : KernelCommand
{
    public DirectiveNode DirectiveNode => node;
}

internal sealed record DirectiveNode(string FullText);

public abstract class LanguageServiceCommand(string code, LinePosition linePosition) : KernelCommand
{
    public string Code => code;

    public LinePosition LinePosition => linePosition;
}

public sealed class RequestCompletions(string code, LinePosition linePosition) : LanguageServiceCommand(code, linePosition);

public sealed class RequestHoverText(string code, LinePosition linePosition) : LanguageServiceCommand(code, linePosition);
