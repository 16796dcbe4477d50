using Glm.Arrays.Parquet;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Testing;
using Parquet;
using Parquet.Schema;

namespace Glm.Tests.Proteins;

/// <summary>
/// Vectors in Parquet files. Those in the folder <c>Parquet</c> are of others: <c>arrow-*</c> of Arrow's C++ library (ParquetSharp
/// 25.0.1), which pandas writes with, <c>duck-*</c> of DuckDB 1.5.6.
/// </summary>
public sealed class ParquetVectorTests : IDisposable
{
    private static readonly string[] Ids = ["NP_1.1", "a/b", "c"];
    private static readonly float[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4.5f];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("arrow-list")]
    [InlineData("duck-array")]
    [InlineData("duck-wide")]
    public void Should_read_files_of_others(string name)
    {
        var vectors = EmbeddingFile.Read(Foreign(name));
        Assert.Equal((name + ".parquet", 4), (vectors.Source, vectors.Width));
        Assert.Equal(Ids, vectors.Ids);
        Assert.Equal(Numbers, vectors.Values.Select(value => (float)value));
        Assert.Null(vectors.Origin);
    }

    [Fact]
    public void Should_say_that_half_precision_is_not_read()
    {
        var error = Assert.Throws<GlmException>(() => EmbeddingFile.Read(Foreign("arrow-half"))).Message;
        Assert.StartsWith(Foreign("arrow-half") + ": Parquet cannot be read here (type System.Half is not supported).", error);
        Assert.EndsWith("write its numbers as float32.", error);
    }

    [Theory]
    [InlineData("v.parquet")]
    [InlineData("v.PARQUET")]
    public void Should_read_what_it_wrote_in_several_groups(string name)
    {
        const int Count = 20_000;
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 3 * Count).Select(_ => (float)(Half)(random.NextDouble() - 0.5)).ToArray();
        string[] ids = [.. Enumerable.Range(0, Count).Select(i => $"p{i}")];
        EmbeddingFile.Write(_folder[name], ids, values, 3);
        using (var file = ParquetFile.Open(_folder[name]))
            Assert.Equal([8192, 8192, 3616], file.RowCounts);
        var read = EmbeddingFile.Read(_folder[name]);
        Assert.Equal(ids, read.Ids);
        Assert.Equal(values, read.Values.Select(value => (float)value));
    }

    [Fact]
    public void Should_list_every_id_without_a_counterpart()
    {
        Protein[] proteins = [new("NP_1.1", "M"), new("x", "M"), new("y", "M")];
        Assert.Equal(
            ["2 proteins have no vector: x, y.", "2 vectors belong to none of the proteins: a/b, c."],
            EmbeddingFile.Read(Foreign("duck-wide")).For(proteins).Remarks
        );
    }

    /// <summary>Of several columns the one with a known name is taken, of one whatever it is called; other types do not count.</summary>
    [Fact]
    public async Task Should_choose_columns_by_name_and_type()
    {
        await Write(
            Text("organism", "x", "y"),
            Text("Accession", "a", "b"),
            List(
                "other",
                [
                    [1],
                    [2],
                ]
            ),
            List(
                "Embedding",
                [
                    [3, 4],
                    [5, 6],
                ]
            )
        );
        var read = EmbeddingFile.Read(Path);
        Assert.Equal(["a", "b"], read.Ids);
        Assert.Equal([3, 4, 5, 6], read.Values.Select(value => (float)value));
        await Write(Text("gene", "a b", "c"), Whole("length", 10, 20), Column("score", 1, 2.5));
        read = EmbeddingFile.Read(Path);
        Assert.Equal((1, "a", "c"), (read.Width, read.Ids[0], read.Ids[1]));
    }

    [Fact]
    public async Task Should_say_what_is_missing()
    {
        await Write(Column("0", 1), Column("1", 2));
        AssertFails("no column holds protein ids as text; it has 0 (Number), 1 (Number). Add a column 'id' of texts.");
        await Write(Text("id", "a"));
        AssertFails("no column holds vectors; it has id (Text). Write a list of floating-point numbers per protein, or a column");
        await Write(Text("x", "a"), Text("y", "b"), Column("0", 1));
        AssertFails("it has 2 columns of texts (x, y), and none is called id, ids, protein_id. Name that of the ids 'id'.");
        await Write(
            Text("id", "a"),
            List(
                "x",
                [
                    [1],
                ]
            ),
            List(
                "y",
                [
                    [1],
                ]
            )
        );
        AssertFails("it has 2 columns of lists (x, y), and none is called embedding, embeddings, vector. Name that of the vectors");
        await Write(
            Text("id", "a", "b"),
            List(
                "v",
                [
                    [1, 2],
                    [3],
                ]
            )
        );
        AssertFails("the vector of protein 'b' has 1 numbers, and that of 'a' has 2; all must be of one model, layer and pooling.");
        await Write(
            Text("id", "a", "b"),
            List(
                "v",
                [
                    [1, 2],
                    [],
                ]
            )
        );
        AssertFails("the vector of protein 'b' is missing or empty. Embed that protein again, or leave the row out.");
        await Write(
            Text("id", "a", "b"),
            List(
                "v",
                [
                    [1, 2],
                    [3, null],
                ]
            )
        );
        AssertFails("column 'v' lacks a number in row 2. Embed that protein again, or leave the row out.");
        await Write(Text("id", "a", "b"), Column("0", 1, null));
        AssertFails("column '0' lacks a number in row 2. Embed that protein again, or leave the row out.");
        await Write(Text("id", "a", null), Column("0", 1, 2));
        AssertFails("vector 1 has no protein id");
        await Write(Text("id", "a", "a"), Column("0", 1, 2));
        AssertFails("protein 'a' has two vectors (rows 0 and 1)");
        await Write(Text("id", "a", "b"), Column("0", 1, 1e6));
        AssertFails("the vector of protein 'b' holds 1000000; vectors are kept in half precision");
        await Write(Text("id"), Column("0"));
        AssertFails("holds no vectors; embed at least one protein.");
    }

    /// <summary>Any byte may be any other, above all the one that ends the footer, and the file may end anywhere.</summary>
    [Theory]
    [InlineData("arrow-list")]
    [InlineData("duck-array")]
    [InlineData("duck-wide")]
    public void Should_refuse_damaged_files_in_one_line(string name)
    {
        var whole = File.ReadAllBytes(Foreign(name));
        var random = new SeededRandom(6);
        var refused = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var bytes = trial % 4 == 0 ? whole[..random.Next(whole.Length)] : (byte[])whole.Clone();
            if (trial % 4 > 0)
                bytes[trial % 4 == 1 ? bytes.Length - 9 - random.Next(4) : random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(Path, bytes);
            try
            {
                Assert.True(EmbeddingFile.Read(Path).Count > 0);
            }
            catch (GlmException exception)
            {
                refused++;
                Assert.Contains("v.parquet: ", exception.Message);
                Assert.DoesNotContain('\n', exception.Message);
                Assert.True(exception.Message.Length < 700 + _folder.Path.Length, exception.Message);
            }
        }
        Assert.True(refused > 100, $"{refused}");
    }

    private string Path => _folder["v.parquet"];

    private static string Foreign(string name) => Repository.PathOf("tests", "Glm.Tests", "Proteins", "Parquet", name + ".parquet");

    private void AssertFails(string message)
    {
        var error = Assert.Throws<GlmException>(() => EmbeddingFile.Read(Path)).Message;
        Assert.Contains(message, error);
        Assert.DoesNotContain('\n', error);
    }

    private async Task Write(params (Field Field, Func<ParquetRowGroupWriter, Task> Write)[] columns)
    {
        await using var stream = File.Create(Path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream);
        using var group = writer.CreateRowGroup();
        foreach (var column in columns)
            await column.Write(group);
    }

    private static (Field, Func<ParquetRowGroupWriter, Task>) Text(string name, params string?[] values)
    {
        var field = new DataField<string>(name);
        return (field, group => group.WriteAsync(field, values));
    }

    private static (Field, Func<ParquetRowGroupWriter, Task>) Column(string name, params double?[] values)
    {
        var field = new DataField<double?>(name);
        return (field, group => group.WriteAsync<double>(field, values));
    }

    private static (Field, Func<ParquetRowGroupWriter, Task>) Whole(string name, params int[] values)
    {
        var field = new DataField<int>(name);
        return (field, group => group.WriteAsync<int>(field, values));
    }

    private static (Field, Func<ParquetRowGroupWriter, Task>) List(string name, float?[][] rows)
    {
        var element = new DataField<float?>("element");
        var (values, defined, starts) = (new List<float>(), new List<int>(), new List<int>());
        foreach (var row in rows)
        {
            if (row.Length == 0)
                (defined, starts) = ([.. defined, 1], [.. starts, 0]);
            for (var i = 0; i < row.Length; i++)
            {
                (defined, starts) = ([.. defined, row[i] is null ? 2 : 3], [.. starts, i == 0 ? 0 : 1]);
                if (row[i] is { } value)
                    values.Add(value);
            }
        }
        return (new ListField(name, element), group =>
            group.WriteAllPartsAsync<float>(element, values.ToArray(), defined.ToArray(), starts.ToArray(), CancellationToken.None)
        );
    }
}
