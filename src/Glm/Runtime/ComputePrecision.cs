using static TorchSharp.torch;

namespace Glm.Runtime;

/// <summary>
/// With how many digits products of matrices are computed in training. Weights, their updates and losses are float32 always.
/// </summary>
public enum ComputePrecision
{
    /// <summary>24 bits of mantissa, as published.</summary>
    Float32,

    /// <summary>
    /// Products of float32 matrices round their inputs to 11 bits (TensorFloat-32), on GPUs that can, from Ampere on; elsewhere
    /// <see cref="Float32"/>.
    /// </summary>
    Tf32,

    /// <summary>
    /// Products of matrices are computed in bfloat16, 8 bits of mantissa in half the memory, with a copy of the float32 weights; hidden
    /// states, LayerNorms, softmax and gradients are float32. Made for GPUs; a CPU computes the same, slower.
    /// </summary>
    Bfloat16,
}

/// <summary>What <see cref="ComputePrecision"/> asks of libtorch.</summary>
internal static class ComputePrecisionExtensions
{
    /// <summary>The type of number that the model computes with.</summary>
    public static ScalarType ToScalarType(this ComputePrecision precision) =>
        precision == ComputePrecision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Allows TensorFloat-32 in products of matrices on a GPU, or forbids it, until what is returned is disposed.</summary>
    public static IDisposable Apply(this ComputePrecision precision)
    {
        var restored = new Setting(backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = precision == ComputePrecision.Tf32;
        return restored;
    }

    private sealed class Setting(bool before) : IDisposable
    {
        public void Dispose() => backends.cuda.matmul.allow_tf32 = before;
    }
}
