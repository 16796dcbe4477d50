using Glm.Arrays;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Results;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ArrayViewTests
{
    [Fact]
    public void Should_look_as_reviewed_for_an_array_of_C_sharp() =>
        Snapshot.ShouldMatch("Views/ArrayView.Array", () => ArrayView.Create(new double[3, 10]));

    [Fact]
    public void Should_look_as_reviewed_for_an_array_of_a_file() =>
        Snapshot.ShouldMatch("Views/ArrayView.NdArray", () => ArrayView.Create(NdArray.From<float>([1, 2, 3, 4, 5, 6], 1, 2, 3)));

    [Fact]
    public void Should_show_the_corner_of_arrays()
    {
        var array = Formatters.ToBundle(new int[3, 20]).Plain;
        Assert.StartsWith("Int32 [3 × 20]", array);
        Assert.Contains("…", array, StringComparison.Ordinal);
        var nd = Formatters.ToBundle(NdArray.From<float>([1, 2, 3, 4, 5, 6], 1, 2, 3)).Plain;
        Assert.Contains("Float32 [1 × 2 × 3], the first plane [0, …]", nd, StringComparison.Ordinal);
        Assert.Contains("4  5  6", nd, StringComparison.Ordinal);
        Assert.Equal("Float32 [0 × 5] (empty)", Formatters.ToBundle(NdArray.From<float>([], 0, 5)).Plain);
        Assert.Contains("7", Formatters.ToBundle(NdArray.From<float>([7])).Plain, StringComparison.Ordinal);
    }
}
