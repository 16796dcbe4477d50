using System.Text;
using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Interactive.Provenance;

/// <summary>
/// How a file or a folder that commands wrote came to be. It lies beside it, as <c>NAME.provenance.json</c>, so that the file itself
/// stays what other programs expect.
/// </summary>
/// <param name="Version">The version of its form.</param>
/// <param name="Files">The file, or the files of the folder, as they were written; paths from the folder in which the record lies.</param>
/// <param name="Folder">From the folder in which the record lies to the one from which the paths of the commands start.</param>
/// <param name="Commands">What led to it, in order; the last one wrote it.</param>
public sealed record FileRecord(int Version, IReadOnlyList<FileIdentity> Files, string Folder, IReadOnlyList<CommandRecord> Commands)
{
    /// <summary>Ends the name of a record.</summary>
    public const string Ending = ".provenance.json";

    private const long MostBytes = 256 << 20;

    /// <summary>The path of the record of a file or a folder.</summary>
    public static string PathOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Ending;

    /// <summary>Puts a record beside a file or a folder; beside nothing, where the command wrote nothing there.</summary>
    /// <param name="path">Of the file or the folder.</param>
    /// <param name="folder">Full path of the folder from which the paths of the commands start.</param>
    /// <param name="commands">What led to it, in order; the last one wrote it.</param>
    /// <exception cref="GlmException">The record cannot be written.</exception>
    public static void WriteBeside(string path, string folder, IReadOnlyList<CommandRecord> commands)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));
        var beside = Path.GetDirectoryName(place)!;
        FileIdentity[] files =
        [
            .. from file in commands[^1].Outputs
            let full = Path.GetFullPath(file.Path, folder)
            where full == place || full.StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            select file with
            {
                Path = Said(full),
            },
        ];
        if (files.Length == 0)
            return;
        var record = new FileRecord(CommandRecord.CurrentVersion, files, Said(folder), commands);
        StoredFile.Replace(PathOf(place), stream => stream.Write(Encoding.UTF8.GetBytes(RecordJson.Write(record))));

        string Said(string full) => Path.GetRelativePath(beside, full).Replace('\\', '/');
    }

    /// <summary>Reads the record of a file or a folder.</summary>
    /// <exception cref="GlmException">There is none, or it is damaged or of a later version.</exception>
    public static FileRecord Read(string path)
    {
        var beside = PathOf(path);
        if (!File.Exists(beside))
            throw new GlmException(
                $"{LineText.Shown(path)}: no record of how it was made lies beside it ({Path.GetFileName(beside)}). Files that "
                    + "commands write have one; keep the two together."
            );
        using var stream = TextFile.Open(beside);
        if (new FileInfo(beside).Length > MostBytes)
            throw new GlmException($"{beside}: {new FileInfo(beside).Length} bytes are too many for a record.");
        try
        {
            using var json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 64 });
            return RecordJson.Read<FileRecord>(json.RootElement, beside);
        }
        catch (JsonException fault)
        {
            throw new GlmException($"{beside}: the record is damaged, it is not JSON. Write the file again.", fault);
        }
    }
}
