using Glm.Interactive.Display;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Results;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TensorViewTests
{
    [Fact]
    public void Should_show_a_tensor_without_changing_it()
    {
        try
        {
            NativeTorch.Ensure();
            TorchSharp.torch.zeros(1).Dispose();
        }
        catch (Exception error)
            when (error is TypeInitializationException or DllNotFoundException or NotSupportedException or GlmException)
        {
            Assert.Skip($"libtorch cannot be loaded here: {error.Message}");
        }
        TensorIsShown();
    }

    private static void TensorIsShown()
    {
        using var row = TorchSharp.torch.ones(2);
        using var grid = TorchSharp.torch.zeros(2, 3);
        var list = Formatters.ToBundle(new[] { row, grid });
        Assert.Matches(@"^2 items\n#  value\n0  Float32 tensor on cpu \[2\].*\n1  Float32 tensor on cpu \[2 ", list.Plain);
        Assert.Matches(@"Float32 tensor on cpu \[2\]\W+1\W+1\W*</td>", list.Parts["text/html"]);

        using var tensor = TorchSharp.torch.arange(60, TorchSharp.torch.float32).reshape(2, 3, 10);
        Snapshot.ShouldMatch("Views/TensorView", () => TensorView.Create(tensor));
        var plain = Formatters.ToBundle(tensor).Plain;
        Assert.Contains("tensor on cpu [2 × 3 × 10], the first plane [0, …]", plain, StringComparison.Ordinal);
        Assert.Contains("20  21  22  23  24  25  26  27   …", plain, StringComparison.Ordinal);
        Assert.Equal([2, 3, 10], tensor.shape);
        using var empty = TorchSharp.torch.zeros(0, 4);
        Assert.EndsWith("[0 × 4] (empty)", Formatters.ToBundle(empty).Plain);
        using var scalar = TorchSharp.torch.tensor(2.5);
        Assert.Contains("2.5", Formatters.ToBundle(scalar).Plain, StringComparison.Ordinal);
    }
}
