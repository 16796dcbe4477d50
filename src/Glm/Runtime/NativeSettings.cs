using System.Runtime.InteropServices;

namespace Glm.Runtime;

/// <summary>What is said to libtorch and its libraries in the environment before they are loaded; what the user said stays.</summary>
internal static partial class NativeSettings
{
    /// <summary>
    /// How OpenMP's threads wait for each other. By default they spin for milliseconds at every barrier, and a model makes thousands of
    /// barriers a second: as soon as another program wants a core, the spinning keeps the awaited thread from running, and training on a
    /// shared machine takes ten to forty times as long. Threads that go to sleep after a short spin, some microseconds, longer than two
    /// evenly loaded threads usually wait for each other, cost nothing on an idle machine.
    /// </summary>
    private static readonly (string Name, string Value) Waiting = ("GOMP_SPINCOUNT", "1000");

    /// <summary>
    /// Whether attention on GPUs of the Hopper generation is computed by cuDNN, which plans anew for some 40 ms for every length of
    /// sequence it has not met, and proteins have a thousand lengths. FlashAttention takes any.
    /// </summary>
    private static readonly (string Name, string Value) CudnnAttention = ("TORCH_CUDNN_SDPA_PREFERRED", "0");

    /// <summary>Call before libtorch is loaded: its libraries read their settings once.</summary>
    public static void Apply()
    {
        // Environment.SetEnvironmentVariable changes .NET's copy only, which native code does not see.
        if (!OperatingSystem.IsLinux())
            return;
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            _ = SetEnvironment(Waiting.Name, Waiting.Value, 0);
        _ = SetEnvironment(CudnnAttention.Name, CudnnAttention.Value, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
