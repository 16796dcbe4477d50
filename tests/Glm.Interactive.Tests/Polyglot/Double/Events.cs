using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.Events;

public abstract class KernelEvent(KernelCommand command)
{
    public KernelCommand Command => command;
}

public abstract class DisplayEvent(
    object? value,
    KernelCommand command,
    IReadOnlyCollection<FormattedValue>? formattedValues,
    string? valueId
) : KernelEvent(command)
{
    public object? Value => value;

    public IReadOnlyCollection<FormattedValue> FormattedValues => formattedValues ?? [];

    public string? ValueId => valueId;
}

public sealed class DisplayedValueProduced(
    object? value,
    KernelCommand command,
    IReadOnlyCollection<FormattedValue>? formattedValues = null,
    string? valueId = null
) : DisplayEvent(value, command, formattedValues, valueId);

public sealed class DisplayedValueUpdated(
    object? value,
    string valueId,
    KernelCommand command,
    IReadOnlyCollection<FormattedValue>? formattedValues = null
) : DisplayEvent(value, command, formattedValues, valueId);

public sealed class ReturnValueProduced(object? value, KernelCommand command) : DisplayEvent(value, command, null, null);

public sealed class CompletionItem(
    string displayText,
    string kind,
    string? filterText = null,
    string? sortText = null,
    string? insertText = null,
    object? insertTextFormat = null,
    string? documentation = null
)
{
    public string DisplayText => displayText;

    public string Kind => kind;

    public string? FilterText => filterText;

    public string? SortText => sortText;

    public string InsertText => insertText ?? displayText;

    public object? InsertTextFormat => insertTextFormat;

    public string? Documentation => documentation;
}

public sealed class CompletionsProduced(
    IReadOnlyCollection<CompletionItem> completions,
    RequestCompletions command,
    LinePositionSpan? linePositionSpan = null
) : KernelEvent(command)
{
    public IEnumerable<CompletionItem> Completions => completions;

    public LinePositionSpan? LinePositionSpan => linePositionSpan;
}

public sealed class HoverTextProduced(
    RequestHoverText command,
    IReadOnlyCollection<FormattedValue> content,
    LinePositionSpan? linePositionSpan = null
) : KernelEvent(command)
{
    public IReadOnlyCollection<FormattedValue> Content => content;

    public LinePositionSpan? LinePositionSpan => linePositionSpan;
}

public sealed class CommandFailed(Exception? exception, KernelCommand command, string? message) : KernelEvent(command)
{
    public Exception? Exception => exception;

    public string Message => message ?? exception?.ToString() ?? "";
}

public sealed class CommandSucceeded(KernelCommand command) : KernelEvent(command);
