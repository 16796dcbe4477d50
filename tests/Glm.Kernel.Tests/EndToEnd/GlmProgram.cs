using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>The program <c>glm</c> as a process of its own, as a user starts it.</summary>
internal sealed class GlmProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    private GlmProgram(string folder, ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        (_process.StartInfo.WorkingDirectory, _process.StartInfo.RedirectStandardOutput, _process.StartInfo.RedirectStandardError) = (
            folder,
            true,
            true
        );
        (_process.StartInfo.StandardOutputEncoding, _process.StartInfo.StandardErrorEncoding) = (Encoding.UTF8, Encoding.UTF8);
        _process.OutputDataReceived += (_, line) => Add(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the process has printed so far, whole lines.</summary>
    public string Out
    {
        get
        {
            lock (_out)
                return _out.ToString();
        }
    }

    /// <summary>The same of its error stream.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the program.</summary>
    public static GlmProgram Start(string folder, params string[] arguments) => new(folder, InterruptibleProgram.StartInfo(arguments));

    /// <summary>Starts something else that starts the program.</summary>
    public static GlmProgram Start(string folder, ProcessStartInfo launcher) => new(folder, launcher);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int Code, string Out, string Error)> Run(string folder, params string[] arguments)
    {
        using var program = Start(folder, arguments);
        return (await program.ExitCode(), program.Out, program.Error);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitCode()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.Limit);
        _process.WaitForExit(); // the streams too
        return _process.ExitCode;
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, 2));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
