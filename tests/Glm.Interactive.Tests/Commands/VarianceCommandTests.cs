using Glm.Analysis.Variance;
using Glm.Genomes;

namespace Glm.Interactive.Tests.Commands;

public sealed class VarianceCommandTests : IDisposable
{
    private readonly CommandBench _bench = new CommandBench().WithContext();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_compare_the_families_that_genes_carry()
    {
        var shown = await _bench.Show("#!glm variance --min-occurrences 4 --tail 0.2");
        var found = _bench.Variable<FamilyVarianceResult>("variance");
        Assert.Equal((4, 0.2), (found.Options.MinOccurrences, found.Options.Tail));
        Assert.Equal("the families that the genes carry", found.FamiliesBy);
        Assert.Equal(CommandBench.Scaffolds.GeneCount, found.Occurrences + found.Left.Values.Sum());
        Assert.Contains(found.Conclusion, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_take_families_and_terms_from_variables_and_fields()
    {
        _bench.With(
            "mine",
            new GeneLabels("half", [.. Enumerable.Range(0, CommandBench.Scaffolds.GeneCount).Select(gene => new[] { $"h{gene % 7}" })])
        );
        await _bench.Run("#!glm variance mine --terms product --mobile kinase,ligase");
        var found = _bench.Variable<FamilyVarianceResult>("variance");
        Assert.Equal(7, found.Families.Count);
        Assert.Equal(["kinase", "ligase"], found.Options.MobileWords);
        Assert.Equal("labels 'product'", found.TermsOf);

        await _bench.Run("#!glm families --search built-in");
        await _bench.Run("#!glm variance families --scaffolds scaffolds");
        Assert.Equal("the labels 'families'", _bench.Variable<FamilyVarianceResult>("variance").FamiliesBy);
    }

    [Theory]
    [InlineData("#!glm variance nothing", "--families is 'nothing', which is neither a variable")]
    [InlineData("#!glm variance context", "--families names the variable 'context', and it holds neither")]
    [InlineData("#!glm variance ec", "carries 'ec'")]
    [InlineData("#!glm variance --terms nothing", "--terms is 'nothing'")]
    [InlineData("#!glm variance --mobile ,", "--mobile is empty")]
    [InlineData("#!glm variance --min-occurrences 100000", "100000 occurrences or more", "smaller --min-occurrences")]
    [InlineData("#!glm variance --tail 0.7", "--tail")]
    public async Task Should_say_what_is_wrong(string line, params string[] messages)
    {
        var refused = await _bench.Refused(line);
        Assert.All(messages, message => Assert.Contains(message, refused, StringComparison.Ordinal));
    }
}
