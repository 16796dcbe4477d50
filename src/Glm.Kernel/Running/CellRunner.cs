using System.Collections.Concurrent;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Runtime;
using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.Running;

/// <summary>
/// Runs cells that mix C# and magic lines, one at a time, on a thread of its own. While it lives the process' console belongs to the cells.
/// </summary>
public sealed partial class CellRunner : IDisposable
{
    private const int StackBytes = 8 * 1024 * 1024;

    // A command that was told to stop may still have a checkpoint to write.
    private static readonly TimeSpan MagicGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayAfter = TimeSpan.FromSeconds(5);

    private readonly Func<string, INotebookHost, Task> _runMagic;
    private readonly Func<object?, MimeBundle> _toBundle;
    private readonly TimeProvider _clock;
    private readonly BlockingCollection<Action> _work = [];
    private readonly ConsoleRedirect _console = new();
    private readonly ChartLoader _charts = new();
    private readonly Thread _thread;
    private Cell? _current;
    private OutputChannel? _newest;

    /// <param name="engine">Runs the C#.</param>
    /// <param name="runMagic">Runs a line that begins with <c>#!glm</c>.</param>
    /// <param name="toBundle">Makes a display of a value.</param>
    /// <param name="clock">The clock for durations and for commands; null for the system's.</param>
    public CellRunner(CSharpEngine engine, Func<string, INotebookHost, Task> runMagic, Func<object?, MimeBundle> toBundle, TimeProvider? clock = null)
    {
        Engine = engine;
        _runMagic = runMagic;
        _toBundle = toBundle;
        _clock = clock ?? TimeProvider.System;
        _thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public CSharpEngine Engine { get; }

    /// <summary>Runs one cell. Its error goes to <paramref name="output"/> and comes back in the outcome; the task does not fail.</summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="output">Where everything it shows goes.</param>
    /// <param name="number">What messages call it: "cell 3".</param>
    /// <param name="cellId">Names the cell for as long as the notebook is open, so that running it again is known as such; null where it has no name.</param>
    /// <param name="interrupt">Interrupts the cell.</param>
    public Task<CellOutcome> RunAsync(string source, ICellOutput output, int number, string? cellId = null, CancellationToken interrupt = default)
    {
        var done = new TaskCompletionSource<CellOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => done.SetResult(Execute(source, output, number, cellId ?? $"cell {number}", interrupt)), CancellationToken.None);
        return done.Task;
    }

    /// <summary>Tells the running cell to stop. Loops, waits and commands do; native code cannot be stopped.</summary>
    public void Interrupt() => Volatile.Read(ref _current)?.Stop();

    /// <summary>Gives the console back. A cell that still runs is interrupted and left behind.</summary>
    public void Dispose()
    {
        Interrupt();
        _work.CompleteAdding();
        _console.Dispose();
        if (CellApi.Surface is Cell { Runner: var runner } && runner == this)
            CellApi.Surface = null;
    }

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
            action();
    }

    private CellOutcome Execute(string source, ICellOutput output, int number, string cellId, CancellationToken interrupt)
    {
        var started = _clock.GetTimestamp();
        var channel = new OutputChannel(output);
        using var cell = new Cell(this, channel, $"cell {number}");
        _console.Channel = channel;
        Volatile.Write(ref _newest, channel);
        _console.ReadLine = () => cell.ReadLine("", password: false);
        CellApi.Surface = cell;
        Volatile.Write(ref _current, cell);
        ChartLoader.Current = _charts;
        _charts.BeginCell(cellId);
        CellError? error;
        using (interrupt.Register(cell.Stop))
        {
            try
            {
                error = cell.Run(source);
            }
            catch (Exception exception)
            {
                error = cell.Describe(exception);
            }
            Volatile.Write(ref _current, null);
        }
        if (_charts.EndCell() is { } plotly)
            cell.Display(plotly);
        if (error is not null)
            channel.Error(error);
        channel.Flush();
        return new CellOutcome(error, _clock.GetElapsedTime(started));
    }

    /// <summary>A value as it is shown.</summary>
    internal MimeBundle ToBundle(object? value) => value switch
    {
        MimeBundle bundle => bundle,
        IHtmlContent html => HtmlBundle(html),
        _ => _toBundle(value),
    };

    private static MimeBundle HtmlBundle(IHtmlContent content)
    {
        using var text = new StringWriter();
        content.WriteTo(text, HtmlEncoder.Default);
        var html = text.ToString();
        return new MimeBundle(WebUtility.HtmlDecode(Tag().Replace(html, "")).Trim(), html);
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    /// <summary>A cell while it runs, and afterwards for what it left behind.</summary>
    private sealed class Cell(CellRunner runner, OutputChannel channel, string name) : INotebookHost, ICellSurface, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ManualResetEventSlim _ended = new();

        public CellRunner Runner => runner;

        public CancellationToken Cancellation => _stop.Token;

        public TimeProvider Clock => runner._clock;

        public string WorkingDirectory => runner.Engine.WorkingDirectory;

        public CellError? Run(string source)
        {
            switch (CellMagic.OwnerOf(source, out var rest)?.Name)
            {
                case null:
                    return RunSegments(CellSplitter.Split(source));
                case "markdown":
                    Display(new MimeBundle(new Dictionary<string, string> { ["text/markdown"] = rest.Trim(), [MimeBundle.PlainText] = rest.Trim() }));
                    return null;
                case "html":
                    Display(HtmlBundle(new HtmlString(rest.Trim())));
                    return null;
                case "time":
                    var started = Clock.GetTimestamp();
                    var error = Run(rest);
                    channel.Write(isError: false, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Took {Clock.GetElapsedTime(started).TotalSeconds:0.000} s\n"));
                    return error;
                default:
                    return Run(rest);
            }
        }

        public CellError Describe(Exception exception) => CellErrors.Unwrap(exception) switch
        {
            GlmException mistake => CellError.OneLine(nameof(GlmException), mistake.Message),
            OperationCanceledException or ThreadInterruptedException when _stop.IsCancellationRequested => CellError.Stopped,
            var other => CellError.OneLine(other.GetType().Name, $"{other.GetType().Name}: {other.Message.ReplaceLineEndings(" ")}"),
        };

        public void Stop()
        {
            CellInterrupt.Requested = true;
            // Not on the caller's thread, which may be a signal's or a socket's, nor on the pool's, which the cell may have taken whole.
            new Thread(() =>
            {
                _stop.Cancel();
                if (!_ended.Wait(SayAfter))
                    channel.Write(isError: true, "The cell has not stopped yet: it is in native code or a wait that cannot be broken off. It stops when that returns.\n");
            }) { IsBackground = true, Name = "interrupt" }.Start();
        }

        public string Display(MimeBundle content)
        {
            var id = Guid.NewGuid().ToString("N");
            channel.Display(content, id);
            return id;
        }

        // With the newest cell's output, as front ends expect it, whichever cell made the display.
        public void Update(string displayId, MimeBundle content) => (Volatile.Read(ref runner._newest) ?? channel).Update(displayId, content);

        public string Display(object? value) => Display(runner.ToBundle(value));

        public void Update(string displayId, object? value) => Update(displayId, runner.ToBundle(value));

        public void Clear(bool wait) => channel.Clear(wait);

        public string? ReadLine(string prompt, bool password) => channel.ReadLine(prompt, password, _stop.Token);

        public void SetVariable(string name, object value, Type type) => runner.Engine.SetVariable(name, value, type);

        public IEnumerable<string> VariableNames => runner.Engine.Variables.Select(variable => variable.Name);

        public bool TryGetVariable(string name, out object? value) => runner.Engine.TryGetVariable(name, out value);

        // The source is left to the collector: what the cell left behind may still look at its token.
        public void Dispose() => _ended.Set();

        // Nothing runs if C# further down does not even parse: a long command before it would be lost work.
        private CellError? RunSegments(IReadOnlyList<CellSegment> segments)
        {
            foreach (var segment in segments)
            {
                if (segment.IsMagic)
                    CellMagic.Require(segment);
                else if (CSharpEngine.CheckSyntax(segment.Text, name) is { } syntaxError)
                    return syntaxError;
            }
            for (var i = 0; i < segments.Count; i++)
            {
                if (_stop.IsCancellationRequested)
                    return CellError.Stopped;
                var error = segments[i].IsMagic ? RunMagic(segments[i]) : RunCode(segments[i], showValue: i == segments.Count - 1);
                if (error is not null)
                    return error;
            }
            return null;
        }

        private CellError? RunMagic(CellSegment segment)
        {
            try
            {
                CellPump.Run(async () =>
                {
                    await runner._runMagic(segment.Text, this).ConfigureAwait(true);
                    return true;
                }, MagicGrace, _stop.Token);
                return null;
            }
            catch (Exception exception)
            {
                return Describe(exception) with { Line = segment.Line };
            }
        }

        private CellError? RunCode(CellSegment segment, bool showValue)
        {
            var result = runner.Engine.Run(segment.Text, name, _stop.Token);
            if (result.Error is null && showValue && result.HasValue)
                channel.Result(runner.ToBundle(result.Value));
            return result.Error;
        }
    }
}
