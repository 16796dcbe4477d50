using System.Text;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.SafeTensors;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_write_what_it_reads()
    {
        var path = _folder["model.safetensors"];
        SafeTensorsWriter.Write(
            path,
            [
                SafeTensorSource.From("mask", NdArray.From<bool>([true, false, true], 3)),
                SafeTensorSource.From("dense.weight", NdArray.From<float>([1, 2, 3, 4, 5, 6], 2, 3)),
                SafeTensorSource.From("scale", NdArray.From<double>([0.5])),
                SafeTensorSource.From("none", NdArray.From<Half>([], 0, 5)),
                new SafeTensorSource("brain", ElementType.BFloat16, [1], stream => stream.Write([0xC0, 0x3F])),
            ],
            new Dictionary<string, string> { ["config"] = "{\"hidden\":40}", ["note"] = "é\n" }
        );

        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(["scale", "dense.weight", "none", "brain", "mask"], file.Names);
        Assert.Equal("{\"hidden\":40}", file.Metadata["config"]);
        Assert.Equal("é\n", file.Metadata["note"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Read("dense.weight").AsSpan<float>().ToArray());
        Assert.Equal([true, false, true], file.Read("mask").AsSpan<bool>().ToArray());
        Assert.Empty(file.Read("scale").Shape);
        Assert.Equal([0L, 5L], file.Read("none").Shape);
        Assert.Equal([1.5f], file.Read("brain").ToSingle());
        var info = file.Find("dense.weight")!;
        Assert.Equal((ElementType.Float32, 24L), (info.Type, info.ByteLength));
        Assert.All(file.Names, name => Assert.Equal(0, file.Find(name)!.Offset % NdArray.SizeOf(file.Find(name)!.Type)));
        Assert.Equal(0, BitConverter.ToInt64(File.ReadAllBytes(path)) % 8);
        Assert.Null(file.Find("absent"));
        Assert.Contains("holds no tensor 'absent'", Hostile.Refused(path, () => file.Read("absent")).Message);
    }

    [Fact]
    public void Should_read_a_file_laid_out_by_hand()
    {
        var path = _folder.Write(
            "x.safetensors",
            Build(
                "{\"b\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[4,8]},"
                    + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}} "
                    + "  ",
                [0, 0, 128, 63, 1, 0, 255, 255]
            )
        );
        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(["b", "a"], file.Names);
        Assert.Equal([1f], file.Read("a").AsSpan<float>().ToArray());
        Assert.Equal([(short)1, (short)-1], file.Read("b").AsSpan<short>().ToArray());
    }

    [Fact]
    public void Should_read_a_header_in_pieces()
    {
        const string tensors =
            "\"long name κ 🧬\":{\"dtype\":\"I16\",\"shape\":[1],\"data_offsets\":[0,2]},\"__metadata__\":{\"k\":\"v\"}}";
        for (var blanks = (1 << 16) - 110; blanks < (1 << 16) + 2; blanks++)
        {
            var path = _folder.Write("x.safetensors", Build("{" + new string(' ', blanks) + tensors + "  ", [1, 0]));
            using var file = SafeTensorsFile.Open(path);
            Assert.Equal([(short)1], file.Read("long name κ 🧬").AsSpan<short>().ToArray());
            Assert.Equal("v", file.Metadata["k"]);
        }
    }

    [Fact]
    public void Should_pay_for_no_more_of_a_header_than_it_keeps()
    {
        const int size = 60_000_000;
        var path = _folder.Write("x.safetensors", Build("{" + new string(' ', size) + "}", []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        SafeTensorsFile.Open(path).Dispose();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        path = _folder.Write("x.safetensors", Build("{\"" + new string('x', size) + "\":{}}", []));
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a text of more than", Assert.Throws<GlmException>(() => SafeTensorsFile.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        var sizes = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + string.Join(',', Enumerable.Repeat("1", 1_000_000)) + "]}}";
        path = _folder.Write("x.safetensors", Build(sizes, []));
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a list of more than 64", Assert.Throws<GlmException>(() => SafeTensorsFile.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "takes 8 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "follow the last tensor")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", "truncated")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "neither overlaps nor holes")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "neither overlaps nor holes"
    )]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "twice"
    )]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "data_offsets [begin, end]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "whole number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", "whole number")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807,0],\"data_offsets\":[0,0]}}",
        "larger than any file"
    )]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", "F8_E4M3")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "needs dtype")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}", "unknown or repeated")]
    [InlineData("{\"a\":[]}", "expected")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "expected")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[[[[[[2]]]]]],\"data_offsets\":[0,8]}}", "whole number")]
    [InlineData("{\"a\":", "JSON")]
    [InlineData("{} {}", "JSON")]
    [InlineData("[]", "does not begin with")]
    public void Should_refuse_a_bad_header(string header, string expected)
    {
        var path = _folder.Write("bad.safetensors", Build(header, new byte[8]));
        Assert.Contains(expected, Hostile.Refused(path, () => SafeTensorsFile.Open(path)).Message);
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(1L << 40)]
    [InlineData(-1)]
    [InlineData(90_000_000)]
    public void Should_refuse_a_header_length_before_taking_memory(long length)
    {
        var path = _folder.Write("bad.safetensors", [.. BitConverter.GetBytes(length), .. "{}      "u8]);
        Assert.Contains("header claims", Hostile.Refused(path, () => SafeTensorsFile.Open(path)).Message);
    }

    [Fact]
    public void Should_refuse_a_file_truncated_anywhere() => Hostile.TruncateEverywhere(_folder, "x.safetensors", Sample(), ReadAll);

    [Fact]
    public void Should_survive_damage() => Assert.InRange(Hostile.Damage(_folder, "x.safetensors", Sample(), 2000, ReadAll), 100, 2000);

    [Fact]
    public void Should_keep_the_old_file_when_a_source_writes_too_little()
    {
        var path = _folder.Write("model.safetensors", [1]);
        Assert.Throws<InvalidOperationException>(() =>
            SafeTensorsWriter.Write(path, [new SafeTensorSource("a", ElementType.Float32, [2], stream => stream.WriteByte(1))])
        );
        Assert.Equal([1], File.ReadAllBytes(path));
    }

    [Fact]
    public void Should_refuse_two_tensors_of_one_name()
    {
        var source = SafeTensorSource.From("a", NdArray.From<float>([1], 1));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(_folder["x"], [source, source]));
        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(_folder["x"], [source with { Name = "__metadata__" }]));
    }

    private static void ReadAll(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        foreach (var name in file.Names)
            file.Read(name);
    }

    private static byte[] Sample() =>
        Build(
            "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[8,11]}}",
            [0, 0, 128, 63, 0, 0, 0, 64, 1, 0, 1]
        );

    private static byte[] Build(string header, byte[] data) =>
        [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. data];
}
