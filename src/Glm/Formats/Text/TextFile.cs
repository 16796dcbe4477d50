using System.Text;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Formats.Text;

/// <summary>Opens and replaces text files.</summary>
public static class TextFile
{
    /// <summary>
    /// Opens a file, in a folder or in a .zip archive, or what came through a pipe, for sequential reading; <see cref="LineReader"/>
    /// brings the buffer.
    /// </summary>
    /// <exception cref="GlmException">It is missing, is a folder or a device, may not be read, or is a named pipe that nothing writes
    /// to.</exception>
    public static Stream Open(string path) =>
        PipedInput.Open(path) is { } piped ? piped
        : !File.Exists(path) && ZipArchiveFile.Split(path) is ({ } archive, { Length: > 0 } inside) ? ZipArchiveFile.Open(archive, inside)
        : StoredFile.OpenOrPipe(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });

    /// <summary>Reads a whole file of UTF-8 text, which holds something and not more than makes sense.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">Its largest size.</param>
    /// <param name="content">What it is too large for, and the remedy: "the state of a training".</param>
    /// <exception cref="GlmException">It is missing, empty or too large, or may not be read.</exception>
    internal static string ReadAll(string path, long mostBytes, string content) => StoredFile.Read(path, file =>
        {
            if (file.Length > mostBytes)
                throw new GlmException($"{path}: {file.Length} bytes are too many for {content}.");
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        });

    /// <summary>
    /// Writes a UTF-8 file of LF lines under a temporary name in the same folder, which is made if it does not exist, and moves it into
    /// place.
    /// </summary>
    /// <exception cref="GlmException">The folder or the file cannot be written.</exception>
    public static void Replace(string path, Action<TextWriter> write) => StoredFile.Replace(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            write(writer);
        });
}
