using System.Text.RegularExpressions;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Sources;

/// <summary>Says why files cannot be read, in the words of the readers.</summary>
internal static partial class SourceFaults
{
    /// <summary>A file that should have been read, with what its reader says.</summary>
    public static PassedOverFile Unreadable(string path, GlmException fault) => new(path, ReasonOf(path, fault), IsUnreadable: true);

    /// <summary>What is wrong with a file of which only so much is known as that no format recognises it.</summary>
    public static GlmException Diagnose(SourceFile file)
    {
        if (file.Fault is { } fault)
            return fault;
        try
        {
            using var stream = TextFile.Open(file.Path);
            file.Format.Count(stream, file.Path, CancellationToken.None);
            return new GlmException($"{file.Path}: this is not a genome file.");
        }
        catch (GlmException found)
        {
            return found;
        }
    }

    /// <summary>The message for files of one source that cannot be read.</summary>
    public static GlmException Of(string source, int files, IReadOnlyList<PassedOverFile> unreadable)
    {
        const int MostNamed = 8;
        var named = string.Join(
            "; ",
            unreadable.Take(MostNamed).Select(file => $"{Path.GetFileName(file.File)}: {file.Reason.TrimEnd('.')}")
        );
        var more = unreadable.Count > MostNamed ? $"; and {unreadable.Count - MostNamed} more" : "";
        return new GlmException(
            $"{source}: {unreadable.Count} of {files} files cannot be read: {named}{more}. Mend or remove them, or set "
                + $"{Setting.Of(nameof(LoadOptions.SkipUnreadable))}."
        );
    }

    // The ledger names the file beside the reason.
    private static string ReasonOf(string path, GlmException fault)
    {
        var message = fault.Message;
        // As the message shows it.
        path = new GlmException($"{path}").Message;
        if (message.StartsWith(path, StringComparison.Ordinal))
            message = Place().Replace(message[path.Length..], line => line.Groups[1].Success ? $"line {line.Groups[1].Value}: " : "", 1);
        return message;
    }

    [GeneratedRegex(@"^(?::(\d+))?:? ")]
    private static partial Regex Place();
}
