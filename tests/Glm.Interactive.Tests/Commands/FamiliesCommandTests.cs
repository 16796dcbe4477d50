using Glm.Analysis.Families;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Commands;

public sealed class FamiliesCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_cluster_the_scaffolds_and_label_their_genes()
    {
        var shown = await _bench.WithScaffolds().Show("#!glm families --search built-in --identity 0.5");
        var families = _bench.Variable<GeneFamilies>("families");
        Assert.Equal(CommandBench.Scaffolds.GeneCount, families.GeneCounts.Sum());
        Assert.Contains("scaffoldsWithFamilies", shown.Plain, StringComparison.Ordinal);
        Assert.Contains("Core: families in all 8 genomes", shown.Plain, StringComparison.Ordinal);
        // The simulator knows the families; those that are distant relatives of each other are below this identity.
        var genes = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToList();
        var pure = genes
            .Select((gene, i) => (gene.Family, Found: families.FamilyOf(i)))
            .GroupBy(gene => gene.Found)
            .Sum(family => family.CountBy(gene => gene.Family!).Max(pair => pair.Value));
        Assert.InRange(pure, 0.95 * genes.Count, genes.Count);
        Assert.InRange(families.Count, 1, genes.Count / 3);
    }

    [Fact]
    public async Task Should_let_other_commands_colour_by_the_families()
    {
        await _bench.WithScaffolds().Run("#!glm families --search built-in");
        var labelled = _bench.Variable<ScaffoldSet>("scaffoldsWithFamilies");
        Assert.Equal("scaffoldsWithFamilies", _bench.Session.CurrentVariable<ScaffoldSet>());
        Assert.Same(CommandBench.Scaffolds, _bench.Host.Variables["scaffolds"]);
        var shown = await _bench.Show("#!glm show --color family");
        var gene = labelled.Scaffolds[0].Genes.First(gene => gene.Family is not null);
        Assert.StartsWith("F", gene.Family, StringComparison.Ordinal);
        Assert.Contains($"family: {gene.Family}", shown.Parts[MimeBundle.Svg], StringComparison.Ordinal);
        Assert.Same(labelled.Scaffolds[0], _bench.Variable<SyntenyMap>("region").Tracks[0].Region.Scaffold);
        // Repeating it takes the same variable.
        await _bench.Run("#!glm families --search built-in --identity 0.9");
        Assert.DoesNotContain("scaffoldsWithFamiliesWithFamilies", _bench.Host.Variables.Keys);
    }

    [Fact]
    public async Task Should_cluster_a_corpus_without_labelling_anything()
    {
        Glm.Formats.SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["set"]);
        await _bench.Run("#!glm load set --corpus mine");
        await _bench.Run("#!glm families --from mine --search built-in --as found");
        Assert.InRange(_bench.Variable<GeneFamilies>("found").Count, 10, 1000);
        Assert.DoesNotContain(_bench.Host.Variables.Values, value => value is ScaffoldSet);
        await _bench.Run("#!glm export found --out families.tsv");
        Assert.StartsWith("family\tproduct", File.ReadLines(_bench.Folder["families.tsv"]).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--identity 1.5", "--identity")]
    [InlineData("--from nowhere", "nowhere")]
    [InlineData("--from scaffolds --scaffolds scaffolds", "--scaffolds")]
    public async Task Should_refuse_what_makes_no_sense(string arguments, string message) =>
        Assert.Contains(message, await _bench.WithScaffolds().Refused("#!glm families " + arguments), StringComparison.Ordinal);
}
