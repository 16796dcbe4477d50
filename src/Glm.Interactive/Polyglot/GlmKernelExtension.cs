using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using HostCompletionItem = Microsoft.DotNet.Interactive.Events.CompletionItem;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// Adds the <c>#!glm</c> commands to a .NET Interactive kernel, in Polyglot Notebooks or in a program that hosts the kernel itself. State
/// belongs to the root kernel, so one process may host several notebooks. Thread-safe.
/// </summary>
public static class GlmKernelExtension
{
    private static readonly ConditionalWeakTable<Kernel, PolyglotBridge> Bridges = [];
    private static readonly Lock Gate = new();

    /// <summary>
    /// Registers the commands, their completion and their hover help on a root kernel, and teaches the host's formatters this project's
    /// results. From the next submission on, C# cells have the project's namespaces open and its <see cref="GlmSession"/> in the variable
    /// <c>session</c>. Called within a cell, it also shows which libtorch was found and what to type next. Calling it again registers
    /// nothing twice.
    /// </summary>
    /// <param name="kernel">
    /// A <see cref="CompositeKernel"/> with a <see cref="CSharpKernel"/> among its children, a <see cref="CSharpKernel"/> on its own, or
    /// any kernel below such a root.
    /// </param>
    /// <returns>The notebook's session, which holds what its commands have made.</returns>
    /// <exception cref="GlmException">There is no C# kernel, or the host's libraries are too old; one line says which.</exception>
    public static GlmSession Load(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        try
        {
            var bridge = Attach(kernel.RootKernel);
            bridge.Prepare();
            if (KernelInvocationContext.Current is { IsComplete: false } context)
                PolyglotNotebook.Show(bridge.Welcome(), context.Command, context);
            return bridge.Session;
        }
        catch (Exception e)
            when (e is GlmException or TypeLoadException or MissingMemberException or FileLoadException or FileNotFoundException)
        {
            var failure = e as GlmException ?? new GlmException(Unsuitable(typeof(Kernel).Assembly, e.Message), e);
            // A cell ends with the one line; the exception alone would show a stack trace below it.
            if (KernelInvocationContext.Current is { } context)
                context.Fail(context.Command, message: failure.Message);
            throw failure;
        }
    }

    /// <summary>The session of a notebook that has the commands.</summary>
    /// <param name="kernel">As for <see cref="Load"/>.</param>
    /// <exception cref="InvalidOperationException"><see cref="Load"/> was not called for this kernel.</exception>
    public static GlmSession SessionOf(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Bridges.TryGetValue(kernel.RootKernel, out var bridge)
            ? bridge.Session
            : throw new InvalidOperationException($"Call {nameof(GlmKernelExtension)}.{nameof(Load)} for this kernel first.");
    }

    /// <summary>One line about a host whose libraries lack something that the commands need.</summary>
    /// <param name="host">The host's core library.</param>
    /// <param name="failure">What the runtime said.</param>
    internal static string Unsuitable(Assembly host, string failure)
    {
        var version = host.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? host.GetName().Version?.ToString()
            ?? "unknown";
        return $"Glm.Interactive cannot be added to this host, .NET Interactive {LineText.Shown(version)}: use one from December 2025 or "
            + $"later (the last is 1.0.712001), or the Jupyter kernel glm. "
            + $"What is wrong: {LineText.Shown(failure.Trim().Split('\n')[0].Trim(), 300)}";
    }

    private static PolyglotBridge Attach(Kernel root)
    {
        lock (Gate)
        {
            if (Bridges.TryGetValue(root, out var known))
                return known;
            var csharp = CSharpOf(root) ?? throw new GlmException($"Glm.Interactive needs a C# kernel, and '{root.Name}' has none.");
            var bridge = new PolyglotBridge(new GlmSession());
            AddCommands(root, csharp, bridge);
            AddEditing(root, csharp, bridge);
            csharp.AddAssemblyReferences(PolyglotPrelude.Libraries);
            // Deferred, because the caller may itself be a cell, and declarations of a submission nested in a cell are lost when it ends.
            csharp.DeferCommand(new SubmitCode(PolyglotPrelude.Code));
            Bridges.Add(root, bridge);
            return bridge;
        }
    }

    private static CSharpKernel? CSharpOf(Kernel root) =>
        root as CSharpKernel ?? (root as CompositeKernel)?.ChildKernels.OfType<CSharpKernel>().FirstOrDefault();

    private static void AddCommands(Kernel root, CSharpKernel csharp, PolyglotBridge bridge)
    {
        var magic = new KernelActionDirective(CommandCatalogue.Magic)
        {
            Description = "Genomic language models. Alone it lists the commands.",
        };
        foreach (var command in bridge.Commands)
        {
            var directive = new KernelActionDirective(command.Name) { Description = command.Summary };
            foreach (var option in command.Options)
                directive.Parameters.Add(
                    new KernelDirectiveParameter(option.Name, CommandHelp.Text(option))
                    {
                        Flag = option.Kind == OptionKind.Flag,
                        AllowImplicitName = option.IsImplicit,
                    }
                );
            magic.Subcommands.Add(directive);
        }

        // Reached by #!glm alone and by an unknown command: the host's parser stops there, ours explains.
        root.AddDirective(magic, (command, context) =>
            Run(command, context, CommandCatalogue.Magic, new Dictionary<string, JsonElement>())
        );
        foreach (var directive in magic.Subcommands)
            root.AddDirective<GlmDirectiveCommand>(directive, (command, context) =>
                Run(command, context, command.InvokedDirective, command.Values)
            );

        async Task Run(
            KernelCommand command,
            KernelInvocationContext context,
            string directive,
            IReadOnlyDictionary<string, JsonElement> values
        )
        {
            var notebook = new PolyglotNotebook(command, context, csharp);
            var running =
                HostMembers.LineOf(command) is { } line ? bridge.RunAsync(line, notebook)
                : directive == CommandCatalogue.Magic ? bridge.RunAsync(directive, notebook)
                : bridge.RunAsync(directive, values, notebook);
            if (await running.ConfigureAwait(false) is { } failure)
                context.Fail(command, message: failure);
        }
    }

    private static void AddEditing(Kernel root, CSharpKernel csharp, PolyglotBridge bridge) =>
        root.AddMiddleware(
            (command, context, next) =>
            {
                var notebook = new PolyglotNotebook(command, context, csharp);
                // The host splits a cell into parts; the whole cell is the context's command.
                if (context.Command is SubmitCode cell && bridge.EnterCell(cell, cell.Code) is { } mistake)
                    context.Fail(cell, message: mistake);
                else if (
                    command is RequestCompletions part
                    && Whole(part, context) is var asked
                    && At(asked, bridge.Complete) is { } items
                )
                    context.Publish(
                        new CompletionsProduced(
                            [.. items.Select(item => new HostCompletionItem(item.Text, "Property", documentation: item.Description))],
                            asked,
                            items.Count > 0 ? Span(asked, items[0].Start, items[0].Length) : Span(asked, asked.LinePosition.Character, 0)
                        )
                    );
                else if (command is RequestHoverText spot && Whole(spot, context) is var pointed && At(pointed, bridge.Hover) is { } help)
                    context.Publish(
                        new HoverTextProduced(pointed, PolyglotNotebook.Formatted(help), Span(pointed, pointed.LinePosition.Character, 0))
                    );
                else
                    return next(command, context);
                return Task.CompletedTask;

                T At<T>(LanguageServiceCommand place, Func<string, int, int, INotebookHost, T> look) =>
                    look(place.Code, place.LinePosition.Line, place.LinePosition.Character, notebook);
            }
        );

    /// <summary>The request as the editor made it, whose cursor counts lines from the start of the cell.</summary>
    private static T Whole<T>(T part, KernelInvocationContext context)
        where T : LanguageServiceCommand => context.Command as T ?? part;

    private static LinePositionSpan Span(LanguageServiceCommand place, int start, int length) =>
        new(place.LinePosition with { Character = start }, place.LinePosition with { Character = start + length });
}
