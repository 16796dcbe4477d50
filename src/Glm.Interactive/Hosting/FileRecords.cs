using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Hosting;

/// <summary>Puts records beside the files that commands wrote.</summary>
internal static class FileRecords
{
    /// <summary>Writes a record beside whatever a command wrote where an option of its line said.</summary>
    internal static void Write(SessionLine line, IReadOnlyList<CommandRecord> records)
    {
        if (line.Record is not { Outputs.Count: > 0 } record)
            return;
        foreach (var option in line.Command.Options.Where(option => option.Kind is OptionKind.File or OptionKind.Folder))
            if (line.Arguments.Has(option) && line.Arguments.Written(option) is { Length: > 0 } named && !option.Choices.Contains(named))
                FileRecord.WriteBeside(named, line.Folder, RecordLineage.Of(records, record));
    }
}
