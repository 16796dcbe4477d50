using System.Text.RegularExpressions;
using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>The one place where files are opened and replaced, so that every format complains in the same words.</summary>
public static partial class StoredFile
{
    internal const int BufferSize = 1 << 16;

    private static readonly TimeSpan PatienceWithPipes = TimeSpan.FromSeconds(10);

    /// <summary>Opens a file that must exist and hold at least one byte.</summary>
    /// <exception cref="GlmException">It is missing, empty, a folder, or may not be read.</exception>
    internal static FileStream OpenRead(string path)
    {
        var stream = Open(path, new FileStreamOptions { BufferSize = BufferSize });
        if (stream.Length > 0)
            return stream;
        stream.Dispose();
        throw new GlmException($"{path}: the file is empty (0 bytes); write or download it again.");
    }

    /// <summary>Opens a file that must exist; it may be empty.</summary>
    /// <exception cref="GlmException">It is missing, a folder, a pipe or a device, or may not be read.</exception>
    internal static FileStream Open(string path, FileStreamOptions options)
    {
        var stream = OpenAny(path, options, mayBePipe: false);
        if (stream.CanSeek || !IsForReading(options))
            return stream;
        stream.Dispose();
        throw SpecialFile.Refusal(path, "a pipe");
    }

    /// <summary>As <see cref="Open"/>, or a pipe, whose stream cannot seek.</summary>
    /// <exception cref="GlmException">It is missing, a folder or a device, may not be read, or is a named pipe that nothing writes
    /// to.</exception>
    internal static FileStream OpenOrPipe(string path, FileStreamOptions options) => OpenAny(path, options, mayBePipe: true);

    /// <summary>Checks that a path does not lead to a pipe or a device, for whoever opens the file by other means.</summary>
    /// <exception cref="GlmException">It does.</exception>
    public static void RequireRegular(string path)
    {
        if (SpecialFile.KindOf(path) is { } kind)
            throw SpecialFile.Refusal(path, kind);
    }

    private static bool IsForReading(FileStreamOptions options) => options.Access == FileAccess.Read;

    private static FileStream OpenAny(string path, FileStreamOptions options, bool mayBePipe)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new GlmException("No file name was given; name the file to read.");
        if (Directory.Exists(path))
            throw new GlmException($"{path}: this is a folder, not a file; name a file inside it.");
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                StoredFolder.Recover(folder);
            if (IsForReading(options) && SpecialFile.KindOf(path) is { } kind)
                return mayBePipe && kind == SpecialFile.NamedPipe
                    ? SpecialFile.OpenPipe(path, options, PatienceWithPipes)
                    : throw SpecialFile.Refusal(path, kind);
            var stream = new FileStream(path, options);
            if (IsForReading(options))
                FileTrace.NoteRead(path);
            else
                FileTrace.NoteWritten(path);
            return stream;
        }
        catch (Exception exception) when (Explain(path, "read", exception) is { } explained)
        {
            throw explained;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw InvalidPath(path, exception);
        }
    }

    /// <summary>Opens, reads and closes a file that must hold at least one byte.</summary>
    internal static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = OpenRead(path);
        try
        {
            return read(stream);
        }
        catch (Exception exception) when (Explain(path, "read", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>
    /// Writes to a temporary file beside <paramref name="path"/> and moves it into place, so that nobody ever sees half a file. Makes the
    /// folder if need be.
    /// </summary>
    /// <exception cref="GlmException">The folder or the file cannot be written.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        using var file = new PendingFile(path);
        file.Write(write);
        file.Complete();
    }

    /// <summary>What a failure of the file system means to the user; null for any other failure.</summary>
    /// <param name="path">The file.</param>
    /// <param name="done">"read" or "written".</param>
    /// <param name="exception">The failure.</param>
    internal static GlmException? Explain(string path, string done, Exception exception) =>
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException when done == "written" => new GlmException(
                $"{path}: its folder cannot be made; name another place.",
                exception
            ),
            FileNotFoundException => new GlmException(
                $"{path}: no such file; check the name. A relative path starts from the notebook's folder, or else the current one.",
                exception
            ),
            DirectoryNotFoundException => new GlmException(
                $"{path}: its folder does not exist; check the path. A relative one starts from the notebook's folder, or else "
                    + $"the current one.",
                exception
            ),
            UnauthorizedAccessException => new GlmException(
                $"{path}: it may not be {done} by this user; check the file's and the folder's permissions.",
                exception
            ),
            // So .NET says EFBIG.
            ArgumentOutOfRangeException { ParamName: "value" } when done == "written" => new GlmException(
                $"{path}: it could not be written (it is larger than this file system, or the limit of this user, allows); name another "
                    + $"place.",
                exception
            ),
            PathTooLongException => new GlmException($"{path}: the path is too long for this system; use a shorter one.", exception),
            IOException => new GlmException(
                $"{path}: it could not be {done} ({Reason(exception)}); "
                    + $"{(done == "read" ? "check the file." : "name another place, or make room there.")}",
                exception
            ),
            _ => null,
        };

    /// <summary>
    /// Checks that a file could be written: nobody wants to learn so after an hour of work. Makes its folder if need be.
    /// </summary>
    /// <exception cref="GlmException">The folder or the file cannot be written.</exception>
    public static void RequireWritable(string path)
    {
        using var file = new PendingFile(path);
    }

    /// <summary>
    /// What the file system said, in one line. Of paths only the names stay: a report that is passed on should not tell where its author
    /// keeps files.
    /// </summary>
    internal static string Reason(Exception failure) =>
        Temporary().Replace(QuotedPath().Replace(LineText.Shown(failure.Message, 300), "'$1'"), "");

    /// <summary>A name that only this program knows, as the file system appends it to its sentences.</summary>
    [GeneratedRegex(@"( : )?'\.glm-[^']*\.tmp'")]
    private static partial Regex Temporary();

    [GeneratedRegex(@"'[^']*[/\\]([^'/\\]+)[/\\]?'")]
    private static partial Regex QuotedPath();

    internal static GlmException InvalidPath(string path, Exception exception) =>
        new($"{LineText.Shown(path)}: this is not a valid path on this system.", exception);
}
