using System.Formats.Tar;
using Glm.Runtime;

namespace Glm.Arrays.Storage;

/// <summary>
/// What lies in a folder under a file's name and is none: named pipes and devices. Opening a pipe waits for whoever writes to it, and a
/// device may give bytes without end, so both are told before they are opened.
/// </summary>
internal static class SpecialFile
{
    /// <summary>A pipe that was made by name, as "mkfifo" does.</summary>
    public const string NamedPipe = "a named pipe";

    private const string Device = "a device";
    private const int TypeInHeader = 156;

    /// <summary>
    /// What a path leads to; null for a file, for nothing, and for a pipe without a name, which never waits when it is opened.
    /// </summary>
    public static string? KindOf(string path)
    {
        // Windows keeps pipes and devices apart from files.
        if (OperatingSystem.IsWindows())
            return null;
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            if (!file.Exists || file.Length > 0)
                return null;
            // Of all that .NET has, only its writer of tar archives tells what a file is. It opens nothing but plain files.
            using var header = new MemoryStream();
            using (var archive = new TarWriter(header, TarEntryFormat.Ustar))
                archive.WriteEntry(file.FullName, "x");
            return (TarEntryType)header.GetBuffer()[TypeInHeader] switch
            {
                TarEntryType.Fifo => NamedPipe,
                TarEntryType.CharacterDevice or TarEntryType.BlockDevice => Device,
                _ => null,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null; // opening it tells why
        }
    }

    /// <summary>Says that something else than a file is there.</summary>
    public static GlmException Refusal(string path, string kind) =>
        new($"{path}: this is {kind}, not a file; save what comes from it to a file, and name that.");

    /// <summary>Opens a named pipe that somebody writes to, or begins to write to in time.</summary>
    /// <param name="path">The pipe.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="patience">How long it may have no writer.</param>
    /// <exception cref="GlmException">Nobody writes to it.</exception>
    public static FileStream OpenPipe(string path, FileStreamOptions options, TimeSpan patience)
    {
        var opening = Task.Factory.StartNew(
            () => new FileStream(path, options),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        if (Task.WhenAny(opening, Task.Delay(patience)).GetAwaiter().GetResult() == opening)
            return opening.GetAwaiter().GetResult();
        var silent = new GlmException($"{path}: nothing writes to this named pipe; start the program that does first, or name a file.");
        try
        {
            // A writer of our own ends the wait, so that neither the thread nor the pipe stays open.
            using (new FileStream(path, FileMode.Open, FileAccess.Write))
            using (opening.GetAwaiter().GetResult())
                throw silent;
        }
        catch (UnauthorizedAccessException)
        {
            throw silent; // somebody else's pipe: the wait ends with the process
        }
    }
}
