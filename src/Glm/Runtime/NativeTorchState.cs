namespace Glm.Runtime;

/// <summary>How far the loading of libtorch got.</summary>
public enum NativeTorchState
{
    /// <summary>Nothing has asked for libtorch yet.</summary>
    NotTried,

    /// <summary>libtorch and TorchSharp's binding are in the process.</summary>
    Loaded,

    /// <summary>Not Linux: TorchSharp finds its natives by itself at first use.</summary>
    LeftToTorchSharp,

    /// <summary>Loading failed; see <see cref="NativeTorchStatus.Failure"/>.</summary>
    Failed,
}
