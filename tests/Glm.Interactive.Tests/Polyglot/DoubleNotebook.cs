using Glm.Testing;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>A notebook in the host's double, with the package loaded.</summary>
internal sealed class DoubleNotebook
{
    /// <summary>The bridge is one for a process: its tests run one after the other.</summary>
    public const string Alone = "the bridge of the process";

    private DoubleNotebook() => Root.Add(CSharp);

    public CompositeKernel Root { get; } = new();

    public CSharpKernel CSharp { get; } = new();

    /// <summary>What loading the package showed.</summary>
    public IReadOnlyList<KernelEvent> Loading { get; private set; } = [];

    public static string Extension =>
        File.ReadAllText(Repository.PathOf("src", "Glm.Interactive", "extension.dib")).Replace("#!csharp", "", StringComparison.Ordinal);

    public static async Task<DoubleNotebook> Load()
    {
        var notebook = new DoubleNotebook();
        notebook.Loading = await notebook.Run(Extension);
        return notebook;
    }

    /// <summary>Runs a cell.</summary>
    public async Task<IReadOnlyList<KernelEvent>> Run(string code, Action<KernelInvocationContext, KernelEvent>? published = null) =>
        await Send(new SubmitCode(code), published);

    public async Task<IReadOnlyList<KernelEvent>> Send(
        KernelCommand command,
        Action<KernelInvocationContext, KernelEvent>? published = null
    )
    {
        Root.Published = published;
        // A flow of its own, as each request of an editor has one.
        return await Task.Run(async () => (await Root.SendAsync(command)).Events);
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

    /// <summary>The plain texts of what was displayed.</summary>
    public static IReadOnlyList<string> Shown(IEnumerable<KernelEvent> events) =>
        [.. events.OfType<DisplayedValueProduced>().Select(shown => Part(shown.FormattedValues, "text/plain")!)];

    public static string? Part(IEnumerable<FormattedValue> values, string mimeType) =>
        values.SingleOrDefault(value => value.MimeType == mimeType)?.Value;
}
