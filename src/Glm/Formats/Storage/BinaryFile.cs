using Glm.Runtime;

namespace Glm.Formats.Storage;

/// <summary>The one place where binary files are opened and written, so that every format complains in the same words.</summary>
internal static class BinaryFile
{
    /// <summary>Opens a file that must exist and hold at least one byte.</summary>
    public static FileStream OpenRead(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new GlmException("No file name was given; name the file to read.");
        if (Directory.Exists(path)) throw new GlmException($"{path}: this is a folder, not a file; name a file inside it.");
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            if (stream.Length == 0) throw new GlmException($"{path}: the file is empty (0 bytes); write or download it again.");
            return stream;
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (Explain(path, "read", exception) is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>Opens, reads and closes a file.</summary>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (Exception exception) when (exception is not GlmException && Explain(path, "read", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Writes to a temporary file beside <paramref name="path"/> and moves it into place, so that nobody ever sees half a file.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new GlmException("No file name was given; name the file to write.");
        if (Directory.Exists(path)) throw new GlmException($"{path}: this is a folder, not a file; add a file name.");
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception exception)
        {
            TryDelete(temporary);
            if (exception is not GlmException && Explain(path, "written", exception) is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>Runs a step of writing a file, with its failures told in the same words.</summary>
    public static T Guard<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is not GlmException && Explain(path, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Text from a file as it may stand in a message: one line, no control characters, at most 80 characters.</summary>
    public static string Clean(string text)
    {
        var shown = text.Length > 80 ? text[..77] + "..." : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || source[i] is '\u2028' or '\u2029' ? '?' : source[i];
        });
    }

    private static GlmException? Explain(string path, string done, Exception exception) => exception switch
    {
        GlmException known => known,
        FileNotFoundException => new GlmException($"{path}: no such file; check the name and the current folder ({Directory.GetCurrentDirectory()}).", exception),
        DirectoryNotFoundException => new GlmException($"{path}: its folder does not exist; check the path, or create the folder first.", exception),
        UnauthorizedAccessException => new GlmException($"{path}: it may not be {done} by this user; check the file's and the folder's permissions.", exception),
        PathTooLongException => new GlmException($"{path}: the path is too long for this system; use a shorter one.", exception),
        IOException => new GlmException($"{path}: it could not be {done} ({Clean(exception.Message)}).", exception),
        ArgumentException or NotSupportedException => new GlmException($"{Clean(path)}: this is no valid path on this system.", exception),
        _ => null,
    };

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is the one worth reporting.
        }
    }
}
