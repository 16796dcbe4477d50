using System.Text;
using Glm.Arrays.Storage;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Hosting;

/// <summary>Puts records beside the files that commands wrote.</summary>
internal static class FileRecords
{
    /// <summary>Writes a record beside whatever a command wrote where an option of its line said.</summary>
    internal static void Write(SessionLine line, IReadOnlyList<CommandRecord> records)
    {
        var record = line.Record!;
        var written = record.Outputs.Select(file => (File: file, Full: Path.GetFullPath(file.Path, line.Folder))).ToArray();
        foreach (var option in line.Command.Options.Where(option => option.Kind is OptionKind.File or OptionKind.Folder))
        {
            if (
                !line.Arguments.Has(option)
                || line.Arguments.Written(option) is not { Length: > 0 } named
                || option.Choices.Contains(named)
            )
                continue;
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named, line.Folder));
            var files = written
                .Where(file => file.Full == place || file.Full.StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .ToArray();
            if (files.Length == 0)
                continue;
            var folder = Path.GetDirectoryName(place)!;
            var about = new FileRecord(
                CommandRecord.CurrentVersion,
                [.. files.Select(file => file.File with { Path = Path.GetRelativePath(folder, file.Full).Replace('\\', '/') })],
                Path.GetRelativePath(folder, line.Folder).Replace('\\', '/'),
                RecordLineage.Of(records, record)
            );
            StoredFile.Replace(FileRecord.PathOf(place), stream => stream.Write(Encoding.UTF8.GetBytes(RecordJson.Write(about))));
        }
    }
}
