using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Runtime;

/// <summary>
/// Tensor operations that take a number, made safe. TorchSharp 0.107 passes a <see cref="Scalar"/>'s address to native code without
/// keeping the object alive: a garbage collection at that instant frees the number while it is being read, and the operation fails or,
/// worse, computes with something else. Even <c>a + b</c> passes one (its factor 1). Inside this library numbers go through here.
/// </summary>
internal static class TensorArithmetic
{
    private static readonly Scalar One = 1;
    private static readonly Scalar MinusOne = -1;

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a += b.</summary>
    public static Tensor Add(this Tensor a, Tensor b) => a.add_(b, One);

    /// <summary>a - b.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.add(b, MinusOne);

    /// <summary>a + number.</summary>
    public static Tensor Plus(this Tensor a, double number) => With(number, scalar => a.add(scalar, One));

    /// <summary>a · factor.</summary>
    public static Tensor Times(this Tensor a, double factor)
    {
        Scalar scalar = factor;
        var product = a.mul(scalar);
        GC.KeepAlive(scalar);
        return product;
    }

    /// <summary>a / divisor.</summary>
    public static Tensor Over(this Tensor a, double divisor) => With(divisor, scalar => a.div(scalar));

    /// <summary>a · a, which TorchSharp computes as a power, with a number.</summary>
    public static Tensor Squared(this Tensor a) => With(2L, two => a.pow(two));

    /// <summary>Any other operation with a number.</summary>
    public static Tensor With(double number, Func<Scalar, Tensor> operation)
    {
        Scalar scalar = number;
        var result = operation(scalar);
        GC.KeepAlive(scalar);
        return result;
    }

    /// <summary>Any other operation with a whole number.</summary>
    public static Tensor With(long number, Func<Scalar, Tensor> operation)
    {
        Scalar scalar = number;
        var result = operation(scalar);
        GC.KeepAlive(scalar);
        return result;
    }
}
