using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Glm.Testing;

namespace Glm.Kernel.Tests.Browser;

/// <summary>Debian's Jupyter server with this kernel installed, open to this machine only.</summary>
internal sealed partial class NotebookServer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private NotebookServer(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>Serves a folder; skips the test where there is no server.</summary>
    public static async Task<NotebookServer> Start(TemporaryFolder folder, params string[] options)
    {
        Assert.SkipUnless(
            File.Exists(Python)
                && Run(folder, Python, "-c", "import notebook").WaitForExit(Patience.Limit)
                && Directory.Exists("/usr/lib/python3/dist-packages/notebook"),
            "needs Debian's python3-notebook"
        );
        using (
            var install = Run(
                folder,
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "Glm.Kernel.dll"),
                "install",
                "--prefix",
                folder.Path
            )
        )
            await install.WaitForExitAsync();
        var process = Run(
            folder,
            Python,
            [
                "-m",
                "notebook",
                "--no-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                $"--port={FreePort()}",
                "--NotebookApp.token=",
                "--NotebookApp.password=",
                "--NotebookApp.disable_check_xsrf=True",
                "--MultiKernelManager.default_kernel_name=glm",
                "--notebook-dir=" + folder.Path,
                .. options,
            ]
        );
        while (await process.StandardError.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = process.StandardError.ReadToEndAsync();
                return new NotebookServer(process, match.Value.TrimEnd('/'));
            }
        throw new InvalidOperationException("Jupyter's server did not start.");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Run(TemporaryFolder folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, WorkingDirectory = folder.Path };
        foreach (
            var (name, place) in new[]
            {
                ("JUPYTER_PATH", "share/jupyter"),
                ("JUPYTER_DATA_DIR", "data"),
                ("JUPYTER_RUNTIME_DIR", "runtime"),
                ("JUPYTER_CONFIG_DIR", "config"),
                ("IPYTHONDIR", "ipython"),
            }
        )
            start.Environment[name] = folder[place];
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+/?")]
    private static partial Regex Listening();
}
