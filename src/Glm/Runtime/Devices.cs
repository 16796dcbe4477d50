using System.Globalization;
using TorchSharp;

namespace Glm.Runtime;

/// <summary>
/// Chooses where tensors live, by the names that PyTorch uses: "cpu", "cuda", "cuda:1", and "auto" for the first GPU or else the CPU.
/// </summary>
public static class Devices
{
    /// <summary>How many CUDA devices can be used; 0 where there is no CUDA build of libtorch, no driver or no device.</summary>
    public static int CudaCount
    {
        get
        {
            NativeTorch.Ensure();

            // Without libtorch's CUDA part the question alone makes TorchSharp search the disk for one.
            var status = NativeTorch.Status;
            return status.State == NativeTorchState.Loaded && !status.HasCuda ? 0
                : torch.cuda.is_available() ? torch.cuda.device_count()
                : 0;
        }
    }

    /// <summary>Why there is no CUDA device, with the remedy; null if there is one.</summary>
    public static string? WhyNoCuda
    {
        get
        {
            if (CudaCount > 0)
                return null;
            var status = NativeTorch.Status;
            if (status.CudaFailure is { } failure)
                return $"libtorch's CUDA part cannot be loaded: {failure}. Install what it names.";
            return status.State == NativeTorchState.Loaded && !status.HasCuda
                ? $"this libtorch is a CPU build. Use the package "
                    + $"TorchSharp-cuda-{(OperatingSystem.IsWindows() ? "windows" : "linux")} (GlmBackend=cuda), or name a CUDA build "
                    + $"in {NativeTorchFolders.Variable}."
                : "libtorch sees no CUDA device. Check the driver with nvidia-smi, and CUDA_VISIBLE_DEVICES.";
        }
    }

    /// <summary>The device with a given name.</summary>
    /// <param name="name">"auto", "cpu", "cuda" or "cuda:N" with N counting from 0.</param>
    /// <exception cref="GlmException">The name is none of these, or this machine lacks the device.</exception>
    public static torch.Device Parse(string name)
    {
        var cuda = CudaCount;
        switch (name)
        {
            case "cpu":
            case "auto" when cuda == 0:
                return torch.CPU;
            case "auto":
                return new torch.Device(DeviceType.CUDA, 0);
        }
        var index = 0;
        if (
            name != "cuda"
            && !(
                name.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)
            )
        )
            throw new GlmException($"'{name}' is not a device. Use auto, cpu, cuda or cuda:N.");
        if (WhyNoCuda is { } reason)
            throw new GlmException($"Device {name} is not available: {reason}");
        if (index >= cuda)
            throw new GlmException(
                $"Device {name} is not available: this machine has {cuda} CUDA device(s), counted from 0. Use cuda:{cuda - 1} or a "
                    + $"lower number."
            );
        return new torch.Device(DeviceType.CUDA, index);
    }
}
