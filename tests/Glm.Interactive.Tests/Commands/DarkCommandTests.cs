using Glm.Analysis.Dark;
using Glm.Genomes;

namespace Glm.Interactive.Tests.Commands;

public sealed class DarkCommandTests : IDisposable
{
    private readonly CommandBench _bench = new CommandBench().WithContext();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_compare_genes_without_a_known_product()
    {
        var shown = await _bench.Show("#!glm dark --labels product --sample 100 --neighbours 3");
        var found = _bench.Variable<DarkGeneResult>("dark");
        Assert.Equal((100, 3, "product"), (found.Hidden, found.Options.Neighbours, found.LabelsOf));
        var genes = CommandBench.Scaffolds.Windows.SelectMany(window => window.Genes.ToArray()).Distinct();
        Assert.Equal(genes.Count(gene => gene.Product!.Contains("hypothetical", StringComparison.Ordinal)), found.Genes.Count);
        Assert.Contains(found.Conclusion, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_take_labels_words_and_a_gene_as_told()
    {
        var genes = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        _bench.With("mine", new GeneLabels("half", [.. Enumerable.Range(0, genes.Length).Select(gene => new[] { $"h{gene % 3}" })]));
        await _bench.Run("#!glm dark --labels mine --words thioredoxin,kinase");
        var found = _bench.Variable<DarkGeneResult>("dark");
        Assert.Equal(("half", true), (found.LabelsOf, found.DarkBy.Contains("'thioredoxin', 'kinase'", StringComparison.Ordinal)));
        Assert.Equal(found.Genes.Count, found.Checked);
        var one = found.Genes[^1].Gene.Id;
        await _bench.Run($"#!glm dark {one} --labels mine --words thioredoxin,kinase");
        Assert.Equal(one, Assert.Single(_bench.Variable<DarkGeneResult>("dark").Surroundings).GeneId);

        await _bench.Run("#!glm dark --labels operon --unlabelled");
        Assert.Equal(0, _bench.Variable<DarkGeneResult>("dark").Checked);
        // Nothing else is known of these genes.
        await _bench.Run("#!glm dark");
        Assert.Equal("product", _bench.Variable<DarkGeneResult>("dark").LabelsOf);
    }

    [Theory]
    [InlineData("#!glm dark nobody", "No gene in any window goes by 'nobody'")]
    [InlineData("#!glm dark --labels nothing", "dark: --labels is 'nothing', which is neither a variable")]
    [InlineData("#!glm dark --words zzz", "genes is dark", "other --words, or --unlabelled")]
    [InlineData("#!glm dark --sample 5", "--sample")]
    public async Task Should_say_what_is_wrong(string line, params string[] messages)
    {
        var refused = await _bench.Refused(line);
        Assert.All(messages, message => Assert.Contains(message, refused, StringComparison.Ordinal));
    }
}
