using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Glm.Interactive.Display.Progress;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm run NOTEBOOK</c>: runs a notebook without a server and keeps the result.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var notebook = new Argument<string>("NOTEBOOK") { Description = "The notebook, .ipynb or .dib." };
        var parameters = new Option<string[]>("-p", "--parameter")
        {
            Description = "Sets name=value in the cell tagged 'parameters'; may be repeated.",
            HelpName = "name=value",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Writes the notebook with its outputs; may be the notebook itself.",
            HelpName = "out.ipynb",
        };
        var html = new Option<string?>("--html")
        {
            Description = "Writes a report that needs no other file and no network.",
            HelpName = "report.html",
        };
        var timeout = new Option<string?>("--timeout") { Description = "The longest that one cell may run.", HelpName = "seconds" };
        var verb = new Command(
            "run",
            "Runs a notebook's cells in order, stops at the first error (exit code 1), and writes what came of it."
        )
        {
            notebook,
            parameters,
            output,
            html,
            timeout,
        };
        verb.SetAction(
            (parsed, _) =>
                RunAsync(
                    new Request(
                        parsed.GetValue(notebook)!,
                        Parse(parsed.GetValue(parameters) ?? []),
                        parsed.GetValue(output),
                        parsed.GetValue(html),
                        Seconds(parsed.GetValue(timeout))
                    )
                )
        );
        return verb;
    }

    private static double? Seconds(string? text) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e7 ? seconds
        : throw new GlmException($"--timeout must be a number of seconds above 0 and below 10000000, not {LineText.Quoted(text)}.");

    internal static Dictionary<string, string> Parse(string[] assignments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new GlmException($"-p {assignment}: write -p name=value.");
            if (!values.TryAdd(assignment[..at].Trim(), assignment[(at + 1)..]))
                throw new GlmException($"-p {assignment[..at]} is given twice.");
        }
        return values;
    }

    private static async Task<int> RunAsync(Request request)
    {
        using var log = ProgressLog.OfErrors();
        // Before anything runs: an hour's work must not end at a folder that cannot be written.
        var output = Target(request.Output, ".ipynb");
        var html = Target(request.Html, ".html", ".htm");
        var notebook = NotebookDocument.Read(request.Notebook);
        NotebookParameters.Inject(notebook, request.Parameters);
        NativeTorch.Ensure();
        LostErrors.SurviveThreads();

        using var stop = new CancellationTokenSource();
        var toldToEnd = false;
        using var ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, false));
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, true));
        NotebookRun run;
        Provenance provenance;
        using (var cells = Workbench.CreateRunner((host, _) => log.Begin(new ProgressRenderer(host))))
        {
            run = await new NotebookRunner(cells)
                .RunAsync(
                    notebook,
                    new NotebookRunOptions
                    {
                        Log = log,
                        CellTimeout = request.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    },
                    stop.Token
                )
                .ConfigureAwait(false);
            provenance = Provenance.Of(notebook, run, request.Parameters, cells.Engine.Variables);
        }
        if (output is not null)
            notebook.Write(output);
        if (html is not null)
            HtmlReport.Write(html, notebook, provenance);
        Report(log, request, run);
        return run.Succeeded ? 0
            : !run.Interrupted ? GlmTool.Failed
            : toldToEnd ? GlmTool.ToldToEnd
            : GlmTool.Interrupted;

        void Stop(PosixSignalContext context, bool end)
        {
            // The second signal ends the program at once.
            context.Cancel = !stop.IsCancellationRequested;
            toldToEnd |= end;
            stop.Cancel();
        }
    }

    private static void Report(TextWriter log, Request request, NotebookRun run)
    {
        if (run.Error is { } error)
        {
            log.WriteLine(
                run.FailedLine.Length > 0 ? $"Cell [{run.FailedCell}], line {error.Line}: {run.FailedLine}" : $"Cell [{run.FailedCell}]:"
            );
            foreach (var line in error.Traceback)
                log.WriteLine("  " + line);
        }
        foreach (var path in new[] { request.Output, request.Html }.OfType<string>())
            log.WriteLine($"Wrote {path}");
        if (request.Output is null && request.Html is null)
            log.WriteLine("Nothing was kept: add --html report.html or --output out.ipynb.");
    }

    private static string? Target(string? path, params string[] extensions)
    {
        if (path is null)
            return null;
        var full = Path.GetFullPath(path);
        if (!extensions.Contains(Path.GetExtension(full), StringComparer.OrdinalIgnoreCase))
            throw new GlmException($"{path}: the file's name must end in {extensions[0]}.");
        if (Directory.Exists(full))
            throw new GlmException($"{path} is a folder; name a file.");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private sealed record Request(
        string Notebook,
        IReadOnlyDictionary<string, string> Parameters,
        string? Output,
        string? Html,
        double? Timeout
    );
}
