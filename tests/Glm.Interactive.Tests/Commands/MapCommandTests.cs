using Glm.Analysis.Embeddings;

namespace Glm.Interactive.Tests.Commands;

public sealed class MapCommandTests : IDisposable
{
    private const string WindowColumns = "domain, phylum, class, order, taxonomic-family, genus, species, genome, scaffold";

    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", EmbeddingLevel.Window, "class")]
    [InlineData("--level window --color genus", EmbeddingLevel.Window, "genus")]
    [InlineData("--level gene --color strand --method pca", EmbeddingLevel.Gene, "strand")]
    [InlineData("--level genome --color PHYLUM", EmbeddingLevel.Genome, "phylum")]
    public async Task Should_lay_out_one_point_for_each_of_the_level(string arguments, EmbeddingLevel level, string column)
    {
        var shown = await _bench.WithContext().Show("#!glm map " + arguments);
        var map = _bench.Variable<EmbeddingMap>("embeddingMap");
        var points = level switch
        {
            EmbeddingLevel.Gene => ContextBench.Context.GeneCount,
            EmbeddingLevel.Window => ContextBench.Context.Windows.Count,
            _ => CommandBench.Scaffolds.Genomes.Count,
        };
        Assert.Equal((level, column, points, points), (map.Level, map.ColorColumn, map.Ids.Count, map.Contextual.X.Length));
        Assert.Contains(column, shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_name_the_result_and_take_the_context_by_name()
    {
        _bench.WithScaffolds();
        _bench.Host.Variables["mine"] = ContextBench.Context;
        await _bench.Run("#!glm map --context mine --as plane");
        Assert.Equal(ContextBench.Context.Windows.Count, _bench.Variable<EmbeddingMap>("plane").Ids.Count);
    }

    [Theory]
    [InlineData(
        "--color nonsense",
        $"A map cannot be coloured by 'nonsense': there is no such column. At the window level there are {WindowColumns}."
    )]
    [InlineData(
        "--color <script>",
        $"A map cannot be coloured by '<script>': there is no such column. At the window level there are {WindowColumns}."
    )]
    [InlineData(
        "--color strand",
        $"A map of windows cannot be coloured by 'strand': a window has more than one. Colour by one of {WindowColumns}, or use "
            + $"--level gene."
    )]
    [InlineData("--level species", "#!glm map: --level must be gene, window or genome, not 'species'.")]
    [InlineData("--method umap", "#!glm map: --method must be pca, not 'umap'.")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Equal(message, await _bench.WithContext().Refused("#!glm map " + arguments));

    [Fact]
    public async Task Should_want_a_context_first() =>
        Assert.Equal(
            "#!glm map: it needs contextual embeddings (ContextEmbeddings), and no command has made any yet. Run #!glm "
                + "contextualize first, or name a C# variable by --context NAME.",
            await _bench.Refused("#!glm map")
        );
}
