using System.IO.Compression;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Testing;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Arrays.Npy;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Should_read_arrays_and_strings(CompressionLevel level)
    {
        using var file = NpzFile.Open(_folder.Write("x.npz", Sample(level)));
        Assert.Equal(["ids", "embeddings"], file.Names);
        Assert.Equal(["a", "b"], file.ReadStrings("ids"));
        Assert.Equal([1, 2, 3, 4], file.Read("embeddings").ToSingle());
    }

    [Fact]
    public void Should_name_what_there_is_when_an_array_is_missing()
    {
        var path = _folder.Write("x.npz", Sample(CompressionLevel.Optimal));
        using var file = NpzFile.Open(path);
        Assert.Contains("ids, embeddings", Hostile.Refused(path, () => file.Read("vectors")).Message);
    }

    [Fact]
    public void Should_refuse_a_zip_bomb()
    {
        var header = NpyFileTests.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (400000000,), }", []);
        var path = _folder["bomb.npz"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
            entry.Write(header);
            var zeros = new byte[1 << 20];
            for (var written = 0L; written < 400_000_000; written += zeros.Length)
                entry.Write(zeros, 0, (int)Math.Min(zeros.Length, 400_000_000 - written));
        }
        using var file = NpzFile.Open(path);
        Assert.Contains("zip bomb", Hostile.Refused(path, () => file.Read("x")).Message);
    }

    [Fact]
    public void Should_refuse_a_file_truncated_anywhere() =>
        Hostile.TruncateEverywhere(_folder, "x.npz", Sample(CompressionLevel.Optimal), ReadAll);

    [Fact]
    public void Should_survive_damage()
    {
        Assert.InRange(Hostile.Damage(_folder, "x.npz", Sample(CompressionLevel.Optimal), 1500, ReadAll), 100, 1500);
        Assert.InRange(Hostile.Damage(_folder, "x.npz", Sample(CompressionLevel.NoCompression), 1500, ReadAll), 100, 1500);
    }

    [Fact]
    public void Should_read_back_what_it_wrote()
    {
        var path = _folder["written.npz"];
        string[] names = ["a", "", "a name with ü and \U0001F9EC"];
        NpzEntry[] arrays = [NpzEntry.Of("ids", names), NpzEntry.Of("values", NdArray.From<float>([1, 2, 3, 4, 5, 6], 3, 2))];
        NpzFile.Write(path, arrays);
        using (var file = NpzFile.Open(path))
        {
            Assert.Equal(["ids", "values"], file.Names);
            Assert.Equal(names, file.ReadStrings("ids"));
            Assert.Equal([1f, 2, 3, 4, 5, 6], file.Read("values").ToSingle());
            Assert.Equal([3, 2], file.Read("values").Shape);
        }
        NpzFile.Write(_folder["again.npz"], arrays);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["again.npz"]));
        NpzFile.Write(path, [NpzEntry.Of("ids", (string[])[])]);
        using (var file = NpzFile.Open(path))
            Assert.Empty(file.ReadStrings("ids"));
    }

    private static void ReadAll(string path)
    {
        using var file = NpzFile.Open(path);
        file.ReadStrings("ids");
        file.Read("embeddings");
    }

    private byte[] Sample(CompressionLevel level)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var ids = zip.CreateEntry("ids.npy", level).Open())
                ids.Write(
                    NpyFileTests.Npy("{'descr': '<U1', 'fortran_order': False, 'shape': (2,), }", [(byte)'a', 0, 0, 0, (byte)'b', 0, 0, 0])
                );
            var path = _folder["embeddings.npy"];
            NpyFile.Write(path, NdArray.From<float>([1, 2, 3, 4], 2, 2));
            using (var vectors = zip.CreateEntry("embeddings.npy", level).Open())
                vectors.Write(File.ReadAllBytes(path));
        }
        return buffer.ToArray();
    }
}
