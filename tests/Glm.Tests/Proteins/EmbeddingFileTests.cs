using System.IO.Compression;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Proteins;
using Glm.Testing;
using Glm.Tests.Arrays.Npy;
using Glm.Tests.Arrays.Pickle;
using Glm.Tests.Arrays.Storage;

namespace Glm.Tests.Proteins;

public sealed class EmbeddingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_the_reference_pickle()
    {
        var vectors = EmbeddingFile.Read(Repository.Shared("reference", "test.esm.embs.pkl"));
        Assert.Equal("test.esm.embs.pkl", vectors.Source);
        Assert.Equal((60, 1280), (vectors.Count, vectors.Width));
        Assert.Equal("lcl|NC_000913.3_prot_NP_414542.1_1", vectors.Ids[0]);
        var expected = NpyFile.Read(Repository.Shared("reference", "decoded", "esm_embs.npy"));
        Assert.Equal(expected.AsSpan<Half>().ToArray(), vectors.Values);
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Should_read_an_array_with_ids_beside_it(ElementType type)
    {
        var array = type switch
        {
            ElementType.Float16 => NdArray.From<Half>([(Half)1, (Half)2.5, (Half)3, (Half)4], 2, 2),
            ElementType.Float32 => NdArray.From<float>([1, 2.5f, 3, 4], 2, 2),
            _ => NdArray.From<double>([1, 2.5, 3, 4], 2, 2),
        };
        var vectors = EmbeddingFile.Read(Matrix(array, "p1 first protein\r\np2\r\n"));
        Assert.Equal(["p1", "p2"], vectors.Ids);
        Assert.Equal([(Half)1, (Half)2.5, (Half)3, (Half)4], vectors.Values);
        Assert.Equal(1, vectors.RowOf("p2"));
    }

    [Fact]
    public void Should_read_ids_and_embeddings_of_an_npz()
    {
        var path = _folder["vectors.npz"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using (var ids = zip.CreateEntry("ids.npy").Open())
                ids.Write(
                    NpyFileTests.Npy("{'descr': '<U1', 'fortran_order': False, 'shape': (2,), }", [(byte)'a', 0, 0, 0, (byte)'b', 0, 0, 0])
                );
            using (var vectors = zip.CreateEntry("embeddings.npy").Open())
                vectors.Write(
                    NpyFileTests.Npy("{'descr': '<f2', 'fortran_order': True, 'shape': (2, 2), }", [0, 0x3C, 0, 0x40, 0, 0x42, 0, 0x44])
                );
        }
        var read = EmbeddingFile.Read(path);
        Assert.Equal(["a", "b"], read.Ids);
        Assert.Equal([(Half)1, (Half)3, (Half)2, (Half)4], read.Values);
    }

    [Fact]
    public void Should_read_single_precision_pickles()
    {
        var path = _folder.Write(
            "x.pkl",
            PickleBytes.New().Op("]").Text("p1\tx").Array("f4", "<", [2], [0, 0, 128, 63, 0, 0, 0, 64]).Op("\x86" + "a").Stop()
        );
        Assert.Equal([(Half)1, (Half)2], EmbeddingFile.Read(path).Values);
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var two = NdArray.From<float>([1, 2, 3, 4], 2, 2);
        Refused(Matrix(two, "p1\np2\np3\n"), "2 vectors, but");
        Refused(Matrix(two, "p1\np1\n"), "'p1' has two vectors");
        Refused(Matrix(two, "p1\n\n x"), "has no protein id", "3 ids");
        Refused(Matrix(two, "p1\n\tx\n"), "vector 1 has no protein id");
        Refused(Matrix(NdArray.From<float>([1, 2, 3, 4], 4), "p1\n"), "shape (4)");
        Refused(Matrix(NdArray.From<float>([], 0, 4), "p1\n"), "holds no vectors");
        Refused(Matrix(NdArray.From<int>([1, 2], 1, 2), "p1\n"), "Int32");
        Refused(Matrix(NdArray.From<float>([1, float.NaN, 3, 4], 2, 2), "p1\np2\n"), "must be finite");
        Refused(Matrix(NdArray.From<float>([1, 2, 3, 70_000], 2, 2), "p1\np2\n"), "protein 'p2' holds 70000");
        Refused(_folder.Write("x.csv", [1]), "ends in '.csv'");
        Refused(_folder["absent.pkl"], "no such file");
        Refused(_folder.Write("x.pkl", PickleBytes.New().Op("]").Stop()), "holds no vectors");

        NpyFile.Write(_folder["lonely.npy"], two);
        Refused(_folder["lonely.npy"], "lonely.ids.txt");
        using (var zip = ZipFile.Open(_folder["x.npz"], ZipArchiveMode.Create))
            zip.CreateEntry("values.npy").Open().Dispose();
        Refused(_folder["x.npz"], "holds values");
    }

    private string Matrix(NdArray array, string ids)
    {
        var path = _folder["vectors.npy"];
        NpyFile.Write(path, array);
        File.WriteAllText(_folder["vectors.ids.txt"], ids);
        return path;
    }

    private static void Refused(string path, params string[] anyOf)
    {
        var message = Hostile.Refused(path, () => EmbeddingFile.Read(path)).Message;
        Assert.Contains(anyOf, part => message.Contains(part, StringComparison.Ordinal));
    }
}
