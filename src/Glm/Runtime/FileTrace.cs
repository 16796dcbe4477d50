using System.Collections.Concurrent;

namespace Glm.Runtime;

/// <summary>
/// Notes which files the library reads and writes between its beginning and its end, in the flow of execution that began it and in
/// whatever that starts. Vectors out of the user's cache do not count: they are what the model would compute. Thread-safe.
/// </summary>
public sealed class FileTrace : IDisposable
{
    private static readonly AsyncLocal<FileTrace?> Active = new();

    private readonly FileTrace? _outer = Active.Value;
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);

    private FileTrace() { }

    /// <summary>Full paths of the files that were read before they were written, if they were; in ordinal order.</summary>
    public IReadOnlyList<string> Read => [.. _read.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Full paths of the files that were written; in ordinal order.</summary>
    public IReadOnlyList<string> Written => [.. _written.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Begins a trace, which also tells the one around it.</summary>
    public static FileTrace Begin() => Active.Value = new FileTrace();

    /// <summary>Leaves out what is read until this is disposed of: files that are only asked whether they are wanted.</summary>
    internal static IDisposable Pause() => new Paused();

    /// <summary>Ends the trace; what it noted stays.</summary>
    public void Dispose() => Active.Value = _outer;

    internal static void NoteRead(string path)
    {
        for (var trace = Active.Value; trace is not null; trace = trace._outer)
            if (Path.GetFullPath(path) is var full && !trace._written.ContainsKey(full))
                trace._read[full] = true;
    }

    internal static void NoteWritten(string path)
    {
        for (var trace = Active.Value; trace is not null; trace = trace._outer)
            trace._written[Path.GetFullPath(path)] = true;
    }

    private sealed class Paused : IDisposable
    {
        private readonly FileTrace? _before = Active.Value;

        public Paused() => Active.Value = null;

        public void Dispose() => Active.Value = _before;
    }
}
