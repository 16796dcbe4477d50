using System.CommandLine;
using System.Globalization;
using Glm.Formats;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm inspect FILE…</c>: what is in each file.</summary>
internal static class InspectVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description =
                "Files of genomes in any format that is read, told by content, gzip or plain; folders of them, patterns, or - "
                + "for what comes through a pipe.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json")
        {
            Description = "One JSON object per file and line, with 'file' and the counts, or 'error' with 'line' and 'reason'.",
        };
        var verb = new Command(
            "inspect",
            "Counts records, genes and residues of files, and says where a file is damaged. Exit code 0 if all could be read."
        )
        {
            files,
            json,
        };
        verb.SetAction(parsed =>
        {
            var failed = false;
            foreach (var file in parsed.GetValue(files)!.SelectMany(FileInspector.FilesOf))
            {
                var summary = file == "-" ? OfInput() : FileInspector.Inspect(file);
                failed |= summary.Error is not null;
                Console.Out.WriteLine(parsed.GetValue(json) ? summary.ToJson() : LineText.Harmless(Text(summary)));
            }
            return failed ? GlmTool.Failed : 0;
        });
        return verb;
    }

    private static FileSummary OfInput()
    {
        using var input = Console.OpenStandardInput();
        return FileInspector.Inspect(input, "-");
    }

    private static string Text(FileSummary summary) =>
        summary.Error is not null
            ? $"{summary.File}: cannot be read\n  {summary.Error}"
            : $"{summary.File}: {summary.Format}{string.Concat(summary.Counts.Where(count => count.Value > 0).Select(Line))}";

    private static string Line(KeyValuePair<string, long> count) =>
        string.Create(CultureInfo.InvariantCulture, $"\n  {count.Value, 14:N0}  {count.Key}");
}
