using System.Globalization;
using System.Text.Json.Nodes;
using Glm.Kernel.Documents;
using Glm.Kernel.Outputs;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Runs a notebook's cells in order into the document, and stops at the first error. Relative paths of cells start where they do in
/// Jupyter: the notebook's folder is the process' current one during the run.
/// </summary>
/// <param name="cells">Runs the cells.</param>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class NotebookRunner(CellRunner cells, TimeProvider? clock = null)
{
    private const int LogWidth = 60;

    // A cell that native code keeps running this long after an interruption is given up, so that the rest is saved.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(15);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Runs all code cells. Outputs of earlier runs are dropped first.</summary>
    /// <param name="notebook">Receives outputs, execution counts and times.</param>
    /// <param name="options">Limits and log.</param>
    /// <param name="interrupt">Interrupts the running cell; the rest is not run.</param>
    public async Task<NotebookRun> RunAsync(NotebookDocument notebook, NotebookRunOptions options, CancellationToken interrupt = default)
    {
        var before = Environment.CurrentDirectory;
        var folder = Path.GetDirectoryName(notebook.Path)!;
        Environment.CurrentDirectory = folder;
        cells.Engine.WorkingDirectory = folder;
        var started = _clock.GetUtcNow();
        List<NotebookOutput> outputs = [];
        try
        {
            return await RunCells(notebook, options, outputs, started, interrupt).ConfigureAwait(false);
        }
        finally
        {
            outputs.ForEach(output => output.Close());
            Environment.CurrentDirectory = before;
        }
    }

    private async Task<NotebookRun> RunCells(
        NotebookDocument notebook,
        NotebookRunOptions options,
        List<NotebookOutput> outputs,
        DateTimeOffset started,
        CancellationToken interrupt
    )
    {
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            cell.Outputs.Clear();
            cell.ExecutionCount = null;
        }
        var displays = new Dictionary<string, List<JsonObject>>(StringComparer.Ordinal);
        var count = 0;
        var total = notebook.Cells.Count(IsRun);
        foreach (var cell in notebook.Cells.Where(IsRun))
        {
            cell.ExecutionCount = ++count;
            var output = new NotebookOutput(cell, count, displays);
            outputs.Add(output);
            Log(options, $"[{count}/{total}] {Head(cell.Source)} … ");
            var outcome = await RunCell(cell, notebook.DefaultLanguage, output, count, options, interrupt).ConfigureAwait(false);
            Log(
                options,
                Seconds(outcome.Duration)
                    + (
                        outcome.Succeeded ? "\n"
                        : outcome.Interrupted ? " interrupted\n"
                        : " failed\n"
                    )
            );
            if (outcome.Error is { } error)
                return new NotebookRun(started, _clock.GetUtcNow(), count, LineOf(cell.Source, error.Line), error);
        }
        return new NotebookRun(started, _clock.GetUtcNow(), 0, "", null);
    }

    private async Task<CellOutcome> RunCell(
        NotebookCell cell,
        string? defaultLanguage,
        NotebookOutput output,
        int count,
        NotebookRunOptions options,
        CancellationToken interrupt
    )
    {
        using var timeout = new CancellationTokenSource(options.CellTimeout ?? Timeout.InfiniteTimeSpan, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt, timeout.Token);
        var from = _clock.GetUtcNow();
        var running = cells.RunAsync(cell.Source, output, count, language: cell.Language ?? defaultLanguage, interrupt: stop.Token);
        var outcome = await OrGiveUp(running, stop.Token).ConfigureAwait(false);
        if (outcome.Interrupted && timeout.IsCancellationRequested && !interrupt.IsCancellationRequested)
        {
            var late = CellError.OneLine(
                "Timeout",
                $"The cell ran longer than {options.CellTimeout!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s."
            );
            outcome = outcome with { Error = late };
        }
        if (outcome.Error is { } failure)
            output.Fail(failure);
        cell.Metadata["execution"] = new JsonObject
        {
            ["iopub.execute_input"] = Stamp(from),
            ["iopub.status.busy"] = Stamp(from),
            ["iopub.status.idle"] = Stamp(_clock.GetUtcNow()),
            ["shell.execute_reply"] = Stamp(_clock.GetUtcNow()),
        };
        return outcome;
    }

    private async Task<CellOutcome> OrGiveUp(Task<CellOutcome> running, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        using var registration = stop.Register(stopped.SetResult);
        var started = _clock.GetTimestamp();
        if (
            await Task.WhenAny(running, stopped.Task).ConfigureAwait(false) == running
            || await Task.WhenAny(running, Task.Delay(GiveUpAfter, CancellationToken.None)).ConfigureAwait(false) == running
        )
            return await running.ConfigureAwait(false);
        var error = CellError.OneLine(
            CellError.Interrupted,
            "The cell did not stop when interrupted: it is in native code. It was abandoned."
        );
        return new CellOutcome(error, _clock.GetElapsedTime(started));
    }

    private static bool IsRun(NotebookCell cell) => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source);

    private static void Log(NotebookRunOptions options, string text)
    {
        options.Log?.Write(text);
        options.Log?.Flush();
    }

    private static string Head(string source)
    {
        var line = source
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            ?? "comment";
        return LineText.Shown(line, LogWidth);
    }

    private static string LineOf(string source, int line) =>
        line >= 1 && source.Split('\n') is var lines && line <= lines.Length ? lines[line - 1].Trim() : "";

    private static string Seconds(TimeSpan time) =>
        time < TimeSpan.FromMinutes(2)
            ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
