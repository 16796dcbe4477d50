namespace Glm.Runtime;

/// <summary>The outcome of <see cref="NativeTorch.Ensure"/>. Immutable.</summary>
/// <param name="State">How far loading got.</param>
/// <param name="TorchSharpVersion">Version of the managed library, for example "0.107.0".</param>
/// <param name="WantedVersion">The libtorch version that this TorchSharp is made for, for example "2.10.0".</param>
public sealed record NativeTorchStatus(NativeTorchState State, string TorchSharpVersion, string WantedVersion)
{
    /// <summary>
    /// Version of the libtorch found, as its folder states it, for example "2.10.0" or "2.10.0+cu128"; null if it states none.
    /// </summary>
    public string? FoundVersion { get; init; }

    /// <summary>Full path of the libtorch that was loaded; null before.</summary>
    public string? LibTorch { get; init; }

    /// <summary>Full path of TorchSharp's own native library as it came with its package; null where it was not found.</summary>
    public string? Binding { get; init; }

    /// <summary>
    /// Full path of the copy that was loaded instead of <see cref="Binding"/> because this machine's libstdc++ is older than the binding
    /// asks for; null where the original was loaded. A copy in a temporary folder is deleted once loaded.
    /// </summary>
    public string? RelaxedCopy { get; init; }

    /// <summary>True if libtorch's CUDA part was loaded, which does not yet say that there is a device.</summary>
    public bool HasCuda { get; init; }

    /// <summary>Why a CUDA part that is there could not be loaded; null if it was, or there is none.</summary>
    public string? CudaFailure { get; init; }

    /// <summary>The folders searched, in order, that exist.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>One line with the remedy; null unless <see cref="NativeTorchState.Failed"/>.</summary>
    public string? Failure { get; init; }
}
