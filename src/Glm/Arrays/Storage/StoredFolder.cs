using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>
/// The one place where several files are replaced as one: whoever opens them later, whatever happened meanwhile, finds all of the earlier
/// ones or all of the later.
/// </summary>
/// <remarks>
/// The new files are written into a hidden folder inside their own, where a save that fails or is killed leaves the earlier files as they
/// are. When complete, the hidden folder gets another name in one step, from which moment the new files count; they are then moved into
/// place one by one. If that is interrupted, whoever comes next finishes it. Other files of the folder are never touched. Exchanging the
/// whole folder would be shorter, but would take those files along, and is impossible for a mounted folder and harmful to the one in which
/// somebody works.
/// </remarks>
public static class StoredFolder
{
    private const string Committed = ".glm-save";
    private const string LockName = ".glm-lock";
    private const string RemovedNames = ".removed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes files of a folder as one.</summary>
    /// <param name="folder">Made if absent. Files of other names stay.</param>
    /// <param name="write">Gets the path of an empty folder and writes the files into it. A subfolder replaces one of its name as a
    /// whole.</param>
    /// <param name="removed">Names of files that belong to an earlier state and not to the new one; with "/" behind them, of
    /// subfolders.</param>
    /// <exception cref="GlmException">The folder or a file cannot be written; the earlier files are then as they were.</exception>
    public static void Replace(string folder, Action<string> write, IReadOnlyList<string>? removed = null) =>
        Replace(folder, write, removed ?? [], _ => { });

    /// <param name="folder">See above.</param>
    /// <param name="write">See above.</param>
    /// <param name="removed">See above.</param>
    /// <param name="before">Called before each step with its name; a test makes it fail.</param>
    internal static void Replace(string folder, Action<string> write, IReadOnlyList<string> removed, Action<string> before)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new GlmException("No folder was given; name the folder to write.");
        try
        {
            Directory.CreateDirectory(folder);
            using var stage = TemporaryPath.In(folder);
            Directory.CreateDirectory(stage.Path);
            before("write");
            write(stage.Path);
            foreach (
                var name in Directory
                    .GetFiles(stage.Path)
                    .Select(file => Path.GetFileName(file))
                    .Concat(removed.Where(name => !name.EndsWith('/')))
            )
                if (Path.Combine(folder, name) is var place && Directory.Exists(place))
                    throw new GlmException($"{place}: this is a folder, where a file is to be saved; move it, or name another place.");
            foreach (var inner in Directory.GetDirectories(stage.Path))
                if (Path.Combine(folder, Path.GetFileName(inner)) is var place && File.Exists(place))
                    throw new GlmException($"{place}: this is a file, where a folder is to be saved; move it, or name another place.");
            File.WriteAllLines(Path.Combine(stage.Path, RemovedNames), removed);
            using var held = Hold(folder);
            MoveIntoPlace(folder, before);
            before("commit");
            Directory.Move(stage.Path, Path.Combine(folder, Committed));
            MoveIntoPlace(folder, before);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GlmException(
                $"{FinalPath(folder)}: files cannot be saved there ({StoredFile.Reason(exception)}). Name a folder that can "
                    + $"be written, or make room there.",
                exception
            );
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException && !Path.Exists(folder))
        {
            throw StoredFile.InvalidPath(folder, exception);
        }
    }

    /// <summary>Finishes what an interrupted <see cref="Replace(string, Action{string}, IReadOnlyList{string})"/> began, before files
    /// are read.</summary>
    /// <param name="folder">It need not exist.</param>
    /// <exception cref="GlmException">There is something to finish, and the folder cannot be written.</exception>
    internal static void Recover(string folder)
    {
        if (!IsCommitted(folder))
            return;
        try
        {
            using var held = Hold(folder);
            MoveIntoPlace(folder, _ => { });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GlmException(
                $"{folder}: saving was interrupted there, and moving the new files into place failed "
                    + $"({StoredFile.Reason(exception)}). Open it as a user who may write there, or copy the folder.",
                exception
            );
        }
    }

    /// <summary>Where a file will be in the end, for messages: the path without the hidden folders that it is written in.</summary>
    internal static string FinalPath(string path)
    {
        var names = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return names.Any(TemporaryPath.IsTemporary)
            ? string.Join(Path.DirectorySeparatorChar, names.Where(name => !TemporaryPath.IsTemporary(name)))
            : path;
    }

    /// <summary>
    /// Whether a save waits to be finished. No save leaves a link, and following one would move files of elsewhere.
    /// </summary>
    private static bool IsCommitted(string folder) =>
        new DirectoryInfo(Path.Combine(folder, Committed)) is { Exists: true, LinkTarget: null };

    /// <summary>Every step can be repeated. Under the lock.</summary>
    private static void MoveIntoPlace(string folder, Action<string> before)
    {
        var committed = Path.Combine(folder, Committed);
        if (!IsCommitted(folder))
            return;
        var removed = Path.Combine(committed, RemovedNames);
        if (File.Exists(removed))
            foreach (var line in File.ReadLines(removed))
                if (line.TrimEnd('/') is var name && name == Path.GetFileName(name) && name.Trim('.').Length > 0)
                {
                    before($"remove {line}");
                    Delete(Path.Combine(folder, name), isFolder: line != name);
                }
        var files = Directory.GetFiles(committed).Where(file => Path.GetFileName(file) != RemovedNames);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            before($"move {Path.GetFileName(file)}");
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
        foreach (var inner in Directory.GetDirectories(committed).Order(StringComparer.Ordinal))
        {
            var place = Path.Combine(folder, Path.GetFileName(inner));
            before($"move {Path.GetFileName(inner)}");
            Delete(place, isFolder: true);
            Directory.Move(inner, place);
        }
        before("end");
        Directory.Delete(committed, recursive: true);
    }

    /// <summary>Takes away a file, or a folder with all that is in it; of a link only the link.</summary>
    private static void Delete(string path, bool isFolder)
    {
        if (!isFolder)
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>A file that one program at a time can open, and that goes when it is closed or its program is killed.</summary>
    private static FileStream Hold(string folder)
    {
        var path = Path.Combine(folder, LockName);
        for (var started = TimeProvider.System.GetTimestamp(); ; Thread.Sleep(Pause))
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw;
            }
    }
}
