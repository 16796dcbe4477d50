using Glm.Analysis.Embeddings;
using Glm.Arrays.Npy;
using Glm.Arrays.SafeTensors;
using Glm.Genomes;
using Glm.Proteins;
using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;

namespace Glm.Interactive.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_write_the_genes_as_text()
    {
        _bench.WithScaffolds();
        var shown = await _bench.Show("#!glm export --out genes.tsv");
        var lines = File.ReadAllLines(_bench.Folder["genes.tsv"]);
        var table = CommandBench.Scaffolds.ToDataFrame();
        Assert.Equal(table.Columns.Select(column => column.Name), lines[0].Split('\t'));
        Assert.Equal(CommandBench.Scaffolds.GeneCount + 1, lines.Length);
        Assert.All(lines, line => Assert.Equal(table.Columns.Count, line.Split('\t').Length));
        Assert.Contains($"Wrote genes.tsv: tsv, {CommandBench.Scaffolds.GeneCount:N0} × {table.Columns.Count}", shown.Plain);
    }

    [Fact]
    public async Task Should_write_tables_as_Parquet_with_their_nulls()
    {
        _bench.Host.Variables["frame"] = new DataFrame(
            new StringDataFrameColumn("text", ["a\tb\n", null, "ü"]),
            new PrimitiveDataFrameColumn<int>("whole", [1, null, -3]),
            new PrimitiveDataFrameColumn<double>("real", [0.5, double.NaN, null]),
            new PrimitiveDataFrameColumn<bool>("truth", [true, null, false])
        );
        await _bench.Run("#!glm export frame --out frame.parquet");
        await using var reader = await ParquetReader.CreateAsync(
            _bench.Folder["frame.parquet"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(["text", "whole", "real", "truth"], reader.Schema.Fields.Select(field => field.Name));
        var texts = new string?[3];
        await group.ReadAsync(
            (DataField)reader.Schema.Fields[0],
            texts.AsMemory()!,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(["a\tb\n", null, "ü"], texts);
        var whole = new int?[3];
        await group.ReadAsync<int>(
            (DataField)reader.Schema.Fields[1],
            whole.AsMemory(),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal([1, null, -3], whole);

        await _bench.Run("#!glm export frame --out frame.txt --format tsv");
        Assert.Equal(
            ["text\twhole\treal\ttruth", "a b \t1\t0.5\tTrue", "\t\tNaN\t", "ü\t-3\t\tFalse"],
            File.ReadAllLines(_bench.Folder["frame.txt"])
        );
    }

    [Fact]
    public async Task Should_write_vectors_that_are_read_back()
    {
        _bench.Host.Variables["proteins"] = CommandBench.Proteins;
        await _bench.Run("#!glm export proteins --out made/vectors.npy");
        var back = EmbeddingFile.Read(_bench.Folder["made/vectors.npy"]);
        Assert.Equal(CommandBench.Proteins.Ids, back.Ids);
        Assert.Equal(CommandBench.Proteins.Values, back.Values);
        await _bench.Run("#!glm export proteins --out vectors.safetensors");
        using var tensors = SafeTensorsFile.Open(_bench.Folder["vectors.safetensors"]);
        Assert.Equal([CommandBench.Proteins.Count, CommandBench.Proteins.Width], tensors.Find("embeddings")!.Shape);
    }

    [Fact]
    public async Task Should_write_embeddings()
    {
        _bench.Host.Variables["context"] = ContextBench.Context;
        await _bench.Run("#!glm export context --out context.npy");
        Assert.Equal(ContextBench.Context.Contextual, NpyFile.Read(_bench.Folder["context.npy"]).ToSingle());
        Assert.Equal(ContextBench.Context.GeneCount, File.ReadAllLines(_bench.Folder["context.ids.txt"]).Length);
    }

    [Theory]
    [InlineData("scaffolds --out x.npy", "A ScaffoldSet cannot be written as npy, only as tsv or parquet.")]
    [InlineData("proteins --out x.tsv", "A ProteinVectors cannot be written as tsv, only as npy or safetensors.")]
    [InlineData(
        "scaffolds --out x.csv",
        "its ending '.csv' is not a known format. Use .tsv, .parquet, .gff3, .npy or .safetensors, or give --format."
    )]
    [InlineData("number --out x.tsv", "A value of type Int32 cannot be exported")]
    [InlineData("nothing --out x.tsv", "there is no C# variable 'nothing'")]
    public async Task Should_refuse_what_does_not_fit(string arguments, string message)
    {
        _bench.WithScaffolds();
        (_bench.Host.Variables["scaffolds"], _bench.Host.Variables["proteins"], _bench.Host.Variables["number"]) = (
            CommandBench.Scaffolds,
            CommandBench.Proteins,
            1
        );
        Assert.Contains(message, await _bench.Refused("#!glm export " + arguments));
        Assert.Empty(Directory.GetFiles(_bench.Folder.Path, "x.*"));
    }
}
