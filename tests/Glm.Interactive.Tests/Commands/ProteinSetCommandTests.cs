using Glm.Analysis.Embeddings;
using Glm.Analysis.Sets;
using Glm.Analysis.Taxonomy;
using Glm.Modeling.Sets;
using Glm.Proteins;
using Glm.Proteins.Sets;

namespace Glm.Interactive.Tests.Commands;

public sealed class ProteinSetCommandTests : IDisposable
{
    private const int Width = 16;

    /// <summary>A few numbers of each protein, so that models are small.</summary>
    private static readonly Lazy<ProteinVectors> Small = new(() =>
    {
        var all = CommandBench.Proteins;
        return new ProteinVectors(
            "small",
            all.Ids,
            Width,
            [.. Enumerable.Range(0, all.Count).SelectMany(row => all[row][..Width].ToArray())]
        );
    });

    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_train_save_and_read_again()
    {
        var shown = await Ready().Show("#!glm pst --train --epochs 2 --layers 1 --save m.safetensors");
        Assert.Contains("Trained for 2 epochs on 48 sets: loss ", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
        var trained = _bench.Variable<ProteinSetEmbeddings>("pst");
        Assert.Equal((8, 48), (trained.AllGenomes.Count, trained.Vectors.ScaffoldCount));
        Assert.Equal(CommandBench.Scaffolds.GeneCount, trained.GeneCount);

        await _bench.Run("#!glm pst --with m.safetensors --as again");
        Assert.Equal(trained.Vectors.Genomes, _bench.Variable<ProteinSetEmbeddings>("again").Vectors.Genomes);
        await _bench.Run("#!glm pst --as newest");
        Assert.Equal(trained.Vectors.Genomes, _bench.Variable<ProteinSetEmbeddings>("newest").Vectors.Genomes);
        await _bench.Run("#!glm pst --with setTransformer --fragment-size 5 --as pieces");
        Assert.True(_bench.Variable<ProteinSetEmbeddings>("pieces").Windows.Count > 48);
    }

    [Fact]
    public async Task Should_give_its_vectors_to_other_commands()
    {
        await Ready().Run("#!glm pst --train --epochs 1 --layers 1");
        var made = _bench.Variable<ProteinSetEmbeddings>("pst");
        var pooled = EmbeddingPooling.Pool(made, EmbeddingLevel.Genome);
        Assert.Equal(made.Vectors.Genomes, pooled.Contextual);
        Assert.Equal(made.Vectors.Scaffolds, EmbeddingPooling.Pool(made, EmbeddingLevel.Window).Contextual);

        await _bench.Run($"#!glm neighbors {made.AllGenomes[0].Id} --level genome --metric euclidean --top 1");
        Assert.Equal(
            made.AllGenomes[made.NearestGenomes(1)!.Indices[0]].Id,
            _bench.Variable<EmbeddingNeighbours>("neighbors").Nearest[0].Point.Key
        );
        await _bench.Run("#!glm map --level genome");
        Assert.Equal(8, _bench.Variable<EmbeddingMap>("embeddingMap").Ids.Count);
        await _bench.Run("#!glm taxonomy --rank phylum --folds random --fold-count 2");
        Assert.NotEmpty(_bench.Variable<TaxonomyResult>("taxonomy").Scores);
        await _bench.Run("#!glm export pst --out pst.npy");
        Assert.Equal(made.AllGenomes.Select(genome => genome.Id), File.ReadAllLines(_bench.Folder["pst.ids.txt"]));
        await _bench.Run("#!glm export pst --out pst.tsv");
        Assert.StartsWith(
            "genome\tscaffold\tgene\tname\tproduct\tstrand\tpooling\thead0\thead1",
            File.ReadLines(_bench.Folder["pst.tsv"]).First()
        );
    }

    [Fact]
    public async Task Should_read_and_write_graph_formatted_files()
    {
        await Ready().Run("#!glm pst --train --epochs 1 --layers 1 --write-input x.graphfmt.h5");
        await _bench.Run("#!glm pst --input x.graphfmt.h5 --as fromFile");
        var (direct, file) = (_bench.Variable<ProteinSetEmbeddings>("pst"), _bench.Variable<ProteinSetEmbeddings>("fromFile"));
        Assert.Equal(direct.Vectors.Genomes, file.Vectors.Genomes);
        Assert.Equal("genome_0", file.AllGenomes[0].Id);
        Assert.Equal(48, GraphFile.Read(_bench.Folder["x.graphfmt.h5"]).ScaffoldCount);
    }

    [Theory]
    [InlineData("", "#!glm pst: it needs a protein set transformer (ProteinSetTransformer), and no command has made any yet.")]
    [InlineData("--epochs 3", "#!glm pst: --epochs is for training. Add --train, or leave it out.")]
    [InlineData("--with m.ckpt --train --layers 2", "#!glm pst: --layers is for a fresh model, and --with names one.")]
    [InlineData("--train --save m.ckpt", "#!glm pst: --save m.ckpt must end in .safetensors.")]
    [InlineData("--train --heads 7", "--heads 7: 7 heads do not divide 24 numbers evenly")]
    [InlineData("--with proteins", "#!glm pst: --with names the variable 'proteins', and it holds no protein set transformer.")]
    [InlineData("--with nothing.ckpt", "nothing.ckpt: no such file")]
    [InlineData("--fragment-size 1", "#!glm pst: --fragment-size must be a whole number of at least 2, not '1'.")]
    [InlineData("--input x.h5 --proteins proteins", "--proteins")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Contains(message, await Ready().Refused("#!glm pst " + arguments));

    [Fact]
    public async Task Should_name_both_widths()
    {
        using var model = ProteinSetTransformer.Create(SetTransformerConfig.Of(20, 5, layers: 1));
        model.Save(_bench.Folder["m.safetensors"]);
        Assert.Contains(
            "its protein vectors have 16 numbers, and m.safetensors reads 20",
            await Ready().Refused("#!glm pst --with m.safetensors")
        );
    }

    private CommandBench Ready() => _bench.WithScaffolds().With("proteins", Small.Value);
}
