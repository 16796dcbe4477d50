using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Running;
using Glm.Testing;

namespace Glm.Kernel.Tests.Support;

/// <summary>A runner with a real engine; the magics are the test's own.</summary>
internal sealed class Bench : IDisposable
{
    private int _number;

    public Bench(Func<string, INotebookHost, Task>? magic = null)
    {
        Runner = new CellRunner(Engine, magic ?? ((_, _) => Task.CompletedTask), value => new MimeBundle(value?.ToString() ?? "null"));
    }

    public CSharpEngine Engine { get; } = new();

    public CellRunner Runner { get; }

    public RecordingOutput Output { get; private set; } = new();

    /// <summary>What the user answers when a cell asks.</summary>
    public Func<string, string?>? Answer { get; init; }

    /// <summary>Runs one cell to its end.</summary>
    public async Task<CellOutcome> Run(string source, CancellationToken interrupt = default, string? language = null)
    {
        var output = Output = new RecordingOutput { Answer = Answer };
        var outcome = await Runner.RunAsync(source, output, ++_number, language: language, interrupt: interrupt).WaitAsync(Patience.Limit);
        if (outcome.Error is { } error)
            output.Fail(error);
        return outcome;
    }

    /// <summary>Runs one cell that must succeed.</summary>
    public async Task<RecordingOutput> Good(string source)
    {
        var outcome = await Run(source);
        Assert.True(outcome.Succeeded, string.Join('\n', Output.Traceback));
        return Output;
    }

    public object? Variable(string name) => Engine.TryGetVariable(name, out var value) ? value : throw new KeyNotFoundException(name);

    public void Dispose() => Runner.Dispose();
}
