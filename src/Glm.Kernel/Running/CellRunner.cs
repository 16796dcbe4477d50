using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Outputs;
using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.Running;

/// <summary>
/// Runs cells that mix C# and magic lines, one at a time, on a thread of its own. While it lives the process' console belongs to the
/// cells.
/// </summary>
public sealed partial class CellRunner : IDisposable
{
    private const int StackBytes = 8 * 1024 * 1024;

    private readonly Func<string, INotebookHost, Task> _runCommand;
    private readonly Func<object?, MimeBundle> _toBundle;
    private readonly BlockingCollection<Action> _work = [];
    private readonly ConsoleRedirect _console = new();
    private readonly ChartLoader _charts = new();
    private readonly Thread _thread;
    private RunningCell? _current;
    private CellOutput? _newest;

    /// <param name="engine">Runs the C#.</param>
    /// <param name="runCommand">Runs a line that begins with <c>#!glm</c>.</param>
    /// <param name="toBundle">Makes a display of a value.</param>
    /// <param name="clock">The clock for durations and for commands; null for the system's.</param>
    public CellRunner(
        CSharpEngine engine,
        Func<string, INotebookHost, Task> runCommand,
        Func<object?, MimeBundle> toBundle,
        TimeProvider? clock = null
    )
    {
        Engine = engine;
        _runCommand = runCommand;
        _toBundle = toBundle;
        Clock = clock ?? TimeProvider.System;
        LostErrors.Watch();
        _thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public CSharpEngine Engine { get; }

    internal TimeProvider Clock { get; }

    /// <summary>The output of the newest cell; null before the first.</summary>
    internal CellOutput? NewestOutput => Volatile.Read(ref _newest);

    /// <summary>
    /// Runs one cell. Its error comes back in the outcome and is not shown; the task does not fail.
    /// </summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="output">Where everything it shows goes.</param>
    /// <param name="number">What messages call it: "cell 3".</param>
    /// <param name="cellId">Names the cell for as long as the notebook is open, so that running it again is known as such; null where
    /// cells run once, from top to bottom; empty where cells cannot be told apart.</param>
    /// <param name="interrupt">Interrupts the cell.</param>
    /// <param name="language">What the notebook says the cell is written in, as Polyglot notebooks do; null where it says nothing. A first
    /// line such as <c>#!html</c> goes first.</param>
    public Task<CellOutcome> RunAsync(
        string source,
        CellOutput output,
        int number,
        string? cellId = null,
        string? language = null,
        CancellationToken interrupt = default
    )
    {
        var done = new TaskCompletionSource<CellOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () => done.SetResult(Execute(source, output, number, cellId ?? $"cell {number}", language, interrupt)),
            CancellationToken.None
        );
        return done.Task;
    }

    /// <summary>
    /// Calls a handler that a cell registered, as if it were a cell; what it prints, and its error, go to the newest cell.
    /// </summary>
    internal Task CallAsync(Action action, string name, CancellationToken interrupt)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () =>
            {
                var result = Engine.Call(action, interrupt);
                if (result.Error is { } error)
                    Console.Error.WriteLine($"{name}: {string.Join('\n', error.Traceback)}");
                NewestOutput?.Flush();
                done.SetResult();
            },
            CancellationToken.None
        );
        return done.Task;
    }

    /// <summary>Tells the running cell to stop. Loops, waits and commands do; native code cannot be stopped.</summary>
    public void Interrupt() => Volatile.Read(ref _current)?.Stop();

    /// <summary>Gives the console back. A cell that still runs is interrupted and abandoned.</summary>
    public void Dispose()
    {
        Interrupt();
        _work.CompleteAdding();
        _console.Dispose();
        if (CellApi.Surface is RunningCell { Runner: var runner } && runner == this)
            CellApi.Surface = null;
    }

    private void Work()
    {
        while (WorkOnce()) { }
    }

    // A function of its own, and not an enumeration: while the thread waits, nothing on its stack holds the cell before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool WorkOnce()
    {
        if (!_work.TryTake(out var action, Timeout.Infinite))
            return false;
        action();
        return true;
    }

    private CellOutcome Execute(string source, CellOutput output, int number, string cellId, string? language, CancellationToken interrupt)
    {
        var started = Clock.GetTimestamp();
        using var cell = new RunningCell(this, output, $"cell {number}");
        _console.Output = output;
        _console.Take();
        Volatile.Write(ref _newest, output);
        _console.ReadLine = ReaderOf(cell);
        CellApi.Surface = cell;
        Volatile.Write(ref _current, cell);
        ChartLoader.Current = _charts;
        _charts.BeginCell(cellId);
        CellError? error;
        using (interrupt.Register(cell.Stop))
        {
            error = cell.Caught(() => cell.Run(source, language));
            Volatile.Write(ref _current, null);
        }
        if (_charts.EndCell() is { } plotly)
            cell.Display(plotly);
        ChildOutput.Drain();
        output.Flush();
        return new CellOutcome(error, Clock.GetElapsedTime(started));
    }

    // Made apart from all else that the running of a cell captures: the console keeps it, and the cell's text must not stay with it.
    private static Func<string?> ReaderOf(RunningCell cell) => () => cell.ReadLine("", password: false);

    /// <summary>Runs a line that begins with <c>#!glm</c>.</summary>
    internal Task RunCommandAsync(string line, INotebookHost host) => _runCommand(line, host);

    /// <summary>A value as it is shown.</summary>
    internal MimeBundle ToBundle(object? value) =>
        value switch
        {
            MimeBundle bundle => bundle,
            IHtmlContent html => HtmlBundle(html),
            _ => _toBundle(value),
        };

    /// <summary>HTML with its text as the plain representation.</summary>
    internal static MimeBundle HtmlBundle(IHtmlContent content)
    {
        using var text = new StringWriter();
        content.WriteTo(text, HtmlEncoder.Default);
        var html = text.ToString();
        return new MimeBundle(WebUtility.HtmlDecode(Tag().Replace(html, "")).Trim(), html);
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
