using System.CommandLine;
using System.Globalization;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Printing;
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
            Description =
                "Sets name=value in the cell tagged 'parameters'; may be repeated. Several values with commas between them make a run "
                + "each, for every combination, and one report that compares them.",
            HelpName = "name=value[,value…]",
            Arity = ArgumentArity.OneOrMore,
        };
        var list = new Option<bool>("--list-parameters") { Description = "Lists the notebook's parameters, and runs nothing." };
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
        var pdf = new Option<string?>("--pdf")
        {
            Description = $"Writes the report for paper; needs Chromium or Chrome on the PATH, or {ChromiumBrowser.Variable}.",
            HelpName = "report.pdf",
        };
        var figures = new Option<string?>("--figures")
        {
            Description = "Writes every figure as SVG and, where Chromium or Chrome is there, as PNG of 300 dpi; a folder.",
            HelpName = "folder",
        };
        var timeout = new Option<string?>("--timeout") { Description = "The longest that one cell may run.", HelpName = "seconds" };
        var onlyStale = new Option<bool>("--only-stale")
        {
            Description =
                "Takes from the last such run the results of commands whose line, files and used values are what they were, and runs only "
                + "the others and C#. Needs --output; the variables lie beside it, in a folder that ends in .session.",
        };
        // For the runs that this program starts.
        var result = new Option<string?>("--point-result") { Hidden = true };
        var verb = new Command(
            "run",
            "Runs a notebook's cells in order, stops at the first error (exit code 1), and writes what came of it."
        )
        {
            notebook,
            parameters,
            list,
            output,
            html,
            pdf,
            figures,
            timeout,
            onlyStale,
            result,
        };
        verb.SetAction(
            async (parsed, _) =>
            {
                var given = Parse(parsed.GetValue(parameters) ?? []);
                var limit = Seconds(parsed.GetValue(timeout));
                var targets = RunTargets.Of(
                    parsed.GetValue(output),
                    parsed.GetValue(html),
                    parsed.GetValue(pdf),
                    parsed.GetValue(figures),
                    parsed.GetValue(result)
                );
                var document = NotebookDocument.Read(parsed.GetValue(notebook)!);
                if (parsed.GetValue(list))
                {
                    Console.Out.Write(LineText.Harmless(ParameterList.Text(document)));
                    return 0;
                }
                var grid = ParameterGrid.Of(document, given);
                if (parsed.GetValue(onlyStale) && (grid.IsGrid || targets.Notebook is null))
                    throw new GlmException(
                        grid.IsGrid
                            ? "--only-stale goes on from one earlier run; give each parameter one value."
                            : "--only-stale needs --output out.ipynb: it goes on from what it left there."
                    );
                return grid.IsGrid
                    ? await GridRun.RunAsync(document, grid, targets, limit).ConfigureAwait(false)
                    : await SingleRun.RunAsync(document, grid.Points[0], targets, limit, parsed.GetValue(onlyStale)).ConfigureAwait(false);
            }
        );
        return verb;
    }

    private static double? Seconds(string? text) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e7 ? seconds
        : throw new GlmException($"--timeout must be a number of seconds above 0 and below 10000000, not {LineText.Quoted(text)}.");

    internal static List<KeyValuePair<string, string>> Parse(string[] assignments)
    {
        List<KeyValuePair<string, string>> values = [];
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new GlmException($"-p {LineText.Shown(assignment)}: write -p name=value.");
            var name = assignment[..at].Trim();
            if (values.Any(pair => pair.Key == name))
                throw new GlmException($"-p {name} is given twice; separate several values by commas: -p {name}=1,2.");
            values.Add(KeyValuePair.Create(name, assignment[(at + 1)..]));
        }
        return values;
    }
}
