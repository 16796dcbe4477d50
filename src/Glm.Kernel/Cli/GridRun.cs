using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Glm.Kernel.Documents;
using Glm.Kernel.Jupyter;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Printing;

namespace Glm.Kernel.Cli;

/// <summary>
/// Several runs of a notebook, one after the other, each in a process of its own: what one leaves in memory, or how it ends, does not
/// touch the others.
/// </summary>
internal static partial class GridRun
{
    /// <returns>0 if all runs succeeded, 1 if some failed, or the code of the signal that stopped them.</returns>
    public static async Task<int> RunAsync(NotebookDocument notebook, ParameterGrid grid, RunTargets targets, double? timeout)
    {
        using var log = ProgressLog.OfErrors();
        var started = DateTimeOffset.UtcNow;
        var results = new PointResult?[grid.Points.Count];
        var scratch = Directory.CreateTempSubdirectory("glm-run-");
        Process? running = null;
        // A terminal tells the whole group; whoever tells only this process means the run as well.
        using var signals = new StopSignals(signal => Forward(Volatile.Read(ref running), signal));
        try
        {
            for (var i = 0; i < grid.Points.Count && !signals.Token.IsCancellationRequested; i++)
            {
                var point = grid.Points[i];
                log.WriteLine($"Run {i + 1} of {grid.Points.Count}: {point.Label}");
                var result = Path.Combine(scratch.FullName, $"{i}.json");
                var own = targets.For(point, result);
                foreach (var (_, path) in own.All)
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var timer = Stopwatch.StartNew();
                using var process = Process.Start(StartInfo(notebook, point, own, timeout))!;
                Volatile.Write(ref running, process);
                await process.WaitForExitAsync().ConfigureAwait(false);
                Volatile.Write(ref running, null);
                results[i] = PointResult.Read(result)
                    ?? new PointResult(
                        "failed",
                        false,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"The run ended with exit code {process.ExitCode} before it wrote anything."
                        ),
                        timer.Elapsed.TotalSeconds
                    );
            }
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
        await ReportAsync(log, new GridReport(notebook, grid, results, started, DateTimeOffset.UtcNow), targets).ConfigureAwait(false);
        return signals.Token.IsCancellationRequested ? signals.ExitCode
            : results.All(result => result!.Succeeded) ? 0
            : GlmTool.Failed;
    }

    private static async Task ReportAsync(ProgressLog log, GridReport report, RunTargets targets)
    {
        foreach (var line in report.Lines)
            log.WriteLine(line);
        if (targets.Html is { } html)
        {
            report.Write(html);
            log.WriteLine($"Wrote {SingleRun.Shown(html)}, which compares the runs");
        }
        if (targets.Pdf is { } pdf)
        {
            await PdfReport.WriteAsync(pdf, report.Render(pdf, onPaper: true)).ConfigureAwait(false);
            log.WriteLine($"Wrote {SingleRun.Shown(pdf)}, which compares the runs");
        }
    }

    private static ProcessStartInfo StartInfo(NotebookDocument notebook, GridPoint point, RunTargets targets, double? timeout)
    {
        var program = KernelSpec.Start();
        var declared = NotebookParameters.Of(notebook).ToDictionary(parameter => parameter.Name);
        var start = new ProcessStartInfo(program[0], [.. program[1..], "run", notebook.Path]) { UseShellExecute = false };
        foreach (var (name, value) in point.Values)
            Add("-p", $"{name}={ParameterGrid.Quoted(value, declared[name])}");
        foreach (var (option, path) in targets.All)
            Add(option, path);
        if (timeout is { } seconds)
            Add("--timeout", seconds.ToString("R", CultureInfo.InvariantCulture));
        return start;

        void Add(string option, string value)
        {
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(value);
        }
    }

    private static void Forward(Process? process, PosixSignal signal)
    {
        if (process is not null && !OperatingSystem.IsWindows())
            _ = Kill(process.Id, signal == PosixSignal.SIGINT ? 2 : 15);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
