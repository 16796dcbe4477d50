using Glm.Arrays;
using Glm.Arrays.Hdf5;
using Glm.Arrays.SafeTensors;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Testing;
using PureHDF;
using PureHDF.Filters;

namespace Glm.Tests.Proteins;

/// <summary>Vectors in the layouts of other programs.</summary>
public sealed class ForeignVectorTests : IDisposable
{
    private static readonly string[] Ids = ["NP_1.1", "a/b", "c"];
    private static readonly float[][] Vectors =
    [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [-1, -2, -3, -4.5f],
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_a_dataset_per_protein_as_prottrans_writes_them()
    {
        var file = new H5File();
        for (var i = 0; i < Ids.Length; i++)
            file[Ids[i].Replace('/', '_').Replace('.', '_')] = Vectors[i];
        file.Write(_folder["v.h5"]);
        Protein[] proteins = [new("c", "M"), new("NP_1.1", "M"), new("a/b", "M")];
        var vectors = EmbeddingFile.Read(_folder["v.h5"]).For(proteins);
        AssertVectors(vectors);
        Assert.Empty(vectors.Remarks);
        Assert.Equal(["c", "NP_1.1", "a/b"], vectors.Of(proteins).Ids);
        Assert.Equal(Vectors[2], Row(vectors.Of(proteins), 0));
    }

    [Fact]
    public void Should_prefer_the_id_that_a_dataset_notes()
    {
        var file = new H5File();
        for (var i = 0; i < Ids.Length; i++)
            file[$"{i}"] = new H5Dataset(Array.ConvertAll(Vectors[i], value => (double)value))
            {
                Attributes = new() { ["original_id"] = Ids[i] },
            };
        file.Write(_folder["v.hdf5"]);
        AssertVectors(EmbeddingFile.Read(_folder["v.hdf5"]));
    }

    [Theory]
    [InlineData("data", true)]
    [InlineData("embeddings", false)]
    public void Should_read_a_table(string name, bool hasIds)
    {
        var table = new float[3, 4];
        for (var i = 0; i < 12; i++)
            table[i / 4, i % 4] = Vectors[i / 4][i % 4];
        var file = new H5File { [name] = new H5Dataset(table, datasetCreation: new(Filters: [DeflateFilter.Id])) };
        if (hasIds)
            file["ids"] = Ids;
        file.Write(_folder["v.h5"]);
        if (!hasIds)
        {
            var error = Assert.Throws<GlmException>(() => EmbeddingFile.Read(_folder["v.h5"])).Message;
            Assert.Equal(
                $"{_folder["v.h5"]}: its protein ids are missing; put them into {_folder["v.ids.txt"]}, one per line in row order.",
                error
            );
            File.WriteAllLines(_folder["v.ids.txt"], Ids);
        }
        AssertVectors(EmbeddingFile.Read(_folder["v.h5"]));
    }

    /// <summary>PyTables' own files, of which there is one with and one without Blosc.</summary>
    [Fact]
    public void Should_unpack_blosc()
    {
        Hdf5Array Data(Hdf5File file) => file.Arrays().Single(array => array.Name == "data");
        using var packed = Hdf5File.Open(Repository.Shared("golden", "pst-tiny", "input.graphfmt.h5"));
        using var plain = Hdf5File.Open(Repository.Shared("golden", "pst-tiny", "input.plain.h5"));
        Assert.Equal(plain.Read(Data(plain)).Bytes, packed.Read(Data(packed)).Bytes);
    }

    [Theory]
    [InlineData("safetensors per protein")]
    [InlineData("safetensors table")]
    public void Should_read_safetensors_and_not_take_them_for_a_model(string kind)
    {
        var path = _folder["v.safetensors"];
        if (kind == "safetensors table")
        {
            File.WriteAllLines(_folder["v.ids.txt"], Ids);
            SafeTensorsWriter.Write(path, [SafeTensorSource.From("vectors", NdArray.From<float>([.. Vectors.SelectMany(v => v)], 3, 4))]);
        }
        else
            SafeTensorsWriter.Write(path, [.. Ids.Zip(Vectors, (id, v) => SafeTensorSource.From(id, NdArray.From<float>(v, 4)))]);
        Assert.False(ProteinLanguageModelFile.IsOne(path));
        AssertVectors(EmbeddingFile.Read(path));
    }

    [Fact]
    public void Should_name_vectors_of_another_width()
    {
        new H5File { ["a"] = Vectors[0], ["b"] = new float[] { 1, 2 } }.Write(_folder["v.h5"]);
        Assert.Equal(
            $"{_folder["v.h5"]}: the vector of protein 'b' has 2 numbers, and that of 'a' has 4; all must be of one model, layer and "
                + $"pooling. "
                + "Leave out those of the other.",
            Assert.Throws<GlmException>(() => EmbeddingFile.Read(_folder["v.h5"])).Message
        );
    }

    [Fact]
    public void Should_list_every_id_without_a_counterpart()
    {
        var vectors = new ProteinVectors("v.h5", Ids, 4, [.. Vectors.SelectMany(v => v).Select(value => (Half)value)]);
        Protein[] proteins = [new("NP_1.1", "M"), new("x", "M"), new("y", "M")];
        Assert.Equal(
            ["2 proteins have no vector: x, y.", "2 vectors belong to none of the proteins: a/b, c."],
            vectors.For(proteins).Remarks
        );
        Assert.Equal(
            "v.h5: 2 proteins have no vector: x, y. Embed them too; ids must be those of the FASTA.",
            Assert.Throws<GlmException>(() => vectors.Of(proteins)).Message
        );
    }

    [Fact]
    public void Should_not_give_one_vector_to_two_proteins()
    {
        var vectors = new ProteinVectors("v.h5", ["a_b"], 1, [(Half)1]).For([new("a.b", "M"), new("a/b", "M")]);
        Assert.Equal(["a.b"], vectors.Ids);
        Assert.Equal(["1 protein has no vector: a/b."], vectors.Remarks);
    }

    [Theory]
    [InlineData("hello", "HDF5 cannot be read here")]
    [InlineData("", "empty")]
    public void Should_refuse_what_is_no_hdf5(string text, string message)
    {
        _folder.Write("v.h5", text);
        var error = Assert.Throws<GlmException>(() => EmbeddingFile.Read(_folder["v.h5"])).Message;
        Assert.StartsWith(_folder["v.h5"], error);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_live_through_damaged_files()
    {
        var file = new H5File();
        for (var i = 0; i < Ids.Length; i++)
            file[$"p{i}"] = new H5Dataset(Vectors[i], datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));
        file.Write(_folder["v.h5"]);
        var whole = File.ReadAllBytes(_folder["v.h5"]);
        var random = new SeededRandom(1);
        for (var round = 0; round < 300; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var i = 0; i < 3; i++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["v.h5"], round % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                EmbeddingFile.Read(_folder["v.h5"]);
            }
            catch (GlmException exception)
            {
                Assert.StartsWith(_folder["v.h5"], exception.Message);
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    private static void AssertVectors(ProteinVectors vectors)
    {
        Assert.Equal(4, vectors.Width);
        Assert.Equal(Ids.Order(StringComparer.Ordinal), vectors.Ids.Order(StringComparer.Ordinal));
        for (var i = 0; i < Ids.Length; i++)
            Assert.Equal(Vectors[i], Row(vectors, vectors.RowOf(Ids[i])));
    }

    private static float[] Row(ProteinVectors vectors, int row) => Array.ConvertAll(vectors[row].ToArray(), value => (float)value);
}
