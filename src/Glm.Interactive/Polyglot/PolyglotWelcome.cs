using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// The first output in a host that has just loaded the package: what was found, or exactly what is missing, and what to type next.
/// </summary>
internal static class PolyglotWelcome
{
    /// <summary>Loads libtorch if there is one.</summary>
    public static MimeBundle Create(CommandCatalogue catalogue)
    {
        string found;
        try
        {
            NativeTorch.Ensure();
            found = Found(NativeTorch.Status, Devices.CudaCount, Devices.WhyNoCuda);
        }
        catch (GlmException)
        {
            found = Missing(NativeTorch.Status);
        }
        return Create(catalogue, found);
    }

    internal static MimeBundle Create(CommandCatalogue catalogue, string found)
    {
        var version = typeof(PolyglotWelcome).Assembly.GetName().Version!.ToString(3);
        var first = catalogue.Commands.Select(command => $"{CommandCatalogue.Magic} {command.Name}").Take(2).ToArray();
        var next =
            $"Next: {string.Join(" or ", first)}. {CommandCatalogue.Magic} alone lists the commands; {CommandCatalogue.HelpFlag} "
            + $"after a command explains it.";
        return new MimeBundle(
            $"Glm.Interactive {version}: {found}\n{next}",
            Html.View(Html.NewId(), $"{Html.Heading($"Glm.Interactive {version}")}<p>{Html.Encode(found, 1000)}</p>{Html.Note(next)}")
        );
    }

    internal static string Found(NativeTorchStatus status, int cudaDevices, string? whyNoCuda)
    {
        var devices =
            cudaDevices > 0
                ? $"{cudaDevices} CUDA {(cudaDevices == 1 ? "device" : "devices")}"
                : $"on the CPU ({Environment.ProcessorCount} cores). No GPU: {whyNoCuda}";
        return $"libtorch {status.FoundVersion ?? status.WantedVersion}, {devices}{(devices.EndsWith('.') ? "" : ".")}";
    }

    internal static string Missing(NativeTorchStatus status) =>
        status.LibTorch is null && status.Folders.Count > 0
            ? $"""libtorch is not here yet. In a cell of its own, run #r "nuget: TorchSharp-cpu, {status.TorchSharpVersion}" """
                + $"(with an NVIDIA GPU: TorchSharp-cuda-linux or TorchSharp-cuda-windows) and continue; or start the host with "
                + $"GLM_LIBTORCH naming a folder that holds libtorch {status.WantedVersion}. Genomes can be read and shown without it."
            : $"{status.Failure} {CommandCatalogue.Magic} doctor says more.";
}
