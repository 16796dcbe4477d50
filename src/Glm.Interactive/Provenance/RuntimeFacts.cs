using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Glm.Runtime;
using TorchSharp;

namespace Glm.Interactive.Provenance;

/// <summary>What a command ran on. Holds no user name and no folder.</summary>
/// <param name="Program">Version of this program.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="LibTorch">Version of libtorch; empty before anything needed it.</param>
/// <param name="Device">"cpu", or "cuda" where a GPU could be used.</param>
/// <param name="Threads">Threads of libtorch; 0 before anything needed it.</param>
/// <param name="DotNet">Version of .NET.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Processor">Name of the processor, and the widest instructions it has for vectors.</param>
public sealed record RuntimeFacts(
    string Program,
    string TorchSharp,
    string LibTorch,
    string Device,
    int Threads,
    string DotNet,
    string System,
    string Processor
)
{
    private static readonly string OwnVersion = VersionOf(typeof(RuntimeFacts).Assembly);
    private static readonly string CpuName = FindProcessor() + Instructions();

    /// <summary>The facts of this process now.</summary>
    public static RuntimeFacts Now()
    {
        var torch = NativeTorch.Status;
        var isLoaded = torch.State == NativeTorchState.Loaded;
        return new RuntimeFacts(
            OwnVersion,
            torch.TorchSharpVersion,
            isLoaded ? torch.FoundVersion ?? "" : "",
            torch.HasCuda ? "cuda" : "cpu",
            isLoaded ? ThreadsOfTorch() : 0,
            Environment.Version.ToString(),
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            CpuName
        );
    }

    // A function of its own: libtorch must not be touched before it is loaded.
    private static int ThreadsOfTorch() => torch.get_num_threads();

    // The name of a virtual processor does not say by which instructions libtorch multiplies.
    private static string Instructions() =>
        Avx512F.IsSupported ? ", AVX-512"
        : Avx2.IsSupported ? ", AVX2"
        : "";

    private static string VersionOf(Assembly assembly) => assembly.GetName().Version?.ToString(3) ?? "unknown";

    private static string FindProcessor()
    {
        if (OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo"))
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
