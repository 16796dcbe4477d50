using System.CommandLine;
using System.Globalization;
using Glm.Interactive.Bundles;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Running;
using Glm.Kernel.Verification;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm bundle NOTEBOOK</c>: runs a notebook and packs all that belongs to the run into one file.</summary>
internal static class BundleVerb
{
    public static Command Create()
    {
        var notebook = new Argument<string>("NOTEBOOK") { Description = "The notebook, .ipynb or .dib." };
        var output = new Option<string>("--out", "-o")
        {
            Description = "The .zip to write.",
            HelpName = "bundle.zip",
            Required = true,
        };
        var parameters = new Option<string[]>("-p", "--parameter")
        {
            Description = "Sets name=value in the cell tagged 'parameters'; may be repeated.",
            HelpName = "name=value",
            Arity = ArgumentArity.OneOrMore,
        };
        var asIs = new Option<bool>("--as-is")
        {
            Description = "Packs the notebook with the outputs that it has, without running it; its variables are then not in the bundle.",
        };
        var withWeights = new Option<bool>("--with-weights")
        {
            Description = "Puts in weights too that the notebook did not make, as their licence lets you.",
        };
        var largest = new Option<double>("--largest-input")
        {
            Description = "Inputs up to so many MB go in whole; of larger ones, size and checksum.",
            HelpName = "MB",
            DefaultValueFactory = _ => 50,
        };
        var where = new Option<string?>("--where")
        {
            Description = "Where inputs may be had that do not go in, separated by commas, or a table of names and addresses.",
            HelpName = "NAME=ADDRESS",
        };
        var license = new Option<string?>("--license")
        {
            Description = "Under what others may use the bundle: a sentence, or the address of a licence.",
            HelpName = "text",
        };
        var author = new Option<string?>("--author")
        {
            Description = "Who made it: names separated by semicolons, each with an ORCID behind it where there is one.",
            HelpName = "name",
        };
        var verb = new Command(
            "bundle",
            "Runs a notebook and packs it with its results, variables and inputs into one .zip (an RO-Crate)."
        )
        {
            notebook,
            output,
            parameters,
            asIs,
            withWeights,
            largest,
            where,
            license,
            author,
        };
        verb.SetAction(
            (parsed, _) =>
                CatalogueVerb.WithTerminalAsync(host =>
                    RunAsync(
                        parsed.GetValue(notebook)!,
                        parsed.GetValue(output)!,
                        RunVerb.Parse(parsed.GetValue(parameters) ?? []),
                        parsed.GetValue(asIs),
                        new BundleOptions
                        {
                            WithWeights = parsed.GetValue(withWeights),
                            LargestInput = BytesOf(parsed.GetValue(largest)),
                            Addresses = BundleOptions.ParseAddresses("--where", parsed.GetValue(where)),
                            License = parsed.GetValue(license),
                            Authors = BundleAuthor.Parse("--author", parsed.GetValue(author)),
                        },
                        host.Cancellation
                    )
                )
        );
        return verb;
    }

    private static long BytesOf(double megabytes) =>
        megabytes >= 0
            ? (long)(Math.Min(megabytes, 1e12) * 1e6)
            : throw new GlmException($"--largest-input is {megabytes.ToString(CultureInfo.InvariantCulture)}: it must be 0 or more MB.");

    private static async Task<int> RunAsync(
        string path,
        string output,
        List<KeyValuePair<string, string>> assignments,
        bool asIs,
        BundleOptions options,
        CancellationToken cancellation
    )
    {
        using var log = ProgressLog.OfErrors();
        if (!output.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            throw new GlmException($"{output}: the file's name must end in .zip.");
        Arrays.Storage.StoredFile.RequireWritable(Path.GetFullPath(output));
        var notebook = NotebookDocument.Read(path);
        var grid = ParameterGrid.Of(notebook, assignments);
        if (grid.IsGrid)
            throw new GlmException("A bundle is of one run: give each parameter one value.");
        var parameters = grid.Points[0].Values;
        var target = Path.GetFullPath(output);
        var source = new BundleSource
        {
            Folder = Path.GetDirectoryName(notebook.Path)!,
            Notebook = Path.GetFileNameWithoutExtension(notebook.Path) + ".ipynb",
            WriteNotebook = notebook.Write,
        };
        if (asIs)
        {
            if (parameters.Count > 0)
                throw new GlmException("--as-is packs what the notebook shows, and -p would need another run: leave out one of the two.");
            var records = RecordsIn(notebook);
            source = source with
            {
                Folder = InputCheck.FolderOf(notebook, records),
                Records = records,
                Parameters = ParametersOf(notebook),
            };
            Tell(log, output, BundleWriter.Write(target, source, StandardCommands.Catalogue, options));
            return 0;
        }
        NotebookParameters.Inject(notebook, parameters);
        NativeTorch.Ensure();
        LostErrors.SurviveThreads();
        var (cells, session) = Workbench.Create((host, _) => log.Begin(new ProgressRenderer(host)));
        using var running = cells;
        var run = await new NotebookRunner(cells)
            .RunAsync(notebook, new NotebookRunOptions { Log = log }, cancellation)
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (run.Error is { } error)
            throw new GlmException(
                $"{path}: cell [{run.FailedCell}] failed, so there is nothing to bundle: {LineText.Shown(error.Message, 400)}"
            );
        var variables = session
            .ObjectsNow(name => cells.Engine.TryGetVariable(name, out var now) ? now : null)
            .Select(kept => KeyValuePair.Create(kept.Variable, kept.Value))
            .ToList();
        var others = cells
            .Engine.Variables.Where(variable => variable.Value is not (null or CommandSession))
            .Where(variable => !variables.Exists(known => known.Key == variable.Name))
            .Select(variable => KeyValuePair.Create(variable.Name, variable.Value!));
        var provenance = Notebooks.Provenance.Of(notebook, run, parameters, cells.Engine.Variables);
        var report = BundleWriter.Write(
            target,
            source with
            {
                Parameters = ParametersOf(notebook),
                WriteReport = file => HtmlReport.Write(file, notebook, provenance),
                Records = session.Records,
                Variables = [.. others, .. variables],
                Started = run.Started,
                Ended = run.Ended,
            },
            session.Catalogue,
            options,
            cancellation: cancellation
        );
        Tell(log, output, report);
        return 0;
    }

    private static IReadOnlyList<BundledParameter> ParametersOf(NotebookDocument notebook) =>
        [
            .. NotebookParameters
                .ValuesOf(notebook)
                .Select(given => new BundledParameter(
                    given.Parameter.Name,
                    given.Parameter.Type,
                    given.Value,
                    given.Parameter.Default,
                    given.Parameter.Rules?.Description ?? ""
                )),
        ];

    /// <summary>The records that the outputs of a notebook carry.</summary>
    private static IReadOnlyList<CommandRecord> RecordsIn(NotebookDocument notebook) =>
        RecordedOutput.RecordsOf(notebook) is { Count: > 0 } records
            ? records
            : throw new GlmException(
                $"{notebook.Path}: its outputs do not tell how they were made. Run it first (glm run, or without --as-is here)."
            );

    private static void Tell(TextWriter log, string output, BundleReport report)
    {
        foreach (var left in report.LeftOut)
            log.WriteLine(
                $"Left out {LineText.Shown(left.Name, 80)}: {LineText.Shown(left.Reason, 300)}"
                    + (left.Address is { } address ? $"; it may be had from {LineText.Shown(address, 300)}" : "")
            );
        log.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Wrote {output}: {report.Files.Count} files, {report.Bytes / 1e6:0.0} MB")
        );
    }
}
