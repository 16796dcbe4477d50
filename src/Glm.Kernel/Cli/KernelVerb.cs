using System.CommandLine;
using System.Runtime.InteropServices;
using Glm.Kernel.CSharp;
using Glm.Kernel.Jupyter;
using Glm.Kernel.Jupyter.Cells;
using Glm.Kernel.Notebooks;

namespace Glm.Kernel.Cli;

/// <summary><c>glm kernel CONNECTION_FILE</c>: serves a Jupyter front end, which starts it.</summary>
internal static class KernelVerb
{
    private static readonly TimeSpan LookAfterParent = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "Says where to listen; the front end writes it." };
        var verb = new Command("kernel", "Serves a Jupyter front end; 'glm install' tells Jupyter how.") { file };
        verb.SetAction(parsed => Run(parsed.GetValue(file)!));
        return verb;
    }

    private static int Run(string file)
    {
        var connection = ConnectionInfo.Read(file);
        var log = Console.Error; // before cells take the console
        LostErrors.SurviveThreads();
        using (var server = new KernelServer(connection, new CellEngine(Provenance.VersionOf("Glm.Kernel")), log))
        {
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                server.Interrupt();
            });
            using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                server.Stop();
            });
            using var orphaned = WatchParent(server.Stop);
            server.Run();
        }
        // Not a return: threads that cells began would keep the process alive.
        Environment.Exit(0);
        return 0;
    }

    /// <summary>A kernel whose front end was killed is never told to end.</summary>
    private static Timer? WatchParent(Action stop)
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("JPY_PARENT_PID") is null)
            return null;
        var parent = GetParent();
        return new Timer(
            _ =>
            {
                if (GetParent() != parent)
                    stop();
            },
            null,
            LookAfterParent,
            LookAfterParent
        );
    }

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int GetParent();
}
