using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>
/// A folder in which commands are run again: it holds their inputs where they expect them, and nothing of what they write. So nothing of
/// the user's is overwritten, and no earlier result is taken for a new one. Goes when disposed of.
/// </summary>
internal sealed class VerificationStage : IDisposable
{
    private const long LargestCopy = 64 << 20;
    private const int MostFiles = 5000;

    private readonly string _root;

    /// <param name="origin">The folder from which the paths of the commands start.</param>
    /// <param name="records">The commands.</param>
    /// <param name="withNeighbours">Whether the other files of the folder come along: C# may read them.</param>
    /// <exception cref="GlmException">A command writes outside, where running it again would replace what is there.</exception>
    public VerificationStage(string origin, IReadOnlyList<CommandRecord> records, bool withNeighbours)
    {
        var paths = records.SelectMany(record => record.Inputs.Concat(record.Outputs)).Select(file => file.Path).ToArray();
        if (records.SelectMany(record => record.Outputs).FirstOrDefault(file => Path.IsPathRooted(file.Path)) is { } outside)
            throw new GlmException(
                $"{LineText.Shown(outside.Path)} would be written again, outside the folder of the notebook. Use paths from that "
                    + "folder, and run it again."
            );
        _root = Directory.CreateTempSubdirectory("glm-verify-").FullName;
        var names = origin.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var up = paths.Select(path => path.Split('/').TakeWhile(part => part == "..").Count()).DefaultIfEmpty(0).Max();
        Folder = Path.Combine([_root, .. names.TakeLast(Math.Max(up, 1))]);
        Directory.CreateDirectory(Folder);
        var written = records.SelectMany(record => record.Outputs).Select(file => Path.GetFullPath(file.Path, origin)).ToHashSet();
        foreach (var path in Inputs(records).Select(file => file.Path).Where(path => !Path.IsPathRooted(path)).Distinct())
            Bring(Path.GetFullPath(path, origin), Path.GetFullPath(path, Folder));
        if (withNeighbours)
            foreach (
                var path in Neighbours(origin)
                    .Where(path => !written.Contains(path) && !path.EndsWith(FileRecord.Ending, StringComparison.Ordinal))
            )
                Bring(path, Path.Combine(Folder, Path.GetRelativePath(origin, path)));
    }

    /// <summary>The folder from which the paths of the commands start.</summary>
    public string Folder { get; }

    /// <summary>The files that commands read and none of them wrote before.</summary>
    public static IEnumerable<FileIdentity> Inputs(IReadOnlyList<CommandRecord> records)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            foreach (var input in record.Inputs.Where(input => !written.Contains(input.Path)))
                yield return input;
            written.UnionWith(record.Outputs.Select(output => output.Path));
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It lies with other temporary files.
        }
    }

    private static IEnumerable<string> Neighbours(string origin) =>
        Directory
            .EnumerateFiles(
                origin,
                "*",
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    MaxRecursionDepth = 3,
                    IgnoreInaccessible = true,
                    AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
                }
            )
            .Where(path => !Path.GetRelativePath(origin, path).StartsWith('.'))
            .Take(MostFiles);

    /// <summary>A copy, so that writing to it leaves the original as it is; of a large file a link.</summary>
    private static void Bring(string from, string to)
    {
        if (File.Exists(to) || !File.Exists(from))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        try
        {
            if (new FileInfo(from).Length > LargestCopy)
            {
                File.CreateSymbolicLink(to, from);
                return;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not every system lets everybody make links.
        }
        File.Copy(from, to);
        File.SetAttributes(to, FileAttributes.Normal); // the original may be read-only
    }
}
