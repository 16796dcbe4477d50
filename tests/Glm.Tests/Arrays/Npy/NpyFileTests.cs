using System.Text;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Testing;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.Npy;

public sealed class NpyFileTests : IDisposable
{
    // Written by numpy 1.24: arange(6).reshape(2, 3) unless the name says otherwise.
    private const string BigEndianFortran =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAQEAAAD+AAABAgAAAQAAAAECgAAA=";
    private const string HalfVersion2 =
        "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjInLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA8AEAAQgBEAEU=";
    private const string BoolVersion3 =
        "k05VTVBZAwB0AAAAeydkZXNjcic6ICd8YjEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAE=";
    private const string Scalar =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAEQA==";
    private const string Strings =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPFUzJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAphAAAAAAAAAAAAAABiAAAAYwAAAGQAAADpAAAAAAAAAAAAAAA=";
    private const string StringsBigEndianFortran =
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPlUyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgIC"
        + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAABhAAAAYgAAAGMAAAAAAAAAZAAAAAAAAAAAAAAAAA==";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_turn_big_endian_fortran_order_into_little_endian_c_order()
    {
        var array = Read(BigEndianFortran);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], array.AsSpan<float>().ToArray());
    }

    [Fact]
    public void Should_read_version_2() => Assert.Equal([0, 1, 2, 3, 4, 5], Read(HalfVersion2).ToSingle());

    [Fact]
    public void Should_read_version_3() => Assert.Equal([true, false, true], Read(BoolVersion3).AsSpan<bool>().ToArray());

    [Fact]
    public void Should_read_an_array_without_dimensions()
    {
        var array = Read(Scalar);
        Assert.Empty(array.Shape);
        Assert.Equal(2.5, array.AsSpan<double>()[0]);
    }

    [Fact]
    public void Should_read_strings()
    {
        Assert.Equal(["a", "bcd", "é"], NpyFile.ReadStrings(_folder.Write("s.npy", Convert.FromBase64String(Strings))));
        Assert.Equal(["ab", "d", "c", ""], NpyFile.ReadStrings(_folder.Write("s.npy", Convert.FromBase64String(StringsBigEndianFortran))));
    }

    [Fact]
    public void Should_read_a_large_fortran_array_through_a_small_window()
    {
        const int rows = 300,
            columns = 700;
        var body = new byte[rows * columns * 4];
        for (var column = 0; column < columns; column++)
        for (var row = 0; row < rows; row++)
            BitConverter.TryWriteBytes(body.AsSpan(4 * (column * rows + row)), row * columns + column);
        var array = NpyFile.Read(
            _folder.Write("f.npy", Npy($"{{'descr': '<i4', 'fortran_order': True, 'shape': ({rows}, {columns})}}", body))
        );
        Assert.Equal(Enumerable.Range(0, rows * columns), array.AsSpan<int>().ToArray());
    }

    [Theory]
    [InlineData(ElementType.Bool, 1)]
    [InlineData(ElementType.UInt8, 200)]
    [InlineData(ElementType.Int8, -3)]
    [InlineData(ElementType.Int16, -300)]
    [InlineData(ElementType.Int32, 70000)]
    [InlineData(ElementType.Int64, -70000)]
    [InlineData(ElementType.Float16, 1.5)]
    [InlineData(ElementType.Float32, -2.25)]
    [InlineData(ElementType.Float64, 1e300)]
    public void Should_write_what_it_reads(ElementType type, double value)
    {
        var array = type switch
        {
            ElementType.Bool => NdArray.From<bool>([true, false, true, true], 2, 1, 2),
            ElementType.UInt8 => NdArray.From<byte>([(byte)value, 1, 2, 3], 2, 1, 2),
            ElementType.Int8 => NdArray.From<sbyte>([(sbyte)value, 1, 2, 3], 2, 1, 2),
            ElementType.Int16 => NdArray.From<short>([(short)value, 1, 2, 3], 2, 1, 2),
            ElementType.Int32 => NdArray.From<int>([(int)value, 1, 2, 3], 2, 1, 2),
            ElementType.Int64 => NdArray.From<long>([(long)value, 1, 2, 3], 2, 1, 2),
            ElementType.Float16 => NdArray.From<Half>([(Half)value, Half.Zero, Half.One, Half.NaN], 2, 1, 2),
            ElementType.Float32 => NdArray.From<float>([(float)value, 1, 2, float.NaN], 2, 1, 2),
            _ => NdArray.From<double>([value, 1, 2, double.NaN], 2, 1, 2),
        };
        var path = _folder["x.npy"];
        NpyFile.Write(path, array);
        var again = NpyFile.Read(path);
        Assert.Equal(type, again.Type);
        Assert.Equal(array.Shape, again.Shape);
        Assert.Equal(array.Bytes, again.Bytes);
        Assert.Equal(value, again.ToDouble()[0]);
        Assert.Equal(0, (new FileInfo(path).Length - array.Bytes.Length) % 64);
    }

    [Fact]
    public void Should_write_the_bytes_that_numpy_writes()
    {
        var golden = Repository.Shared("golden", "glm-tiny", "embeds.npy");
        var path = _folder["embeds.npy"];
        NpyFile.Write(path, NpyFile.Read(golden));
        Assert.Equal(File.ReadAllBytes(golden), File.ReadAllBytes(path));
    }

    [Fact]
    public void Should_read_from_a_stream_and_leave_the_rest()
    {
        byte[] two = [.. Convert.FromBase64String(HalfVersion2), .. Convert.FromBase64String(Scalar)];
        using var stream = new MemoryStream(two);
        Assert.Equal([2, 3], NpyFile.Read(stream, "first").Shape);
        Assert.Equal(2.5, NpyFile.Read(stream, "second").ToDouble()[0]);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }", "promises")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296), }", "larger than any file")]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807, 0), }",
        "larger than any file"
    )]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "promises")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 bytes follow")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "Python objects")]
    [InlineData("{'descr': '<U2', 'fortran_order': False, 'shape': (1,), }", "strings")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "not supported")]
    [InlineData("{'descr': '<M8[s]', 'fortran_order': False, 'shape': (1,), }", "not supported")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,), }", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "malformed")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 'y'}", "malformed")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } import os", "malformed")]
    [InlineData("{'descr': 'f', 'fortran_order': False, 'shape': (2,), }", "malformed")]
    [InlineData("", "malformed")]
    public void Should_refuse_a_bad_header(string header, string expected)
    {
        var path = _folder.Write("bad.npy", Npy(header, new byte[8]));
        Assert.Contains(expected, Hostile.Refused(path, () => NpyFile.Read(path)).Message);
    }

    [Fact]
    public void Should_refuse_objects_and_numbers_where_strings_are_wanted()
    {
        var path = _folder.Write("bad.npy", Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", new byte[8]));
        Assert.Contains("Python objects", Hostile.Refused(path, () => NpyFile.ReadStrings(path)).Message);
        path = _folder.Write("bad.npy", Convert.FromBase64String(Scalar));
        Assert.Contains("no strings", Hostile.Refused(path, () => NpyFile.ReadStrings(path)).Message);
        path = _folder.Write("bad.npy", Npy("{'descr': '<U0', 'fortran_order': False, 'shape': (1099511627776,), }", []));
        Hostile.Refused(path, () => NpyFile.ReadStrings(path));
        path = _folder.Write("bad.npy", Npy("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", [0, 0xD8, 0, 0]));
        Assert.Contains("Unicode", Hostile.Refused(path, () => NpyFile.ReadStrings(path)).Message);
    }

    [Fact]
    public void Should_refuse_a_file_truncated_anywhere()
    {
        Hostile.TruncateEverywhere(_folder, "x.npy", Convert.FromBase64String(BigEndianFortran), path => NpyFile.Read(path));
        Hostile.TruncateEverywhere(_folder, "s.npy", Convert.FromBase64String(Strings), path => NpyFile.ReadStrings(path));
    }

    [Fact]
    public void Should_survive_damage()
    {
        Assert.InRange(
            Hostile.Damage(_folder, "x.npy", Convert.FromBase64String(BigEndianFortran), 2000, path => NpyFile.Read(path)),
            100,
            2000
        );
        Assert.InRange(
            Hostile.Damage(_folder, "s.npy", Convert.FromBase64String(StringsBigEndianFortran), 2000, path => NpyFile.ReadStrings(path)),
            100,
            2000
        );
    }

    internal static byte[] Npy(string header, byte[] body) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), .. body];

    private NdArray Read(string base64) => NpyFile.Read(_folder.Write("x.npy", Convert.FromBase64String(base64)));
}
