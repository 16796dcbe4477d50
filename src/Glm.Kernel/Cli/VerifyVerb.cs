using System.CommandLine;
using System.Globalization;
using Glm.Interactive.Provenance;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Verification;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm verify</c>: runs something again and says whether the same came out.</summary>
internal static class VerifyVerb
{
    private static readonly string[] Notebooks = [".ipynb", ".dib"];

    public static Command Create()
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "An executed notebook, a bundle, or a file or folder that a command wrote and beside which its record lies.",
        };
        var tolerance = new Option<string?>("--tolerance")
        {
            Description =
                "The largest relative difference that counts as equal on another machine or with other threads [default: 0.001]. Where "
                + "nothing of that differs, every bit must be the same.",
            HelpName = "X",
        };
        var threads = new Option<string?>("--threads")
        {
            Description = "Threads of libtorch; by default as many as were used then, whatever this machine has.",
            HelpName = "N",
        };
        var html = new Option<string?>("--html")
        {
            Description = "Writes the report of a notebook that was verified, with the verdict on it; nothing where it was not.",
            HelpName = "report.html",
        };
        var verb = new Command(
            "verify",
            "Runs a notebook, that of a bundle, or the commands behind a file, again in a temporary copy, and compares every result. "
                + "The last line is the verdict; the exit code is 0 where it is 'identical' or 'equal within tolerance'."
        )
        {
            target,
            tolerance,
            threads,
            html,
        };
        verb.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed.GetValue(target)!,
                    Number(parsed.GetValue(tolerance), "--tolerance", 0, 1) ?? new VerificationOptions().Tolerance,
                    (int?)Number(parsed.GetValue(threads), "--threads", 1, 4096),
                    parsed.GetValue(html)
                )
        );
        return verb;
    }

    private static Task<int> RunAsync(string target, double tolerance, int? threads, string? html) =>
        CatalogueVerb.WithTerminalAsync(async terminal =>
        {
            using var log = ProgressLog.OfErrors();
            LostErrors.SurviveThreads();
            var options = new VerificationOptions
            {
                Tolerance = tolerance,
                Threads = threads,
                Log = log,
            };
            var isNotebook = Notebooks.Contains(Path.GetExtension(target), StringComparer.OrdinalIgnoreCase);
            if (html is not null && !isNotebook)
                throw new GlmException("--html writes the report of a notebook; leave it out where something else is verified.");
            var report =
                isNotebook
                    ? await NotebookVerifier.RunAsync(NotebookDocument.Read(target), options, terminal.Cancellation).ConfigureAwait(false)
                : Path.GetExtension(target).Equals(".zip", StringComparison.OrdinalIgnoreCase)
                    ? await BundleVerifier.RunAsync(target, options, terminal.Cancellation).ConfigureAwait(false)
                : await FileVerifier.RunAsync(target, options, GlmTool.InvokeAsync, terminal.Cancellation).ConfigureAwait(false);
            foreach (var finding in report.Findings)
                Console.Out.WriteLine(
                    LineText.Harmless(
                        $"{Words(finding.Verdict), -24} {finding.Name}{(finding.Detail.Length > 0 ? ": " : "")}{finding.Detail}"
                    )
                );
            if (html is not null && report.IsVerified)
            {
                var notebook = NotebookDocument.Read(target);
                var day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                HtmlReport.Write(html, notebook, Provenance.OfRecords(notebook, $"{report.Line} ({day} UTC)"));
                log.WriteLine($"Wrote {LineText.Shown(html)}");
            }
            Console.Out.WriteLine(LineText.Harmless(report.Line));
            return report.IsVerified ? 0 : GlmTool.Failed;
        });

    private static string Words(Verdict verdict) =>
        verdict switch
        {
            Verdict.Identical => "identical",
            Verdict.EqualWithinTolerance => "equal within tolerance",
            Verdict.NotComparable => "not comparable",
            _ => "different",
        };

    private static double? Number(string? text, string option, double least, double most) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
        && (option != "--threads" || number == Math.Floor(number))
            ? number
        : throw new GlmException(
            string.Create(CultureInfo.InvariantCulture, $"{option} must be a number from {least} to {most}, not {LineText.Quoted(text)}.")
        );
}
