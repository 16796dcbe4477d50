using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Runtime;
using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.Running;

/// <summary>
/// Runs cells that mix C# and magic lines, one at a time, on a thread of its own. While it lives the process' console belongs to the
/// cells.
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
    public CellRunner(
        CSharpEngine engine,
        Func<string, INotebookHost, Task> runMagic,
        Func<object?, MimeBundle> toBundle,
        TimeProvider? clock = null
    )
    {
        Engine = engine;
        _runMagic = runMagic;
        _toBundle = toBundle;
        _clock = clock ?? TimeProvider.System;
        _thread = new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public CSharpEngine Engine { get; }

    /// <summary>
    /// Runs one cell. Its error goes to <paramref name="output"/> and comes back in the outcome; the task does not fail.
    /// </summary>
    /// <param name="source">The cell's text.</param>
    /// <param name="output">Where everything it shows goes.</param>
    /// <param name="number">What messages call it: "cell 3".</param>
    /// <param name="cellId">Names the cell for as long as the notebook is open, so that running it again is known as such; null where
    /// cells run once, from top to bottom; empty where nothing tells one from another.</param>
    /// <param name="interrupt">Interrupts the cell.</param>
    /// <param name="language">What the notebook says the cell is written in, as Polyglot notebooks do; null where it says nothing. A first
    /// line such as <c>#!html</c> goes first.</param>
    public Task<CellOutcome> RunAsync(
        string source,
        ICellOutput output,
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

    /// <summary>Calls what a cell left to be called, as if it were a cell; what it prints, and its error, go to the newest cell.</summary>
    internal Task CallAsync(Action action, string name, CancellationToken interrupt)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () =>
            {
                var result = Engine.Call(action, interrupt);
                if (result.Error is { } error)
                    Console.Error.WriteLine($"{name}: {string.Join('\n', error.Traceback)}");
                Volatile.Read(ref _newest)?.Flush();
                done.SetResult();
            },
            CancellationToken.None
        );
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

    private CellOutcome Execute(
        string source,
        ICellOutput output,
        int number,
        string cellId,
        string? language,
        CancellationToken interrupt
    )
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
                error = cell.Run(source, language);
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
    internal MimeBundle ToBundle(object? value) =>
        value switch
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

    private static string MagicList()
    {
        var width = CellMagic.All.Max(magic => Usage(magic).Length) + 2;
        return string.Join('\n', CellMagic.All.Select(magic => Usage(magic).PadRight(width) + magic.Summary))
            + "\n\n#!NAME --help tells more of each.";

        static string Usage(CellMagic magic) => $"#!{magic.Name}{(magic.Argument is null ? "" : " " + magic.Argument)}";
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    /// <summary>A cell while it runs, and afterwards for what it left behind.</summary>
    private sealed class Cell(CellRunner runner, OutputChannel channel, string name) : INotebookHost, ICellSurface, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly ManualResetEventSlim _ended = new();
        private readonly Stack<string> _importing = new();

        public CellRunner Runner => runner;

        public CancellationToken Cancellation => _stop.Token;

        public TimeProvider Clock => runner._clock;

        public string WorkingDirectory => runner.Engine.WorkingDirectory;

        /// <summary>Runs a cell in the language that its first line, or else its notebook, names.</summary>
        public CellError? Run(string source, string? language)
        {
            if (CellMagic.OwnerOf(source, out var rest, out var isHelp) is { } owner)
                return isHelp ? Show(HelpView.Create("", owner.Help)) : Run(owner, rest);
            if (language is null or "glm" or ".NET")
                return RunSegments(CellSplitter.Split(source));
            return CellMagic.Find(language) is { IsLanguage: true } magic ? Run(magic, source) : throw CellMagic.NotHosted(language);
        }

        private CellError? Run(CellMagic owner, string rest)
        {
            if (owner == CellMagic.Markdown)
                return Show(
                    new MimeBundle(
                        new Dictionary<string, string> { ["text/markdown"] = rest.Trim(), [MimeBundle.PlainText] = rest.Trim() }
                    )
                );
            if (owner == CellMagic.Html)
                return Show(HtmlBundle(new HtmlString(rest.Trim())));
            if (owner == CellMagic.JavaScript)
                return Show(PageScript.Bundle(rest.Trim()));
            if (owner != CellMagic.Time)
                return Run(rest, null);
            var started = Clock.GetTimestamp();
            var error = Run(rest, null);
            channel.Write(
                isError: false,
                string.Create(CultureInfo.InvariantCulture, $"Took {Clock.GetElapsedTime(started).TotalSeconds:0.000} s\n")
            );
            return error;
        }

        private CellError? Show(MimeBundle content)
        {
            Display(content);
            return null;
        }

        public CellError Describe(Exception exception) =>
            CellErrors.Unwrap(exception) switch
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
                    channel.Write(
                        isError: true,
                        "The cell has not stopped yet: it is in native code or a wait that cannot be broken off. It stops when "
                            + "that returns.\n"
                    );
            })
            {
                IsBackground = true,
                Name = "interrupt",
            }.Start();
        }

        public string Display(MimeBundle content)
        {
            var id = Guid.NewGuid().ToString("N");
            channel.Display(content, id);
            return id;
        }

        // With the newest cell's output, as front ends expect it, whichever cell made the display.
        public void Update(string displayId, MimeBundle content) =>
            (Volatile.Read(ref runner._newest) ?? channel).Update(displayId, content);

        public string Display(object? value, IReadOnlyList<string> mimeTypes) =>
            Display(mimeTypes.Count == 0 ? runner.ToBundle(value) : Formatters.ToBundle(value, mimeTypes));

        public void Update(string displayId, object? value) => Update(displayId, runner.ToBundle(value));

        public void Clear(bool wait) => channel.Clear(wait);

        public string? ReadLine(string prompt, bool password) => channel.ReadLine(prompt, password, _stop.Token);

        public void SetVariable(string name, object value, Type type) => runner.Engine.SetVariable(name, value, type);

        public IEnumerable<string> VariableNames => runner.Engine.Variables.Select(variable => variable.Name);

        public bool TryGetVariable(string name, out object? value) => runner.Engine.TryGetVariable(name, out value);

        // As Polyglot notebooks ask: @input:question and @password:question.
        public bool TryGetReference(string reference, string option, out object? value)
        {
            if (reference.Split(':', 2) is not [("input" or "password") and var kind, var question])
                return TryGetVariable(reference, out value);
            value = ReadLine(question + " ", password: kind == "password");
            return value is not null;
        }

        // The source is left to the collector: what the cell left behind may still look at its token.
        public void Dispose() => _ended.Set();

        // Nothing runs if C# further down does not even parse: a long command before it would be lost work.
        private CellError? RunSegments(IReadOnlyList<CellSegment> segments)
        {
            foreach (var segment in segments)
            {
                if (segment.IsMagic)
                    CellMagic.Require(segment, out _, out _);
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
            var magic = CellMagic.Require(segment, out var argument, out var isHelp);
            if (isHelp)
                return Show(HelpView.Create("", magic.Help));
            if (magic == CellMagic.Who || magic == CellMagic.Whos)
                return Show(VariableTable.Create(runner.Engine.Variables, withValues: magic == CellMagic.Whos));
            if (magic == CellMagic.LsMagic)
                return Show(HelpView.Create("Magics", MagicList()));
            try
            {
                if (magic == CellMagic.Import)
                    return Import(argument, segment.Line);
                CellPump.Run(
                    async () =>
                    {
                        await runner._runMagic(segment.Text, this).ConfigureAwait(true);
                        return true;
                    },
                    MagicGrace,
                    _stop.Token
                );
                return null;
            }
            catch (Exception exception)
            {
                return Describe(exception) with { Line = segment.Line };
            }
        }

        /// <summary>Runs the cells of a file in this cell's place. Files that it imports in turn are looked for beside it.</summary>
        private CellError? Import(string file, int line)
        {
            var path = Path.GetFullPath(file, _importing.TryPeek(out var importer) ? Path.GetDirectoryName(importer)! : WorkingDirectory);
            if (_importing.Contains(path))
                throw new GlmException(
                    $"{file}: it imports itself, by way of {string.Join(", ", _importing.Select(Path.GetFileName))}. Break the circle."
                );
            var (before, imported) = (name, ImportedFile.Read(path, file));
            _importing.Push(path);
            try
            {
                for (var i = 0; i < imported.Count && !_stop.IsCancellationRequested; i++)
                {
                    name = $"{Path.GetFileName(path)} cell {i + 1}";
                    CellError? error;
                    try
                    {
                        error = Run(imported[i].Source, imported[i].Language);
                    }
                    catch (Exception exception)
                    {
                        error = Describe(exception);
                    }
                    if (error is { Name: not CellError.Interrupted })
                        return error with
                        {
                            Message = $"{file}, cell {i + 1}: {error.Message}",
                            Traceback = [$"{file}, cell {i + 1}:", .. error.Traceback],
                            Line = line,
                        };
                    if (error is not null)
                        return error;
                }
                return _stop.IsCancellationRequested ? CellError.Stopped : null;
            }
            finally
            {
                _importing.Pop();
                name = before;
            }
        }

        private CellError? RunCode(CellSegment segment, bool showValue)
        {
            var result = runner.Engine.Run(segment.Text, name, _stop.Token);
            // What display(x) gives back was shown already.
            if (result.Error is null && showValue && result.HasValue && result.Value is not DisplayHandle)
                channel.Result(runner.ToBundle(result.Value));
            return result.Error;
        }
    }
}
