using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>
/// A file in the making: it has a temporary name in the folder of its final place until <see cref="Complete"/> moves it there. Disposing
/// of an unfinished one leaves what was there before. Not thread-safe.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _path;
    private readonly string _named;
    private readonly TemporaryPath _temporary;
    private readonly FileStream _stream;

    /// <param name="path">The final place. Its folder is made if need be: a long computation must not be lost for want of one.</param>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public PendingFile(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new GlmException("No file name was given; name the file to write.");
        if (Directory.Exists(path))
            throw new GlmException($"{path}: this is a folder, not a file; add a file name.");
        _named = StoredFolder.FinalPath(path);
        try
        {
            _path = Path.GetFullPath(path);
            var folder = Path.GetDirectoryName(_path)!;
            Directory.CreateDirectory(folder);
            _temporary = TemporaryPath.In(folder);
            _stream = new FileStream(_temporary.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, StoredFile.BufferSize);
        }
        catch (Exception exception)
        {
            _temporary?.Dispose();
            if (StoredFile.Explain(_named, "written", exception) is { } explained)
                throw explained;
            if (exception is ArgumentException or NotSupportedException)
                throw StoredFile.InvalidPath(path, exception);
            throw;
        }
    }

    /// <summary>Writes at the end.</summary>
    /// <exception cref="GlmException">The file system refuses, for example for lack of space.</exception>
    public void Write(Action<Stream> write)
    {
        try
        {
            write(_stream);
        }
        catch (Exception exception) when (StoredFile.Explain(_named, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc cref="Write(Action{Stream})"/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception exception) when (StoredFile.Explain(_named, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Moves the file into place.</summary>
    /// <exception cref="GlmException">The file system refuses.</exception>
    public void Complete() =>
        Write(stream =>
        {
            ((FileStream)stream).Flush(flushToDisk: true);
            stream.Dispose();
            File.Move(_temporary.Path, _path, overwrite: true);
            FileTrace.NoteWritten(_named);
        });

    /// <summary>Drops an unfinished file.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose(); // which writes what its buffer still holds, and fails again where the disk is full
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // The failure that led here is the one worth reporting.
        }
        finally
        {
            _temporary.Dispose();
        }
    }
}
