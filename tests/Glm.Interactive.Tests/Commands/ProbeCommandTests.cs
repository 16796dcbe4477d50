using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Commands;

public sealed class ProbeCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_probe_a_field_of_the_genes()
    {
        var shown = await _bench.WithModel().Show("#!glm probe product --min-count 20");
        var result = _bench.Variable<ProbeResult>("probe");
        Assert.Equal(("product", 3, 5), (result.Label, result.Layer, result.Folds.Count));
        Assert.Equal((FoldGrouping.Genome, 8, false), (result.Unit, result.Units, result.Folds.Leaks));
        Assert.Equal(5, result.Scores.Count);
        Assert.Contains(result.Conclusion, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_probe_labels_of_a_table()
    {
        var genes = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes);
        _bench.Folder.Write(
            "kinds.tsv",
            "gene\tkind\n" + string.Concat(genes.Select((gene, i) => $"{gene.Id}\t{(i % 2 == 0 ? "a" : "b")}\n"))
        );
        await _bench.WithModel().Run("#!glm labels kinds.tsv");
        await _bench.Run("#!glm probe labels --fold-count 2");
        Assert.Equal(["a", "b"], _bench.Variable<ProbeResult>("probe").Classes.Select(of => of.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Should_probe_labels_in_a_variable_and_obey_its_options()
    {
        var strands = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.Strand.ToString());
        _bench
            .WithModel()
            .Host.SetVariable("strands", new GeneLabels("strand", [.. strands.Select(strand => new[] { strand })]), typeof(GeneLabels));
        await _bench.Run("#!glm probe strands --layer all --probe mlp --folds window --fold-count 3 --seed 4 --as sweep");
        var result = _bench.Variable<ProbeResult>("sweep");
        Assert.Equal(
            ("strand", FoldGrouping.Window, 3, true),
            (result.Label, result.Folds.Grouping, result.Folds.Count, result.Folds.Leaks)
        );
        Assert.Equal((ProbeKind.Mlp, 4, true), (result.Options.Kind, result.Options.Seed, result.Options.AllLayers));
        Assert.Equal(4, result.Scores.Count(score => score.Representation == ProbeRepresentation.Contextual));
    }

    [Theory]
    [InlineData(
        "colour",
        "#!glm probe: --labels is 'colour', which is neither a variable with labels of genes (GeneLabels) nor a field that genes carry. "
            + "Use ec, ec1, cog, pfam, go, operon, product, family."
    )]
    [InlineData(
        "model",
        "#!glm probe: --labels names the variable 'model', and it holds no labels of genes (GeneLabels). Name one that does, or a field "
            + "that genes carry: ec, ec1, cog, pfam, go, operon, product, family."
    )]
    [InlineData("product --layer first", "#!glm probe: --layer must be last, all or a whole number, not 'first'.")]
    [InlineData("product --layer 4", "Layer 4 does not exist: this model has 0 (the embedding block) to 3, or -1 (the last) to -4.")]
    [InlineData(
        "product --folds genome --fold-count 9",
        "9 folds by genome need 9 or more genomes, and there are 8. Use at most 8 folds or another --folds, or load more."
    )]
    [InlineData("product --fold-count 1", "#!glm probe: --fold-count must be a whole number from 2 to 100, not '1'.")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Equal(message, await _bench.WithModel().Refused("#!glm probe " + arguments));

    [Fact]
    public async Task Should_say_what_genes_do_not_carry() =>
        Assert.StartsWith(
            $"None of the {CommandBench.Scaffolds.GeneCount} genes of simulated: 8 genomes, seed 7 carries 'ec1'. They carry operon, "
                + "product, family;",
            await _bench.WithModel().Refused("#!glm probe ec1"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Should_say_that_all_classes_are_too_small() =>
        Assert.EndsWith(
            "Use a smaller --min-count, or other labels.",
            await _bench.WithModel().Refused("#!glm probe product --min-count 5000"),
            StringComparison.Ordinal
        );
}
