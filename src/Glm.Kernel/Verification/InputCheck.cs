using Glm.Interactive.Provenance;
using Glm.Kernel.Documents;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>Whether the files that commands read are there, and still what they were.</summary>
internal static class InputCheck
{
    /// <summary>What stands against running commands again; empty where nothing does.</summary>
    /// <param name="records">The commands.</param>
    /// <param name="folder">From which their paths start.</param>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<CommandRecord> records, string folder)
    {
        var findings = new List<Finding>();
        foreach (var input in VerificationStage.Inputs(records).DistinctBy(input => input.Path))
        {
            var name = LineText.Shown(input.Path, 200);
            var now = FileHashes.Of(Path.GetFullPath(input.Path, folder), folder);
            if (input.Sha256.Length == 0)
                findings.Add(new Finding(name, Verdict.NotComparable, "it was read from a pipe, which cannot be read again"));
            else if (now is null)
                findings.Add(
                    new Finding(name, Verdict.NotComparable, $"this input is missing (SHA-256 {Short(input.Sha256)}, {input.Bytes} bytes)")
                );
            else if (now.Sha256 != input.Sha256)
                findings.Add(
                    new Finding(
                        name,
                        Verdict.Different,
                        $"this input is not the file that was read: recorded {Short(input.Sha256)} ({input.Bytes} bytes), now "
                            + $"{Short(now.Sha256)} ({now.Bytes} bytes)"
                    )
                );
        }
        return findings;
    }

    /// <summary>
    /// From where the paths in a notebook's records start: its own folder, unless it was run in another and its inputs are not all here.
    /// </summary>
    /// <param name="notebook">Holds its outputs.</param>
    /// <param name="records">Its records.</param>
    public static string FolderOf(NotebookDocument notebook, IReadOnlyList<CommandRecord> records)
    {
        var own = Path.GetDirectoryName(notebook.Path)!;
        return
            notebook.RanIn is { } other
            && Directory.Exists(other)
            && !VerificationStage.Inputs(records).All(input => File.Exists(Path.GetFullPath(input.Path, own)))
            ? other
            : own;
    }

    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
