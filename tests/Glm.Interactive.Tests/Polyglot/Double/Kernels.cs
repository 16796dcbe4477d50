using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

public sealed record LinePosition(int Line, int Character);

public sealed record LinePositionSpan(LinePosition Start, LinePosition End);

public sealed class KernelInfo
{
    public ICollection<KernelDirective> SupportedDirectives { get; } = [];
}

public sealed record KernelCommandResult(KernelCommand Command, IReadOnlyList<KernelEvent> Events);

public delegate Task KernelCommandInvocation(KernelCommand command, KernelInvocationContext context);

public delegate Task KernelPipelineContinuation(KernelCommand command, KernelInvocationContext context);

public delegate Task KernelCommandPipelineMiddleware(
    KernelCommand command,
    KernelInvocationContext context,
    KernelPipelineContinuation next
);

/// <summary>What belongs to one cell while it runs. Events may come from any thread; after the end they are dropped.</summary>
public sealed class KernelInvocationContext
{
    private static readonly AsyncLocal<KernelInvocationContext?> Ambient = new();

    private readonly Lock _gate = new();
    private readonly List<KernelEvent> _events = [];
    private readonly CancellationTokenSource _cancellation = new();

    internal KernelInvocationContext(KernelCommand command, Kernel handling) => (Command, HandlingKernel) = (command, handling);

    public static KernelInvocationContext? Current
    {
        get => Ambient.Value;
        internal set => Ambient.Value = value;
    }

    public KernelCommand Command { get; }

    public Kernel HandlingKernel { get; }

    public bool IsComplete { get; private set; }

    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Told of every event, on the thread that published it.</summary>
    internal Action<KernelInvocationContext, KernelEvent>? Published { get; init; }

    internal IReadOnlyList<KernelEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    public void Publish(KernelEvent happened)
    {
        lock (_gate)
        {
            if (IsComplete)
                return;
            _events.Add(happened);
        }
        Published?.Invoke(this, happened);
    }

    public void Fail(KernelCommand command, Exception? exception = null, string? message = null)
    {
        Publish(new CommandFailed(exception, command, message));
        if (ReferenceEquals(command, Command))
            IsComplete = true;
    }

    internal void Cancel() => _cancellation.Cancel();

    internal void Complete()
    {
        if (!Events.OfType<CommandFailed>().Any())
            Publish(new CommandSucceeded(Command));
        IsComplete = true;
    }
}

public abstract class Kernel
{
    private readonly Dictionary<KernelDirective, KernelCommandInvocation> _directives = [];
    private readonly Dictionary<Type, KernelCommandInvocation> _commands = [];
    private readonly List<KernelCommandPipelineMiddleware> _middlewares = [];

    protected Kernel() => RootKernel = this;

    public static Kernel? Root => KernelInvocationContext.Current?.HandlingKernel.RootKernel;

    public Kernel RootKernel { get; internal set; }

    public KernelInfo KernelInfo { get; } = new();

    internal Action<KernelInvocationContext, KernelEvent>? Published { get; set; }

    public void AddDirective(KernelActionDirective directive, KernelCommandInvocation handler)
    {
        KernelInfo.SupportedDirectives.Add(directive);
        _directives[directive] = handler;
    }

    public void AddDirective<TCommand>(KernelActionDirective directive, Func<TCommand, KernelInvocationContext, Task> handler)
        where TCommand : KernelCommand
    {
        directive.KernelCommandType = typeof(TCommand);
        if (directive.Parent is null)
            KernelInfo.SupportedDirectives.Add(directive);
        _commands[typeof(TCommand)] = (command, context) => handler((TCommand)command, context);
    }

    public void AddMiddleware(
        KernelCommandPipelineMiddleware middleware,
        [System.Runtime.CompilerServices.CallerMemberName] string? caller = null
    ) => _middlewares.Add(middleware);

    public async Task<KernelCommandResult> SendAsync(KernelCommand command, CancellationToken cancellationToken = default)
    {
        var nested = KernelInvocationContext.Current is { IsComplete: false };
        var context = nested ? KernelInvocationContext.Current! : new KernelInvocationContext(command, this) { Published = Published };
        KernelInvocationContext.Current = context;
        var before = context.Events.Count;
        foreach (var part in Split(command, context))
        {
            if (context.IsComplete)
                break;
            await Run(0, part, context);
        }
        if (!nested)
        {
            context.Complete();
            KernelInvocationContext.Current = null;
        }
        return new KernelCommandResult(command, [.. context.Events.Skip(before)]);
    }

    internal abstract Task Handle(KernelCommand command, KernelInvocationContext context);

    private Task Run(int place, KernelCommand command, KernelInvocationContext context) =>
        place < _middlewares.Count ? _middlewares[place](command, context, (next, same) => Run(place + 1, next, same))
        : _commands.TryGetValue(command.GetType(), out var known) ? known(command, context)
        : command is DirectiveCommand directive ? _directives[Directive(directive.DirectiveNode.FullText)!](command, context)
        : Handle(command, context);

    private KernelActionDirective? Directive(string line) =>
        KernelInfo
            .SupportedDirectives.OfType<KernelActionDirective>()
            .FirstOrDefault(directive => Regex.IsMatch(line, $@"^{Regex.Escape(directive.Name)}(\s|$)"));

    private IReadOnlyList<KernelCommand> Split(KernelCommand command, KernelInvocationContext context)
    {
        switch (command)
        {
            case RequestCompletions asked:
                return [new RequestCompletions(Part(asked), new LinePosition(0, asked.LinePosition.Character))];
            case RequestHoverText asked:
                return [new RequestHoverText(Part(asked), new LinePosition(0, asked.LinePosition.Character))];
            case not SubmitCode:
                return [command];
        }
        var parts = new List<KernelCommand>();
        var code = new List<string>();
        foreach (var line in ((SubmitCode)command).Code.Split('\n'))
            if (!line.StartsWith("#!", StringComparison.Ordinal))
                code.Add(line);
            else if (Directive(line) is not { } directive)
            {
                context.Fail(command, message: $"Unknown magic command '{line}'");
                return [];
            }
            else
            {
                AddCode();
                parts.Add(Bound(directive, line));
            }
        AddCode();
        return parts is [SubmitCode] ? [command] : parts;

        void AddCode()
        {
            if (code.Any(line => line.Trim().Length > 0))
                parts.Add(new SubmitCode(string.Join('\n', code)));
            code.Clear();
        }
    }

    // As the real one does, it cuts off what follows a bare subcommand.
    private string Part(LanguageServiceCommand place) =>
        place.Code.Split('\n')[place.LinePosition.Line] is var line && Directive(line) is { } directive ? directive.Name : line;

    /// <summary>Lenient as the real one: what no parameter takes is dropped without a word, and so is what stands twice.</summary>
    private static KernelCommand Bound(KernelActionDirective directive, string line)
    {
        var node = new DirectiveNode(line + "\n");
        var words = Regex.Matches(line, "\"[^\"]*\"|\\S+").Select(match => match.Value).ToArray();
        if (words.Length < 2 || directive.Children.Find(child => child.Name == words[1]) is not { KernelCommandType: { } type } subcommand)
            return new DirectiveCommand(node);
        var json = new JsonObject { ["invokedDirective"] = $"{words[0]} {words[1]}" };
        foreach (var parameter in subcommand.Parameters)
        {
            var key = Regex.Replace(parameter.Name.TrimStart('-'), "-(\\w)", match => match.Groups[1].Value.ToUpperInvariant());
            var at = Array.IndexOf(words, parameter.Name);
            if (parameter.Flag)
                json[key] = at > 0;
            else if (at > 0 && at + 1 < words.Length && words.Count(word => word == parameter.Name) == 1)
                json[key] = Value(words[at + 1]);
            else if (parameter.AllowImplicitName && words.Length > 2 && words[2][0] != '-')
                json[key] = Value(words[2]);
        }
        var command = (KernelDirectiveCommand)
            JsonSerializer.Deserialize(json.ToJsonString(), type, new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        command.DirectiveNode = node;
        return command;

        // The real one asks other kernels and the user; here the answer to everything is 42.
        static string Value(string word) =>
            word.StartsWith("@input:", StringComparison.Ordinal) || word.StartsWith("@fsharp:", StringComparison.Ordinal)
                ? "42"
                : word.Trim('"');
    }
}

public sealed class CompositeKernel : Kernel
{
    private readonly List<Kernel> _children = [];

    public IReadOnlyCollection<Kernel> ChildKernels => _children;

    public void Add(Kernel kernel)
    {
        kernel.RootKernel = this;
        _children.Add(kernel);
    }

    internal override Task Handle(KernelCommand command, KernelInvocationContext context) => _children[0].Handle(command, context);
}
