using System.Runtime.CompilerServices;
using Glm.Runtime;

namespace Glm.Testing;

internal static class ModuleSetup
{
    /// <summary>The first touch of a TorchSharp type must find libtorch loaded; a failed one spoils the process.</summary>
    [ModuleInitializer]
    internal static void LoadNativeTorch() => NativeTorch.Ensure();
}
