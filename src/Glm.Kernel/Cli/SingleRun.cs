using Glm.Interactive.Display.Progress;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Printing;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>One run of a notebook, in this process.</summary>
internal static class SingleRun
{
    public static async Task<int> RunAsync(
        NotebookDocument notebook,
        GridPoint point,
        RunTargets targets,
        double? timeout,
        bool onlyStale = false
    )
    {
        using var log = ProgressLog.OfErrors();
        NotebookParameters.Inject(notebook, point.Values);
        NativeTorch.Ensure();
        LostErrors.SurviveThreads();

        using var signals = new StopSignals();
        NotebookRun run;
        Provenance provenance;
        PointResult result;
        var kept = onlyStale ? new KeptRun(targets.Notebook!, log) : null;
        var (runner, session) = Workbench.Create((host, _) => log.Begin(new ProgressRenderer(host)), kept?.Read());
        using (var cells = runner)
        {
            run = await new NotebookRunner(cells)
                .RunAsync(
                    notebook,
                    new NotebookRunOptions { Log = log, CellTimeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
                    signals.Token
                )
                .ConfigureAwait(false);
            provenance = Provenance.Of(notebook, run, point.Values, cells.Engine.Variables);
            result = PointResult.Of(run, cells.Engine.Variables);
            kept?.Write(session, cells.Engine);
        }
        if (targets.Result is { } path)
            result.Write(path);
        if (run.Error is not null)
            Tell(log, run);
        await WriteAsync(log, notebook, provenance, targets).ConfigureAwait(false);
        return run.Succeeded ? 0
            : run.Interrupted ? signals.ExitCode
            : GlmTool.Failed;
    }

    private static async Task WriteAsync(ProgressLog log, NotebookDocument notebook, Provenance provenance, RunTargets targets)
    {
        if (targets.Notebook is { } output)
            Wrote(output, notebook.WriteAsRun);
        if (targets.Html is { } html)
            Wrote(html, path => HtmlReport.Write(path, notebook, provenance));
        // From here on the document is for paper.
        if ((targets.Pdf ?? targets.Figures) is not null)
            await PlotlyStills.AddAsync(notebook).ConfigureAwait(false);
        if (targets.Pdf is { } pdf)
        {
            await PdfReport.WriteAsync(pdf, HtmlReport.Render(notebook, provenance, onPaper: true)).ConfigureAwait(false);
            Wrote(pdf, _ => { });
        }
        if (targets.Figures is { } folder)
            log.WriteLine(await FigureFolder.WriteAsync(folder, notebook).ConfigureAwait(false));
        if (!targets.All.Any())
            log.WriteLine("Nothing was kept: add --html report.html or --output out.ipynb.");

        void Wrote(string path, Action<string> write)
        {
            write(path);
            log.WriteLine($"Wrote {Shown(path)}");
        }
    }

    /// <summary>A path as it may have been given: from the current folder where it is below it.</summary>
    public static string Shown(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && relative.StartsWith("..", StringComparison.Ordinal)
            ? path
            : relative;

    private static void Tell(TextWriter log, NotebookRun run)
    {
        log.WriteLine(
            run.FailedLine.Length > 0 ? $"Cell [{run.FailedCell}], line {run.Error!.Line}: {run.FailedLine}" : $"Cell [{run.FailedCell}]:"
        );
        foreach (var line in run.Error!.Traceback)
            log.WriteLine("  " + line);
    }
}
