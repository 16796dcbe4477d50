using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>Records of what the program <c>glm</c> did outside notebooks.</summary>
public static class ProgramRecords
{
    /// <summary>The name of the program, the first word of such a line.</summary>
    public const string Program = "glm";

    /// <summary>Runs a line of the program and writes down what it read and wrote.</summary>
    /// <param name="words">What follows the name of the program.</param>
    /// <param name="folder">Full path of the folder that it runs in.</param>
    /// <param name="run">Returns the exit code.</param>
    public static async Task<(CommandRecord Record, int Code)> TraceAsync(IEnumerable<string> words, string folder, Func<Task<int>> run)
    {
        using var files = FileTrace.Begin();
        var clock = TimeProvider.System;
        var (started, from) = (clock.GetUtcNow(), clock.GetTimestamp());
        var code = await run().ConfigureAwait(false);
        return (Of(words, folder, files, started, clock.GetElapsedTime(from)), code);
    }

    private static CommandRecord Of(IEnumerable<string> words, string folder, FileTrace files, DateTimeOffset started, TimeSpan duration)
    {
        var line = string.Join(
            ' ',
            words
                .Select(word => Path.IsPathRooted(word) ? FileHashes.Shown(word, folder) : word)
                .Select(CommandWord.Quote)
                .Prepend(Program)
        );
        var inputs = FileHashes.Of(files.Read, folder);
        return new CommandRecord
        {
            Id = CommandRecord.IdOf(line, inputs, []),
            Line = line,
            Inputs = inputs,
            Outputs = FileHashes.Of(files.Written, folder),
            Runtime = RuntimeFacts.Now(),
            Started = started,
            Seconds = duration.TotalSeconds,
        };
    }

    /// <summary>What follows the name of the program in the line of a record; null where it is a line of a notebook.</summary>
    public static string[]? WordsOf(CommandRecord record) =>
        CommandWord.Split(record.Line) is [{ Text: Program }, .. var words] ? [.. words.Select(word => word.Text)] : null;
}
