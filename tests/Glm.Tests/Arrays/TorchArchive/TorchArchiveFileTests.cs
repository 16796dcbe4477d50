using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Glm.Arrays;
using Glm.Arrays.Pickle;
using Glm.Arrays.TorchArchive;
using Glm.Testing;
using Glm.Tests.Arrays.Pickle;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.TorchArchive;

public sealed class TorchArchiveFileTests : IDisposable
{
    private static readonly byte[] Six = MemoryMarshal.AsBytes<float>([0f, 1, 2, 3, 4, 5]).ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The digests cover names, types, shapes and values of all tensors in order, as torch.load 1.13 returned them.
    [Theory]
    [InlineData("glm-tiny/glm.bin", 183, "f5b933606ad348738b8d632369862168")]
    [InlineData("glm-tiny-train/final_glm.bin", 183, "9479b14e56a4fd95b3ceb849e7c869ff")]
    [InlineData("glm-tiny-train/grads_step1.bin", 60, "07b84292f77cbfb82b6995ce854e686c")]
    [InlineData("glm-tiny-train/state_after_step2_some.bin", 7, "a5ec048b97c85e8e32afc79a79bb04ca")]
    [InlineData("glm-tiny-train/variant_no_div10_final_live.bin", 60, "ace004ca6850307cce855e5c2326e501")]
    [InlineData("esm2-tiny/esm2_t3_tiny.pt", 60, "08a3b64e11065eae79d71df262e2d425")]
    [InlineData("esm2-tiny/esm2_t3_tiny-contact-regression.pt", 2, "f3584ee0b2eff9308b8bb24aa14baaa6")]
    [InlineData("esm2-tiny/esm2_t3_tiny_fp16.pt", 60, "b7fc82a5e1b046f9585a27e5cee8bff0")]
    public void Should_read_what_torch_reads(string file, int tensors, string digest)
    {
        using var archive = TorchArchiveFile.Open(Repository.Shared(["golden", .. file.Split('/')]));
        Assert.Equal(tensors, archive.Tensors.Count);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in archive.Tensors)
        {
            var array = archive.Read(tensor.Name);
            hash.AppendData(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{tensor.Name}|{array.Type}|{string.Join(',', array.Shape)}\n")
                )
            );
            hash.AppendData(array.Bytes);
        }
        Assert.Equal(digest, Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }

    [Fact]
    public void Should_give_the_settings_of_an_official_esm_file()
    {
        using var archive = TorchArchiveFile.Open(Repository.Shared("golden", "esm2-tiny", "esm2_t3_tiny.pt"));
        var root = Assert.IsType<PickleDict>(archive.Root);
        Assert.True(root.TryGetValue("cfg", out var cfg));
        Assert.True(((PickleDict)cfg!).TryGetValue("model", out var model));
        var settings = Assert.IsType<PickleObject>(model);
        Assert.Equal("argparse.Namespace", settings.Class.FullName);
        Assert.True(((PickleDict)settings.State!).TryGetValue("encoder_layers", out var layers));
        Assert.Equal(3L, layers);

        var embedding = archive.Find("model.encoder.sentence_encoder.embed_tokens.weight")!;
        var head = archive.Find("model.encoder.lm_head.weight")!;
        Assert.Equal(embedding.StorageKey, head.StorageKey);
        Assert.Equal(archive.Read(embedding.Name).Bytes, archive.Read(head.Name).Bytes);
    }

    [Theory]
    [InlineData("DoubleStorage", ElementType.Float64)]
    [InlineData("FloatStorage", ElementType.Float32)]
    [InlineData("HalfStorage", ElementType.Float16)]
    [InlineData("BFloat16Storage", ElementType.BFloat16)]
    [InlineData("LongStorage", ElementType.Int64)]
    [InlineData("IntStorage", ElementType.Int32)]
    [InlineData("ShortStorage", ElementType.Int16)]
    [InlineData("CharStorage", ElementType.Int8)]
    [InlineData("ByteStorage", ElementType.UInt8)]
    [InlineData("BoolStorage", ElementType.Bool)]
    public void Should_read_every_storage(string storage, ElementType type)
    {
        var bytes = new byte[2 * NdArray.SizeOf(type)];
        bytes[^1] = 1;
        using var archive = Open(new TorchZip().Storage("0", bytes), One(storage, 2, 0, [2], [1]));
        var tensor = Assert.Single(archive.Tensors);
        Assert.Equal(("w", type, (long)bytes.Length), (tensor.Name, tensor.Type, tensor.ByteLength));
        Assert.Equal(bytes, archive.Read("w").Bytes);
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, 0, new float[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(new long[] { 3, 2 }, new long[] { 1, 3 }, 0, new float[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(new long[] { 2 }, new long[] { 1 }, 4, new float[] { 4, 5 })]
    [InlineData(new long[] { 2, 1 }, new long[] { 3, 1 }, 2, new float[] { 2, 5 })]
    [InlineData(new long[] { 2, 3 }, new long[] { 0, 1 }, 1, new float[] { 1, 2, 3, 1, 2, 3 })]
    [InlineData(new long[] { 2, 3 }, new long[] { 1, 0 }, 1, new float[] { 1, 1, 1, 2, 2, 2 })]
    [InlineData(new long[] { 4, 3 }, new long[] { 1, 1 }, 0, new float[] { 0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5 })]
    [InlineData(new long[] { }, new long[] { }, 5, new float[] { 5 })]
    [InlineData(new long[] { 0, 7 }, new long[] { 7, 1 }, 6, new float[] { })]
    [InlineData(new long[] { 1, 2, 1 }, new long[] { 99, 2, 99 }, 1, new float[] { 1, 3 })]
    public void Should_read_views(long[] shape, long[] strides, long offset, float[] expected)
    {
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal })
        {
            using var archive = Open(new TorchZip().Storage("0", Six, level), One("FloatStorage", 6, offset, shape, strides));
            Assert.Equal(expected, archive.Read("w").AsSpan<float>().ToArray());
        }
    }

    [Fact]
    public void Should_read_a_large_transposed_view_through_a_small_window()
    {
        var values = Enumerable.Range(0, 500 * 400).Select(value => (float)value).ToArray();
        using var archive = Open(
            new TorchZip().Storage("0", MemoryMarshal.AsBytes(values).ToArray()),
            One("FloatStorage", values.Length, 0, [400, 500], [1, 400])
        );
        var destination = new byte[4 * values.Length];
        archive.Read("w");
        var before = GC.GetAllocatedBytesForCurrentThread();
        archive.ReadInto("w", destination);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        var transposed = MemoryMarshal.Cast<byte, float>(destination);
        for (var row = 0; row < 400; row++)
        for (var column = 0; column < 500; column++)
            Assert.Equal(column * 400 + row, transposed[row * 500 + column]);
    }

    [Fact]
    public void Should_join_the_names_of_nested_dicts_and_lists()
    {
        var pickle = PickleBytes.New().Proto(2).Op("}").Text("state").Op("}").Integer(7).Op("}").Text("step");
        Tensor(pickle).Op("sss").Text("layers").Op("](");
        Tensor(pickle);
        Tensor(pickle).Op("es").Text("parameter").Global("torch._utils", "_rebuild_parameter").Op("(");
        Tensor(pickle).Op("\x88").Global("collections", "OrderedDict").Op(")RtRs").Text("epoch").Integer(3).Op("s");
        using var archive = Open(new TorchZip().Storage("0", Six), pickle);
        Assert.Equal(["state.7.step", "layers.0", "layers.1", "parameter"], archive.Tensors.Select(tensor => tensor.Name));
        Assert.True(((PickleDict)archive.Root!).TryGetValue("epoch", out var epoch));
        Assert.Equal(3L, epoch);
    }

    [Fact]
    public void Should_name_a_bare_tensor()
    {
        using var archive = Open(new TorchZip().Storage("0", Six), Tensor(PickleBytes.New().Proto(2)));
        Assert.Equal("tensor", Assert.Single(archive.Tensors).Name);
    }

    [Fact]
    public void Should_say_so_when_a_tensor_is_not_there()
    {
        using var archive = Open(new TorchZip().Storage("0", Six), One("FloatStorage", 6, 0, [6], [1]));
        Assert.Contains("holds no tensor 'x'", Hostile.Refused("x.pt", () => archive.Read("x")).Message);
    }

    [Fact]
    public void Should_refuse_views_and_storages_that_do_not_add_up()
    {
        var zip = new TorchZip().Storage("0", Six);
        Refused(zip, One("FloatStorage", 7, 0, [7], [1]), "entry 'archive/data/0' has 24 bytes");
        Refused(zip, One("DoubleStorage", 6, 0, [6], [1]), "entry 'archive/data/0' has 24 bytes");
        Refused(zip, One("FloatStorage", 6, 0, [7], [1]), "beyond its storage");
        Refused(zip, One("FloatStorage", 6, 1, [6], [1]), "beyond its storage");
        Refused(zip, One("FloatStorage", 6, 0, [2, 3], [4, 1]), "beyond its storage");
        Refused(zip, One("FloatStorage", 6, 0, [2], [long.MaxValue]), "beyond its storage");
        Refused(zip, One("FloatStorage", 6, long.MaxValue, [1], [1]), "beyond its storage");
        Refused(zip, One("FloatStorage", 6, -1, [1], [1]), "damaged");
        Refused(zip, One("FloatStorage", 6, 0, [2], [-1]), "negative stride");
        Refused(zip, One("FloatStorage", 6, 0, [-2], [1]), "negative size");
        Refused(zip, One("FloatStorage", 6, 0, [2], [1, 1]), "damaged");
        Refused(zip, One("FloatStorage", long.MaxValue, 0, [1], [1]), "should have");
        Refused(zip, One("FloatStorage", 6, 0, [1L << 40, 1L << 40, 1L << 40], [0, 0, 0]), "larger than any file");
        Refused(zip, One("FloatStorage", 6, 0, [1L << 30], [0]), "bomb");
        Refused(zip, One("QUInt8Storage", 6, 0, [6], [1]), "torch.QUInt8Storage");
        Refused(new TorchZip().Storage("1", Six), One("FloatStorage", 6, 0, [6], [1]), "'archive/data/0', are missing");
    }

    [Fact]
    public void Should_refuse_what_is_no_checkpoint()
    {
        Refused(new TorchZip().Entry("other/data.pkl", Six), One("FloatStorage", 6, 0, [6], [1]), "2 data.pkl");
        Refused(
            new TorchZip().Storage("0", Six).Entry("archive/byteorder", "big"u8.ToArray()),
            One("FloatStorage", 6, 0, [6], [1]),
            "big-endian"
        );
        Refused(new TorchZip().Storage("0", Six).Storage("0", Six), One("FloatStorage", 6, 0, [6], [1]), "twice");
        Refused(new TorchZip(), PickleBytes.New().Global("os", "system").Text("id").Op("\x85R"), "os.system");
        Refused(new TorchZip(), PickleBytes.New().Global("__torch__.models", "Net").Op(")R"), "__torch__.models.Net");
        var zip = new TorchZip().Storage("0", Six);
        var twice = Tensor(Tensor(PickleBytes.New().Op("}").Text("a.b")).Op("s").Text("a").Op("}").Text("b")).Op("ss");
        Refused(zip, twice, "two tensors are named 'a.b'");

        RefusedBytes(new TorchZip().Entry("x", Six).Build(PickleBytes.New().Op("N"), "deep/er"), "0 data.pkl");
        RefusedBytes(
            [
                .. PickleBytes.New().Proto(2).Op("\x8a").Raw(0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).Stop(),
                .. new byte[100],
            ],
            "before version 1.6"
        );
        RefusedBytes(PickleBytes.New().Proto(4).Op("N").Stop(), "a bare pickle");
        RefusedBytes("hello"u8.ToArray(), "not a zip file");
        RefusedBytes([.. "PK\x3\x4"u8, .. new byte[100]], "truncated or damaged");
    }

    [Fact]
    public void Should_refuse_a_bomb_of_shared_dicts()
    {
        // 10^20 names, if one followed them.
        var pickle = Tensor(PickleBytes.New().Proto(2));
        for (var level = 0; level < 20; level++)
        {
            pickle.Op("q\x01" + "0}(");
            for (var key = 0; key < 10; key++)
                pickle.Text($"k{key}").Op("h\x01");
            pickle.Op("u");
        }
        Refused(new TorchZip().Storage("0", Six), pickle, "bomb");
    }

    [Fact]
    public void Should_refuse_a_bomb_of_long_shared_names()
    {
        var pickle = PickleBytes.New().Proto(2).Op("}(");
        for (var key = 0; key < 200; key++)
            Tensor(pickle.Text($"k{key}"));
        pickle.Op("uq\x01" + "0}(");
        for (var key = 0; key < 200; key++)
            pickle.Text(new string('n', 900) + key).Op("h\x01");
        Refused(new TorchZip().Storage("0", Six), pickle.Op("u"), "bomb");
        var storage = new TorchZip().Storage("0", Six);
        Refused(storage, Tensor(PickleBytes.New().Op("}").Text(new string('n', 5000))).Op("s"), "name of more than 1000");
    }

    [Fact]
    public void Should_refuse_a_zip_bomb()
    {
        var zeros = new byte[300_000_000];
        Refused(
            new TorchZip().Storage("0", zeros, CompressionLevel.Optimal),
            One("FloatStorage", 75_000_000, 0, [75_000_000], [1]),
            "zip bomb"
        );
        var pickle = new TorchZip().Entry("archive/data.pkl", new byte[257 << 20], CompressionLevel.Optimal);
        RefusedBytes(WithoutFirstEntry(pickle), "zip bomb");
    }

    [Fact]
    public void Should_refuse_an_entry_whose_data_end_early()
    {
        // The directory still claims 24 bytes for the storage, the packed data hold 8.
        var good = new TorchZip().Storage("0", Six).Build(One("FloatStorage", 6, 0, [6], [1]));
        var directory = IndexOf(good, [.. "PK\x1\x2"u8], after: IndexOf(good, [.. "PK\x1\x2"u8], 0) + 4);
        BitConverter.TryWriteBytes(good.AsSpan(directory + 20), 8);
        var path = _folder.Write("x.pt", good);
        Hostile.Refused(path, () =>
        {
            using var archive = TorchArchiveFile.Open(path);
            archive.Read("w");
        });
    }

    [Fact]
    public void Should_refuse_a_file_truncated_anywhere() =>
        Hostile.TruncateEverywhere(
            _folder,
            "x.pt",
            new TorchZip().Storage("0", Six).Build(One("FloatStorage", 6, 0, [2, 3], [3, 1])),
            ReadAll
        );

    [Fact]
    public void Should_survive_damage()
    {
        var stored = new TorchZip().Storage("0", Six).Build(One("FloatStorage", 6, 0, [3, 2], [1, 3]));
        Assert.InRange(Hostile.Damage(_folder, "x.pt", stored, 2000, ReadAll), 200, 2000);
        var packed = new TorchZip().Storage("0", Six, CompressionLevel.Optimal).Build(One("FloatStorage", 6, 0, [6], [1]));
        Assert.InRange(Hostile.Damage(_folder, "x.pt", packed, 2000, ReadAll), 200, 2000);
    }

    private static void ReadAll(string path)
    {
        using var archive = TorchArchiveFile.Open(path);
        foreach (var tensor in archive.Tensors)
            archive.Read(tensor.Name);
    }

    private static PickleBytes Tensor(PickleBytes pickle) => TorchZip.Tensor(pickle, "FloatStorage", "0", 6, 0, [6], [1]);

    private static PickleBytes One(string storage, long elements, long offset, long[] shape, long[] strides) =>
        TorchZip.Tensor(PickleBytes.New().Proto(2).Op("}").Text("w"), storage, "0", elements, offset, shape, strides).Op("s");

    private TorchArchiveFile Open(TorchZip zip, PickleBytes pickle) => TorchArchiveFile.Open(_folder.Write("x.pt", zip.Build(pickle)));

    private void Refused(TorchZip zip, PickleBytes pickle, string expected) => RefusedBytes(zip.Build(pickle), expected);

    private void RefusedBytes(byte[] bytes, string expected)
    {
        var path = _folder.Write("x.pt", bytes);
        Assert.Contains(expected, Hostile.Refused(path, () => TorchArchiveFile.Open(path).Dispose()).Message);
    }

    private static byte[] WithoutFirstEntry(TorchZip zip)
    {
        using var buffer = new MemoryStream();
        buffer.Write(zip.Build(PickleBytes.New().Op("N"), "archive/first"));
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Update, leaveOpen: true))
            archive.Entries[0].Delete();
        return buffer.ToArray();
    }

    private static int IndexOf(byte[] bytes, byte[] wanted, int after) => after + bytes.AsSpan(after).IndexOf(wanted);
}
