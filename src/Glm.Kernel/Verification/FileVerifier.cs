using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>Runs the commands again that wrote a file or a folder, in a copy of their folder, and compares what they write.</summary>
internal static class FileVerifier
{
    /// <param name="path">A file or a folder beside which its record lies.</param>
    /// <param name="options">What counts as equal.</param>
    /// <param name="program">Runs a line of the program without its name; returns the exit code.</param>
    /// <param name="interrupt">Ends the commands.</param>
    public static async Task<VerificationReport> RunAsync(
        string path,
        VerificationOptions options,
        Func<string[], Task<int>> program,
        CancellationToken interrupt
    )
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = LineText.Shown(Path.GetFileName(full), 200);
        var beside = Path.GetDirectoryName(full)!;
        var about = FileRecord.Read(path);
        var origin = Path.GetFullPath(about.Folder, beside);
        var found = Altered(about, beside).Concat(InputCheck.Of(about.Commands, origin)).ToList();
        if (about.Commands.SelectMany(command => command.Uses).FirstOrDefault(use => use.MadeBy is null) is { } made)
            found.Add(
                new Finding(
                    LineText.Shown(made.Variable, 60),
                    Verdict.NotComparable,
                    "C# made this value, and no command can make it again: verify the notebook"
                )
            );
        if (found.Count > 0)
            return Report("");
        using var stage = new VerificationStage(origin, about.Commands, withNeighbours: false);
        options.UseThreads(about.Commands);
        var session = new GlmSession(progress: static (_, _) => new Progress<ProgressReport>());
        var host = new ReplayHost(stage.Folder, interrupt);
        var now = new List<CommandRecord>();
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = stage.Folder;
        try
        {
            for (var i = 0; i < about.Commands.Count; i++)
            {
                var line = RecordLineage.Replay(about.Commands[i], [.. about.Commands.Take(i)]);
                options.Log?.WriteLine($"[{i + 1}/{about.Commands.Count}] {LineText.Shown(line, 200)}");
                if (ProgramRecords.WordsOf(about.Commands[i]) is { } words)
                    now.Add(await Program(words, stage.Folder, program).ConfigureAwait(false));
                else
                {
                    await session.RunLineAsync(line, host).ConfigureAwait(false);
                    now.Add(session.Records[^1]);
                }
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        var other = RecordComparison.Difference(about.Commands, now);
        var tolerance = other.Length > 0 ? options.Tolerance : 0;
        foreach (var (command, again) in about.Commands.Zip(now))
            found.AddRange(RecordComparison.Compare(LineText.Shown(command.Line, 60), command, again, tolerance));
        foreach (var file in about.Files.Where(file => !FileComparison.TellsOfRun(file.Path)))
            if (Path.GetFullPath(file.Path, beside) is var written)
                found.Add(
                    FileComparison.Compare(
                        LineText.Shown(file.Path, 200),
                        written,
                        Path.GetFullPath(Path.GetRelativePath(origin, written), stage.Folder),
                        tolerance
                    )
                );
        return Report(other);

        VerificationReport Report(string other) => new(name, found, options.Tolerance, other);
    }

    /// <summary>Runs a verb of this program; what it prints is not shown, but for its errors.</summary>
    private static async Task<CommandRecord> Program(string[] words, string folder, Func<string[], Task<int>> program)
    {
        var shown = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            var (record, code) = await ProgramRecords.TraceAsync(words, folder, () => program(words)).ConfigureAwait(false);
            return code == 0
                ? record
                : throw new GlmException($"The line on record does not run here: {LineText.Shown(string.Join(' ', words), 200)}");
        }
        finally
        {
            Console.SetOut(shown);
        }
    }

    private static IEnumerable<Finding> Altered(FileRecord about, string beside)
    {
        foreach (var file in about.Files)
        {
            var now = FileHashes.Of(Path.GetFullPath(file.Path, beside), beside);
            if (now is null)
                yield return new Finding(LineText.Shown(file.Path, 200), Verdict.NotComparable, "this file is missing");
            else if (now.Sha256 != file.Sha256)
                yield return new Finding(
                    LineText.Shown(file.Path, 200),
                    Verdict.Different,
                    $"it is not the file that was written: recorded SHA-256 {InputCheck.Short(file.Sha256)}, now "
                        + InputCheck.Short(now.Sha256)
                );
        }
    }
}
