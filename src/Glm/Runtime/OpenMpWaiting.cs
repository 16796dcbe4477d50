using System.Runtime.InteropServices;

namespace Glm.Runtime;

/// <summary>
/// How libtorch's OpenMP threads wait for each other. By default they spin for milliseconds at every barrier, and a model makes thousands
/// of barriers a second: as soon as another program wants a core, the spinning keeps the awaited thread from running, and training on a
/// shared machine takes ten to forty times as long. Threads that go to sleep after a short spin cost nothing on an idle machine.
/// </summary>
internal static partial class OpenMpWaiting
{
    /// <summary>Spins before sleeping: some microseconds, longer than two evenly loaded threads usually wait for each other.</summary>
    private const string Spins = "1000";

    private static readonly string[] ChosenByUser = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <summary>Call before OpenMP is loaded, which reads its settings once. A setting of the user's own stays.</summary>
    public static void KeepShort()
    {
        // Environment.SetEnvironmentVariable changes .NET's copy only, which native code does not see.
        if (OperatingSystem.IsLinux() && Array.TrueForAll(ChosenByUser, name => Environment.GetEnvironmentVariable(name) is null))
            _ = SetEnvironment("GOMP_SPINCOUNT", Spins, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
