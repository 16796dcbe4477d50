using System.CommandLine;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Training;

namespace Glm.Kernel.Cli;

/// <summary>A verb of the program that leaves a record of how a file came to be beside it, as commands of notebooks do.</summary>
internal static class RecordedRun
{
    /// <param name="parsed">The line.</param>
    /// <param name="output">The file or the folder that the verb writes.</param>
    /// <param name="run">Returns the exit code; where it is not 0, no record is left.</param>
    public static async Task<int> RunAsync(ParseResult parsed, string output, Func<Task<int>> run)
    {
        var folder = Environment.CurrentDirectory;
        var (record, code) = await ProgramRecords
            .TraceAsync(parsed.Tokens.Select(token => token.Value), folder, run)
            .ConfigureAwait(false);
        if (code == 0)
            FileRecord.WriteBeside(output, folder, [record]);
        return code;
    }

    /// <summary>
    /// The same where <c>mpirun</c> may have started several processes for it: the first alone speaks, writes and keeps records.
    /// </summary>
    /// <param name="parsed">The line.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="run">Does the work of this process.</param>
    public static async Task<int> RunSharedAsync(ParseResult parsed, string output, Func<Task<int>> run)
    {
        var isLeading = TrainingProcesses.Rank == 0;
        if (!isLeading)
            Console.SetOut(TextWriter.Null);
        var code = await (isLeading ? RunAsync(parsed, output, run) : run()).ConfigureAwait(false);
        TrainingProcesses.Leave();
        return code;
    }
}
