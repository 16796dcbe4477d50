using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Glm.Runtime;

namespace Glm.Testing;

internal static class ModuleSetup
{
    /// <summary>The first touch of a TorchSharp type must find libtorch loaded; a failed one spoils the process.</summary>
    /// <remarks>
    /// Tests run beside each other: threads of libtorch's own would only fight over the cores. The number is said to OpenMP before it is
    /// loaded, since libtorch tells it to a thread only at the first loop of its own there: matrix products before that would run on all
    /// cores, and a sum in another order is another sum.
    /// </remarks>
    [ModuleInitializer]
    internal static void LoadNativeTorch()
    {
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment("OMP_NUM_THREADS", "1", 1);
        NativeTorch.Ensure();
        UseOneThread();
    }

    /// <summary>Apart, since it touches TorchSharp.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOneThread() => TorchSharp.torch.set_num_threads(1);

    // Environment.SetEnvironmentVariable changes .NET's copy only, which native code does not see.
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
