using Glm.Arrays;
using Glm.Arrays.Pickle;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.Pickle;

public sealed class NumpyPickleTests
{
    public static TheoryData<int> Protocols => [0, 1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Protocols))]
    public void Should_read_arrays_of_every_protocol(int protocol)
    {
        var single = NumpyPickle.ToArray(Read(PythonPickles.SingleArray[protocol]), "x");
        Assert.Equal([2L, 3L], single.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], single.AsSpan<float>().ToArray());

        var fortran = NumpyPickle.ToArray(Read(PythonPickles.FortranArray[protocol]), "x");
        Assert.Equal([2L, 3L], fortran.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], fortran.AsSpan<double>().ToArray());

        Assert.Equal(2.5, NumpyPickle.ToNumber(Read(PythonPickles.Scalar[protocol]), "x"));
        Assert.Equal([0L, 4L], NumpyPickle.ToArray(Read(PythonPickles.EmptyArray[protocol]), "x").Shape);

        var objects = NumpyPickle.ToObjects(Read(PythonPickles.ObjectArray[protocol]), "x");
        Assert.Equal("a", objects[0]);
        Assert.Null(objects[1]);
        Assert.True(Assert.IsType<PickleDict>(objects[2]).TryGetValue("k", out var inner));
        Assert.Equal([0L, 1L, 2L], NumpyPickle.ToArray(inner, "x").AsSpan<long>().ToArray());
    }

    [Theory]
    [InlineData("f2", "<", ElementType.Float16, "003c0040")]
    [InlineData("f2", ">", ElementType.Float16, "3c004000")]
    [InlineData("f4", ">", ElementType.Float32, "3f80000040000000")]
    [InlineData("f8", "<", ElementType.Float64, "000000000000f03f0000000000000040")]
    [InlineData("i4", "<", ElementType.Int32, "0100000002000000")]
    [InlineData("i4", ">", ElementType.Int32, "0000000100000002")]
    [InlineData("i8", "<", ElementType.Int64, "01000000000000000200000000000000")]
    [InlineData("i2", ">", ElementType.Int16, "00010002")]
    [InlineData("i1", "|", ElementType.Int8, "0102")]
    [InlineData("u1", "|", ElementType.UInt8, "0102")]
    public void Should_read_every_element_type(string type, string order, ElementType expected, string hex)
    {
        foreach (var module in new[] { "numpy.core.multiarray", "numpy._core.multiarray" })
        {
            var array = NumpyPickle.ToArray(
                Read(PickleBytes.New().Array(type, order, [2], Convert.FromHexString(hex), module: module).Stop()),
                "x"
            );
            Assert.Equal(expected, array.Type);
            Assert.Equal([1, 2], array.ToDouble());
        }
    }

    [Fact]
    public void Should_make_every_true_one() =>
        Assert.Equal([0, 1, 1], NumpyPickle.ToArray(Read(PickleBytes.New().Array("b1", "|", [3], [0, 1, 255]).Stop()), "x").Bytes);

    [Fact]
    public void Should_refuse_arrays_that_do_not_add_up()
    {
        Refused(PickleBytes.New().Array("f4", "<", [3], new byte[8]), "8 bytes");
        Refused(PickleBytes.New().Array("f4", "<", [1L << 40], new byte[8]), "8 bytes");
        Refused(PickleBytes.New().Array("f4", "<", [-1], new byte[8]), "negative");
        Refused(PickleBytes.New().Array("f4", "<", [1L << 40, 1L << 40, 0], []), "larger than any file");
        Refused(PickleBytes.New().Array("f4", "?", [2], new byte[8]), "damaged");
        Refused(PickleBytes.New().Array("f16", "<", [1], new byte[16]), "not supported");
        Refused(PickleBytes.New().Array("U2", "<", [1], new byte[8]), "strings");
        Refused(PickleBytes.New().Array("O8", "|", [1], new byte[8]), "Python objects");
        Refused(PickleBytes.New().Op("N"), "None where a numpy array is needed");
        Refused(PickleBytes.New().Global("numpy.core.multiarray", "_reconstruct").Op(")R"), "subclass");
        Refused(PickleBytes.New().Global("numpy.core.multiarray", "scalar").Op(")R"), "damaged");
    }

    private static void Refused(PickleBytes pickle, string expected)
    {
        var value = Read(pickle.Stop());
        Assert.Contains(expected, Hostile.Refused("x.pkl", () => NumpyPickle.ToArray(value, "x.pkl")).Message);
    }

    private static object? Read(string base64) => Read(Convert.FromBase64String(base64));

    private static object? Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return PickleReader.Read(stream, bytes.Length, "x.pkl", new PickleOptions { AllowedGlobals = NumpyPickle.Globals });
    }
}
