using Glm.Interactive.Hosting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Glm.Interactive.Polyglot;

/// <summary>What a command sees of .NET Interactive while it runs once.</summary>
internal sealed class PolyglotNotebook(KernelCommand command, KernelInvocationContext context, CSharpKernel csharp) : INotebookHost
{
    public CancellationToken Cancellation => context.CancellationToken;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory => Environment.CurrentDirectory;

    public IEnumerable<string> VariableNames => HostMembers.VariableNames(csharp);

    public string Display(MimeBundle content) => Show(content, command, context);

    public void Update(string displayId, MimeBundle content) =>
        context.Publish(new DisplayedValueUpdated(content, displayId, command, Formatted(content)));

    public void SetVariable(string name, object value, Type type) => csharp.SetValueAsync(name, value, type).GetAwaiter().GetResult();

    public bool TryGetVariable(string name, out object? value) => csharp.TryGetValue(name, out value);

    public bool TryGetReference(string reference, string option, out object? value) =>
        TryGetVariable(reference, out value)
        || (command is GlmDirectiveCommand directive && PolyglotBridge.TryGetBound(option, directive.Values, out value));

    /// <summary>
    /// Shows something below the cell; returns the id for updates. By an event instead of the host's display functions, which need the
    /// cell's own flow of execution: progress comes from other threads.
    /// </summary>
    public static string Show(MimeBundle content, KernelCommand command, KernelInvocationContext context)
    {
        var id = Guid.NewGuid().ToString("N");
        context.Publish(new DisplayedValueProduced(content, command, Formatted(content), id));
        return id;
    }

    public static FormattedValue[] Formatted(MimeBundle content) =>
        [.. content.Parts.Select(part => new FormattedValue(part.Key, part.Value))];
}
