using System.Runtime.CompilerServices;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using TorchSharp;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// A TorchSharp tensor: element type, shape, device and its first values. The tensor is not changed and stays the caller's.
/// </summary>
public static class TensorView
{
    public static MimeBundle Create(torch.Tensor tensor) => HelpView.Create("", Text(tensor));

    internal static string Text(torch.Tensor tensor)
    {
        NativeTorch.Ensure();
        return Read(tensor);
    }

    // A method of its own, so that nothing of TorchSharp is initialised before its library is loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Read(torch.Tensor tensor)
    {
        const int edge = 8;
        if (tensor.IsInvalid)
            return "a disposed tensor";
        if (tensor.numel() == 0)
            return ArrayView.Describe($"{tensor.dtype} tensor on {tensor.device}", tensor.shape, _ => "");
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var shape = tensor.shape;
        var corner = tensor.detach();
        for (var d = 0; d < shape.Length; d++)
            corner = corner.narrow(d, 0, Math.Min(shape[d], d < shape.Length - 2 ? 1 : edge));
        var complex = tensor.is_complex();
        if (complex)
            corner = torch.real(corner);
        var values = corner.to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
        var columns = shape.Length > 0 ? Math.Min(shape[^1], edge) : 1;
        return ArrayView.Describe(
            $"{tensor.dtype} tensor on {tensor.device}{(tensor.requires_grad ? ", requires grad" : "")}{(complex ? ", real parts" : "")}",
            shape,
            index => Html.Number(values[((index.Length > 1 ? index[^2] : 0) * columns) + (index.Length > 0 ? index[^1] : 0)])
        );
    }
}
