using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Interactive.Tests.Commands;

public sealed class MapCommandTests : IDisposable
{
    private const string WindowColumns = "domain, phylum, class, order, taxonomic-family, genus, species, genome, scaffold, length";

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
    [InlineData("--level species", "#!glm map: --level must be gene, window, scaffold or genome, not 'species'.")]
    [InlineData("--method som", "#!glm map: --method must be pca, umap or tsne, not 'som'.")]
    [InlineData(
        "--method umap --level genome --neighbors 40",
        "There are 8 points, and neighbourhoods of 40 need more points than that. Use --neighbors 4 or --method pca, or map more points."
    )]
    [InlineData(
        "--method tsne --level genome",
        "--perplexity 30 for 8 points: it must be less than the number of points. Use --perplexity 2 or --method pca, or map more points."
    )]
    [InlineData(
        "--color words",
        "--color names the variable 'words', and it holds neither labels of genes (GeneLabels) nor numbers (double[]). Name one that "
            + "does, or one of domain, phylum, class, order, taxonomic-family, genus, species, genome, scaffold, length, strand, "
            + "protein-family, operon, product, name."
    )]
    [InlineData("--color few", "'few' has 2 numbers, and the map has WINDOWS points. Colours need one number per point, in their order.")]
    [InlineData(
        "--select nothing",
        "--select names 'nothing', and there is neither a file nor a C# variable of that name. Name a table whose first column has ids, "
            + "as the button below a map saves it, or a string[]."
    )]
    [InlineData("--select few", "--select names the variable 'few', and it holds no list of ids. Name a string[].")]
    [InlineData("--family mcrA --level window", "--family mcrA: families are of genes, and this map is of windows. Use --level gene.")]
    public async Task Should_say_what_is_wrong(string arguments, string message)
    {
        _bench.Host.Variables["words"] = "words";
        _bench.Host.Variables["few"] = new[] { 1.0, 2.0 };
        message = message.Replace("WINDOWS", $"{ContextBench.Context.Windows.Count}", StringComparison.Ordinal);
        Assert.Equal(message, await _bench.WithContext().Refused("#!glm map " + arguments));
    }

    [Theory]
    [InlineData("umap", "--neighbors 10 --min-dist 0.3 --metric cosine --seed 4", "10 neighbours, least distance 0.3, cosine, seed 4")]
    [InlineData("tsne", "--perplexity 12 --seed 4", "perplexity 12, euclidean, seed 4")]
    public async Task Should_lay_out_by_neighbourhoods(string method, string arguments, string settings)
    {
        var shown = await _bench.WithContext().Show($"#!glm map --method {method} --level gene --color strand {arguments}");
        var map = _bench.Variable<EmbeddingMap>("embeddingMap");
        Assert.Equal((method, settings), (map.Method, map.Settings));
        Assert.Contains(settings, shown.Plain);
        Assert.Contains("trustworthiness 0.", shown.Plain);
    }

    [Fact]
    public async Task Should_colour_by_labels_and_numbers_in_variables()
    {
        var set = CommandBench.Scaffolds;
        _bench.WithContext();
        _bench.Host.Variables["essential"] = new GeneLabels(
            "essential",
            [.. Enumerable.Range(0, set.GeneCount).Select(i => (IReadOnlyList<string>)(i % 2 == 0 ? ["yes"] : []))]
        );
        _bench.Host.Variables["sizes"] = Enumerable.Range(0, set.GeneCount).ToArray();
        await _bench.Run("#!glm map --level gene --color essential");
        Assert.Equal(["", "yes"], _bench.Variable<EmbeddingMap>("embeddingMap").Colors.Distinct().Order());
        await _bench.Run("#!glm map --level gene --color sizes");
        Assert.Equal(ContextBench.Context.GeneCount, _bench.Variable<EmbeddingMap>("embeddingMap").ColorValues!.Count);
    }

    [Fact]
    public async Task Should_take_a_word_of_its_own_for_a_column_whatever_variables_there_are()
    {
        _bench.Host.Variables["family"] = "mine";
        await _bench.WithContext().Run("#!glm map --level gene --color family");
        Assert.Equal("protein-family", _bench.Variable<EmbeddingMap>("embeddingMap").ColorColumn);
    }

    [Fact]
    public async Task Should_mark_what_a_saved_table_or_a_variable_lists()
    {
        var ids = ContextBench.Context.Windows[0].Genes.Take(2).Select(gene => gene.Id).ToArray();
        using var files = new TemporaryFolder();
        var table = files.Write("selected genes.tsv", $"id\n{ids[0]}\n{ids[1]}\n");
        _bench.Host.Variables["mine"] = ids;
        foreach (var source in new[] { $"\"{table}\"", "mine" })
        {
            await _bench.WithContext().Run($"#!glm map --level gene --select {source}");
            var map = _bench.Variable<EmbeddingMap>("embeddingMap");
            Assert.Equal(ids, map.Selected.Select(point => map.Keys[point]).Distinct());
        }
    }

    [Fact]
    public async Task Should_map_the_genes_of_a_family()
    {
        var family = ContextBench
            .Context.Windows.SelectMany(window => window.Genes)
            .Select(gene => gene.Family)
            .OfType<string>()
            .CountBy(family => family)
            .MaxBy(pair => pair.Value)
            .Key;
        var shown = await _bench.WithContext().Show($"#!glm map --family {family}");
        var map = _bench.Variable<EmbeddingMap>("embeddingMap");
        Assert.Equal((EmbeddingLevel.Gene, family), (map.Level, map.Family));
        Assert.Contains("The first two principal axes hold", shown.Plain);
    }

    [Fact]
    public async Task Should_want_a_context_first() =>
        Assert.Equal(
            "#!glm map: it needs contextual embeddings (ContextEmbeddings), and no command has made any yet. Run #!glm "
                + "contextualize or #!glm pst first, or name a C# variable by --context NAME.",
            await _bench.Refused("#!glm map")
        );
}
