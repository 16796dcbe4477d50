// Binds the commands of Glm.Interactive to .NET Interactive. The host compiles this script when a notebook loads the package. Only what touches the
// host's own API stands here: lines, cursors and cells go on to PolyglotBridge, and what there is to register comes from its catalogue.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Interactive.Polyglot;

/// One class for all commands. The host fills it from the line it has read, and lets through silently what it did not understand.
public sealed class GlmDirectiveCommand : KernelDirectiveCommand
{
    public string InvokedDirective { get; set; } = "";

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Values { get; set; } = new();

    public string Line => GlmNotebook.LineOf(this) ?? PolyglotBridge.Current.LineOf(InvokedDirective, Values);
}

/// What a command sees of the host.
public sealed class GlmNotebook : INotebookHost
{
    private readonly KernelCommand _command;
    private readonly KernelInvocationContext _context;
    private readonly CSharpKernel _csharp;

    public GlmNotebook(KernelCommand command, KernelInvocationContext context, CSharpKernel csharp) => (_command, _context, _csharp) = (command, context, csharp);

    public CancellationToken Cancellation => _context.CancellationToken;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory => Environment.CurrentDirectory;

    // By name: the types behind it belong to a compiler that the host was not built against, which costs every notebook a warning.
    public IEnumerable<string> VariableNames =>
        (Member(Member(_csharp, "ScriptState"), "Variables") as System.Collections.IEnumerable)?.Cast<object>().Select(variable => (string)Member(variable, "Name")).Distinct().ToArray() ?? Array.Empty<string>();

    // Events instead of the host's display functions: those need the cell's own flow of execution, and progress comes from other threads.
    public string Display(MimeBundle content)
    {
        var id = Guid.NewGuid().ToString("N");
        _context.Publish(new DisplayedValueProduced(content, _command, Formatted(content), id));
        return id;
    }

    public void Update(string displayId, MimeBundle content) => _context.Publish(new DisplayedValueUpdated(content, displayId, _command, Formatted(content)));

    public void SetVariable(string name, object value, Type type) => _csharp.SetValueAsync(name, value, type).GetAwaiter().GetResult();

    public bool TryGetVariable(string name, out object value) => _csharp.TryGetValue(name, out value);

    public bool TryGetReference(string reference, string option, out object value) =>
        TryGetVariable(reference, out value) || (_command is GlmDirectiveCommand directive && PolyglotBridge.TryGetBound(option, directive.Values, out value));

    public static FormattedValue[] Formatted(MimeBundle content) => content.Parts.Select(part => new FormattedValue(part.Key, part.Value)).ToArray();

    /// The line as the user wrote it, which the host keeps in members that are not public; null where this host does not.
    public static string LineOf(KernelCommand command) => (Member(Member(command, "DirectiveNode"), "FullText") as string)?.Trim();

    private static object Member(object owner, string name)
    {
        for (var type = owner?.GetType(); type is not null; type = type.BaseType)
            if (type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } member)
                return member.GetValue(owner);
        return null;
    }
}

{
    var context = KernelInvocationContext.Current;
    var root = (CompositeKernel)context.HandlingKernel.RootKernel;
    var csharp = root.ChildKernels.OfType<CSharpKernel>().First();
    var bridge = PolyglotBridge.Current;

    async Task Run(KernelCommand command, KernelInvocationContext context, string line)
    {
        if (await bridge.RunAsync(line, new GlmNotebook(command, context, csharp)) is { } failure)
            context.Fail(command, message: failure);
    }

    if (!root.KernelInfo.SupportedDirectives.Any(directive => directive.Name == CommandCatalogue.Magic))
    {
        var magic = new KernelActionDirective(CommandCatalogue.Magic) { Description = "Genomic language models. Alone it lists the commands." };
        foreach (var command in bridge.Commands)
        {
            var directive = new KernelActionDirective(command.Name) { Description = command.Summary };
            foreach (var option in command.Options)
                directive.Parameters.Add(new KernelDirectiveParameter(option.Name, CommandHelp.Text(option)) { Flag = option.Kind == OptionKind.Flag, AllowImplicitName = option.IsImplicit });
            magic.Subcommands.Add(directive);
        }

        // The line alone, and what names no command: the host's parser stops there, ours explains.
        root.AddDirective(magic, (command, context) => Run(command, context, GlmNotebook.LineOf(command) ?? CommandCatalogue.Magic));
        foreach (var directive in magic.Subcommands)
            root.AddDirective<GlmDirectiveCommand>(directive, (command, context) => Run(command, context, command.Line));

        root.AddMiddleware(async (command, context, next) =>
        {
            var notebook = new GlmNotebook(command, context, csharp);
            // The host cuts a cell into parts; the whole of it is the context's command.
            if (context.Command is SubmitCode cell && bridge.EnterCell(cell, cell.Code) is { } mistake)
                context.Fail(cell, message: mistake);
            else if (command is RequestCompletions && (context.Command as RequestCompletions ?? (RequestCompletions)command) is var asked && At(asked, bridge.Complete, notebook) is { } items)
                context.Publish(new CompletionsProduced(
                    items.Select(item => new Microsoft.DotNet.Interactive.Events.CompletionItem(item.Text, "Property", documentation: item.Description)).ToArray(),
                    asked,
                    items.Count > 0 ? Span(asked, items[0].Start, items[0].Length) : Span(asked, asked.LinePosition.Character, 0)));
            else if (command is RequestHoverText && (context.Command as RequestHoverText ?? (RequestHoverText)command) is var pointed && At(pointed, bridge.Hover, notebook) is { } help)
                context.Publish(new HoverTextProduced(pointed, GlmNotebook.Formatted(help), Span(pointed, pointed.LinePosition.Character, 0)));
            else
                await next(command, context);
        });
    }

    static T At<T>(LanguageServiceCommand place, Func<string, int, int, INotebookHost, T> look, INotebookHost notebook) =>
        look(place.Code, place.LinePosition.Line, place.LinePosition.Character, notebook);

    static LinePositionSpan Span(LanguageServiceCommand place, int start, int length) =>
        new(place.LinePosition with { Character = start }, place.LinePosition with { Character = start + length });

    new GlmNotebook(context.Command, context, csharp).Display(bridge.Start());
}
