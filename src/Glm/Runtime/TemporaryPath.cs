using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Glm.Runtime;

/// <summary>
/// A name for a file or folder in the making. What is still there under it goes when this is disposed of or when the program ends; what a
/// killed program left goes when the next name is given out in the same folder. Not thread-safe.
/// </summary>
/// <remarks>
/// The name says who is at work: a mark of this machine (or container), the number and start of the process. Of another machine's files it
/// cannot be known whether their process lives, so they stay for a day.
/// </remarks>
internal sealed class TemporaryPath : IDisposable
{
    private const string Beginning = ".glm-";
    private const string Ending = ".tmp";

    /// <summary>Two readings of one process' start may differ by what the clock was corrected meanwhile.</summary>
    private const int StartTolerance = 60;

    private static readonly TimeSpan KeptOfOthers = TimeSpan.FromDays(1);

    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);

    private static readonly string Machine = MarkOfMachine();

    private static readonly string Own = Beginning + Owner();

    static TemporaryPath() =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var path in InUse.Keys)
                Remove(path);
        };

    private TemporaryPath(string path) => Path = path;

    /// <summary>Where to write. Nothing is there at first.</summary>
    public string Path { get; }

    /// <summary>A name in a folder that exists, from which the remains of dead processes are taken away first.</summary>
    public static TemporaryPath In(string folder)
    {
        Sweep(folder);
        var path = System.IO.Path.Combine(folder, $"{Own}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}{Ending}");
        InUse[System.IO.Path.GetFullPath(path)] = true;
        return new TemporaryPath(path);
    }

    /// <summary>Whether a file's or folder's name is one of these.</summary>
    public static bool IsTemporary(string name) =>
        name.StartsWith(Beginning, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal);

    /// <summary>Takes away what is there. A failure is not reported: the one that led here is worth more.</summary>
    public void Dispose()
    {
        Remove(Path);
        InUse.TryRemove(System.IO.Path.GetFullPath(Path), out _);
    }

    private static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next name that is given out in this folder tries again.
        }
    }

    private static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder, Beginning + "*" + Ending))
                if (IsLeft(path))
                    Remove(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed can perhaps be written.
        }
    }

    private static bool IsLeft(string path)
    {
        var name = System.IO.Path.GetFileName(path)[Beginning.Length..^Ending.Length];
        return name.Split('-') is [var machine, var process, var start, _]
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && (machine == Machine ? !Lives(id, seconds) : DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > KeptOfOthers);
    }

    private static bool Lives(int id, long start)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return Math.Abs(StartOf(process) - start) <= StartTolerance && !IsDeadChild(id);
        }
        catch (ArgumentException)
        {
            return false; // there is no such process
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true; // another user's, which may not be asked
        }
    }

    /// <summary>A killed process keeps its number until its parent has taken note.</summary>
    private static bool IsDeadChild(int id)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return status[(status.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists($"/proc/{id}");
        }
    }

    private static string Owner()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Machine}-{process.Id}-{StartOf(process)}");
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();

    /// <summary>The same for all processes whose numbers can be compared: on Linux those of one machine and one container.</summary>
    private static string MarkOfMachine()
    {
        var mark = Environment.MachineName;
        if (OperatingSystem.IsLinux() && new FileInfo("/proc/self/ns/pid").LinkTarget is { } container)
            mark += container;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)).AsSpan(0, 4));
    }
}
