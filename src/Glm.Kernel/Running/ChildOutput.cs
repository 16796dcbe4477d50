using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Kernel.Outputs;
using Microsoft.Win32.SafeHandles;

namespace Glm.Kernel.Running;

/// <summary>
/// Brings what child processes and native libraries print to the newest cell: on Linux the process' own standard output and error become
/// pipes that threads read here. Writers that were opened before, such as the kernel's log, go on writing where they did. Should the
/// process crash, a shell that waits for its end prints what is left in the pipes where it would have gone.
/// </summary>
internal static partial class ChildOutput
{
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int SetDescriptorFlags = 2; // F_SETFD
    private const int Readable = 1; // POLLIN
    private const int MostBytes = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static volatile Reader[] _readers = [];
    private static Func<CellOutput?> _newest = static () => null;

    /// <summary>Begins, once for the process; where that is not possible, everything stays as it is.</summary>
    /// <param name="newest">The output of the newest cell; before the first cell null, and text goes where it went before.</param>
    public static void Begin(Func<CellOutput?> newest)
    {
        if (!OperatingSystem.IsLinux() || _readers.Length > 0)
            return;
        var (terminal, errorTerminal) = (Console.OpenStandardOutput(), Console.OpenStandardError()); // they keep what they write to
        if (Pipe() is not { } output || Pipe() is not { } error || Pipe() is not { } life)
            return;
        _newest = newest;
        if (!StartKeeper(life.Read, output.Read, error.Read) || Dup2(output.Write, 1) < 0 || Dup2(error.Write, 2) < 0)
            return;
        _ = Close(output.Write);
        _ = Close(error.Write);
        _readers = [new Reader(output.Read, terminal, isError: false), new Reader(error.Read, errorTerminal, isError: true)];
    }

    /// <summary>Waits until what was printed so far has arrived, but not for one that prints without end.</summary>
    public static void Drain()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var reader in _readers)
            while (!reader.IsEmpty && Stopwatch.GetElapsedTime(started) < Patience)
                Thread.Yield();
    }

    // Waits for the end of this process, which closes the pipe of its life, and then prints what nobody has read.
    private static bool StartKeeper(int life, int output, int error)
    {
        foreach (var descriptor in new[] { life, output, error })
            if (Fcntl(descriptor, SetDescriptorFlags, 0) < 0)
                return false;
        try
        {
            var script = string.Create(
                CultureInfo.InvariantCulture,
                $"trap '' INT; read x </proc/self/fd/{life}; cat </proc/self/fd/{output} & cat </proc/self/fd/{error} >&2"
            );
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]));
            return shell is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            foreach (var descriptor in new[] { life, output, error })
                _ = Fcntl(descriptor, SetDescriptorFlags, 1);
        }
    }

    private static (int Read, int Write)? Pipe()
    {
        var ends = new int[2];
        return Pipe2(ends, CloseOnExec) == 0 ? (ends[0], ends[1]) : null;
    }

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe2([Out] int[] ends, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "tee")]
    private static partial nint Tee(int from, int to, nuint count, uint flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    /// <summary>Reads one pipe on a thread of its own.</summary>
    private sealed class Reader
    {
        private readonly int _descriptor;
        private readonly FileStream _pipe;
        private readonly (FileStream Stream, int Write)? _copy;
        private readonly Stream _terminal;
        private readonly bool _isError;
        private readonly Lock _reading = new();
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly byte[] _bytes = new byte[MostBytes];
        private readonly byte[] _passed = new byte[MostBytes];
        private readonly char[] _text = new char[MostBytes + 1];

        public Reader(int descriptor, Stream terminal, bool isError)
        {
            (_descriptor, _terminal, _isError) = (descriptor, terminal, isError);
            _pipe = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0);
            if (isError && Pipe() is { } copy)
                _copy = (new FileStream(new SafeFileHandle(copy.Read, ownsHandle: true), FileAccess.Read, bufferSize: 0), copy.Write);
            new Thread(Read) { IsBackground = true, Name = "child output" }.Start();
        }

        /// <summary>Whether all that was printed has been handed on.</summary>
        public bool IsEmpty
        {
            get
            {
                // Whoever reads has not handed on yet.
                if (!_reading.TryEnter())
                    return false;
                try
                {
                    return !IsReadable(0);
                }
                finally
                {
                    _reading.Exit();
                }
            }
        }

        private void Read()
        {
            while (true)
            {
                // Not within the lock: there may be nothing for hours.
                if (!IsReadable(-1))
                    continue; // a signal
                lock (_reading)
                {
                    // Errors go to the terminal as well, and first: they may be the last words of this process. Until they are there they
                    // stay in the pipe, where the keeper finds them: a process that crashes runs no further line of this thread.
                    var copied = _copy is { } copy && (int)Tee(_descriptor, copy.Write, MostBytes, 0) is var teed and > 0 ? teed : 0;
                    var count = copied > 0 ? ReadCopy(copied) : _pipe.Read(_bytes);
                    if (count == 0)
                        return;
                    var output = _newest();
                    if (_isError || output is null)
                        _terminal.Write(_bytes.AsSpan(0, count));
                    for (var passed = 0; passed < copied; )
                        passed += _pipe.Read(_passed.AsSpan(0, copied - passed));
                    var length = _decoder.GetChars(_bytes.AsSpan(0, count), _text, flush: false);
                    output?.Write(_isError, _text.AsSpan(0, length));
                }
            }
        }

        private int ReadCopy(int count)
        {
            _copy!.Value.Stream.ReadExactly(_bytes.AsSpan(0, count));
            return count;
        }

        private bool IsReadable(int milliseconds)
        {
            var request = new PollRequest { Descriptor = _descriptor, Wanted = Readable };
            return Poll(ref request, 1, milliseconds) > 0;
        }
    }
}
