using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Glm.Runtime;

/// <summary>Examines what the engine depends on.</summary>
public static class GlmDoctor
{
    private const double Gibi = 1L << 30;

    /// <summary>
    /// Loads libtorch unless it is loaded already, computes with it once, and reports. Never throws because of what it finds.
    /// </summary>
    public static DoctorReport Examine()
    {
        try
        {
            NativeTorch.Ensure();
        }
        catch (GlmException)
        {
            // The status holds the message.
        }
        var torch = NativeTorch.Status;
        var findings = new List<DoctorFinding>(LibTorch(torch));
        if (torch.Failure is null)
            findings.AddRange(Computing(torch));
        findings.AddRange(Machine());
        return new DoctorReport(findings, torch);
    }

    internal static IEnumerable<DoctorFinding> LibTorch(NativeTorchStatus torch)
    {
        if (torch.Failure is { } failure)
        {
            var (what, remedy) = SplitRemedy(failure);
            yield return new DoctorFinding("libtorch", what, remedy, IsFailure: true);
        }
        else if (torch.State == NativeTorchState.LeftToTorchSharp)
            yield return new DoctorFinding("libtorch", $"{torch.WantedVersion}, found by TorchSharp itself");
        if (torch.State != NativeTorchState.Failed && torch.LibTorch is { } path)
            yield return new DoctorFinding(
                "libtorch",
                $"{torch.FoundVersion ?? $"{torch.WantedVersion} expected, its folder states no version"}, {path}"
            );
        if (torch.State != NativeTorchState.Failed && torch.Binding is { } binding)
            yield return new DoctorFinding(
                "binding",
                torch.RelaxedCopy is { } copy ? $"a copy that this machine's older libstdc++ accepts ({copy}) of {binding}" : binding
            );
        yield return new DoctorFinding("TorchSharp", $"{torch.TorchSharpVersion}, made for libtorch {torch.WantedVersion}");
        if (Environment.GetEnvironmentVariable(NativeTorchFolders.Variable) is { Length: > 0 } named)
            yield return new DoctorFinding(NativeTorchFolders.Variable, named);
        if (torch.State == NativeTorchState.Failed)
            foreach (var folder in torch.Folders)
                yield return new DoctorFinding("searched", folder);
    }

    private static IReadOnlyList<DoctorFinding> Computing(NativeTorchStatus status)
    {
        try
        {
            return Compute(status);
        }
        catch (Exception e)
            when (e
                    is TypeInitializationException
                        or DllNotFoundException
                        or EntryPointNotFoundException
                        or ExternalException
                        or NotSupportedException
            )
        {
            var cause = (e.InnerException ?? e).Message.Split('\n')[0].Trim();
            return
            [
                new DoctorFinding(
                    "computing",
                    $"TorchSharp fails: {cause}",
                    $"Restore the packages TorchSharp {status.TorchSharpVersion} and TorchSharp-cpu, then restart the process.",
                    IsFailure: true
                ),
            ];
        }
    }

    private static IReadOnlyList<DoctorFinding> Compute(NativeTorchStatus status)
    {
        using var scope = torch.NewDisposeScope();
        var sum = torch.mm(torch.ones(8, 8), torch.ones(8, 8)).sum().item<float>();
        var why = Devices.WhyNoCuda is { } reason ? SplitRemedy(reason) : default;
        return
        [
            sum == 512f
                ? new DoctorFinding(
                    "computing",
                    $"a matrix product is correct; {torch.get_num_threads()} threads in a tensor operation, "
                        + $"{torch.get_num_interop_threads()} between them"
                )
                : new DoctorFinding(
                    "computing",
                    string.Create(CultureInfo.InvariantCulture, $"a matrix product sums to {sum}, not 512"),
                    "Restore the package of libtorch again; its files may be damaged.",
                    IsFailure: true
                ),
            Devices.CudaCount is var count and > 0
                ? new DoctorFinding("CUDA", $"{count} {(count == 1 ? "device" : "devices")}")
                : new DoctorFinding("CUDA", $"none: {why.What}", why.Remedy),
        ];
    }

    private static IEnumerable<DoctorFinding> Machine()
    {
        var memory = GC.GetGCMemoryInfo();
        yield return new DoctorFinding(
            "processor",
            $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores{Vectors()}"
        );
        yield return new DoctorFinding(
            "memory",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{memory.TotalAvailableMemoryBytes / Gibi:0.0} GiB for this process, of which it holds "
                    + $"{Environment.WorkingSet / Gibi:0.0} GiB"
            )
        );
        yield return new DoctorFinding("Glm", VersionOf(typeof(GlmDoctor).Assembly));
        yield return new DoctorFinding(".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        yield return new DoctorFinding("system", RuntimeInformation.OSDescription.Trim());
    }

    /// <summary>The widest vector instructions, which decide how fast a CPU multiplies matrices.</summary>
    private static string Vectors() =>
        Avx512F.IsSupported ? ", AVX-512"
        : Avx2.IsSupported ? ", AVX2"
        : "";

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString()
        ?? "unknown";

    /// <summary>The last sentence of an error line is its remedy.</summary>
    private static (string What, string? Remedy) SplitRemedy(string line)
    {
        var cut = line.TrimEnd('.').LastIndexOf(". ", StringComparison.Ordinal);
        return cut < 0 ? (line, null) : (line[..cut], line[(cut + 2)..]);
    }
}
