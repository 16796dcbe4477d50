using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>Opening and replacing text files, with the failures of the file system told in one line.</summary>
internal static class TextFile
{
    /// <summary>Opens a file for sequential reading.</summary>
    /// <exception cref="GlmException">It is missing, is a folder, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
            throw new GlmException($"{path} is a folder where a file is needed. Name a file in it.");
        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GlmException($"{path}: there is no such file. Check the path; it is relative to {Directory.GetCurrentDirectory()}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GlmException($"{path} cannot be read: {OneLine(e.Message)}", e);
        }
    }

    /// <summary>Writes a file of LF lines under a temporary name in the same folder and moves it into place.</summary>
    /// <exception cref="GlmException">The folder or the file cannot be written.</exception>
    public static void Replace(string path, Action<TextWriter> write)
    {
        string? temporary = null;
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
            using (var writer = new StreamWriter(temporary) { NewLine = "\n" })
                write(writer);
            File.Move(temporary, path, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GlmException($"{path} cannot be written: {OneLine(e.Message)}", e);
        }
        finally
        {
            if (temporary is not null)
                File.Delete(temporary);
        }
    }

    /// <summary>A value from a file as an error message shows it: one line, at most 60 characters, nothing invisible.</summary>
    public static string Quote(ReadOnlySpan<char> value)
    {
        const int Shown = 60;
        var text = string.Concat(value[..Math.Min(value.Length, Shown)].ToString().Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return value.Length > Shown ? $"'{text}…'" : $"'{text}'";
    }

    public static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
