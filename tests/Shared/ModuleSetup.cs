using System.Runtime.CompilerServices;
using Glm.Runtime;

namespace Glm.Testing;

internal static class ModuleSetup
{
    /// <summary>The first touch of a TorchSharp type must find libtorch loaded; a failed one spoils the process.</summary>
    [ModuleInitializer]
    internal static void LoadNativeTorch()
    {
        NativeTorch.Ensure();
        UseOneThread();
    }

    /// <summary>
    /// Tests run beside each other: threads of libtorch's own would only fight over the cores. Apart, since it touches TorchSharp.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseOneThread() => TorchSharp.torch.set_num_threads(1);
}
