using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Polyglot;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>A notebook of .NET Interactive in this process, as a program of a user's own may host it, with the commands loaded.</summary>
internal sealed class HostedNotebook : IDisposable
{
    private HostedNotebook()
    {
        Root = new CompositeKernel { CSharp, Store };
        Root.DefaultKernelName = CSharp.Name;
        // Every question is answered with 42.
        Root.RegisterCommandHandler<RequestInput>(
            (asked, context) =>
            {
                context.Publish(new InputProduced("42", asked));
                return Task.CompletedTask;
            }
        );
        Root.SetDefaultTargetKernelNameForCommand(typeof(RequestInput), Root.Name);
    }

    public CompositeKernel Root { get; }

    public CSharpKernel CSharp { get; } = new();

    /// <summary>Another kernel that has values.</summary>
    public KeyValueStoreKernel Store { get; } = new("store");

    public GlmSession Session => GlmKernelExtension.SessionOf(Root);

    /// <summary>A notebook whose host has loaded the commands, outside of any cell.</summary>
    public static HostedNotebook Load()
    {
        var notebook = new HostedNotebook();
        GlmKernelExtension.Load(notebook.Root);
        return notebook;
    }

    /// <summary>A notebook without the commands.</summary>
    public static HostedNotebook Bare() => new();

    /// <summary>Runs a cell.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="published">Told of every event, on the thread that published it.</param>
    public Task<IReadOnlyList<KernelEvent>> Run(string code, Action<KernelEvent>? published = null) =>
        Send(new SubmitCode(code), published);

    public async Task<IReadOnlyList<KernelEvent>> Send(KernelCommand command, Action<KernelEvent>? published = null)
    {
        using var subscription = Root.KernelEvents.Subscribe(happened => published?.Invoke(happened));
        // A flow of its own, as each request of an editor has one.
        return await Task.Run(async () => (await Root.SendAsync(command)).Events, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs a cell that must succeed.</summary>
    public async Task<IReadOnlyList<KernelEvent>> Good(string code)
    {
        var events = await Run(code);
        Assert.Empty(events.OfType<CommandFailed>().Select(failed => failed.Message));
        return events;
    }

    /// <summary>The one line with which a cell fails.</summary>
    public async Task<string> Failure(string code)
    {
        var failed = Assert.Single((await Run(code)).OfType<CommandFailed>());
        Assert.Null(failed.Exception);
        Assert.DoesNotContain('\n', failed.Message);
        return failed.Message;
    }

    /// <summary>The variable of that name.</summary>
    public T Variable<T>(string name)
    {
        Assert.True(CSharp.TryGetValue(name, out T value), $"there is no variable '{name}'");
        return value;
    }

    /// <summary>The plain texts of what was displayed.</summary>
    public static IReadOnlyList<string> Shown(IEnumerable<KernelEvent> events) =>
        [.. events.OfType<DisplayedValueProduced>().Select(shown => Part(shown.FormattedValues, "text/plain")!)];

    public static string? Part(IEnumerable<FormattedValue> values, string mimeType) =>
        values.SingleOrDefault(value => value.MimeType == mimeType)?.Value;

    public void Dispose() => Root.Dispose();
}
