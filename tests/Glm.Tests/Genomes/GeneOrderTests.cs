using Glm.Genomes;
using Glm.Runtime;
using Glm.Tests.Analysis.Neighbourhood;

namespace Glm.Tests.Genomes;

public sealed class GeneOrderTests
{
    [Fact]
    public void Should_number_genes_and_distinct_sequences()
    {
        var set = FamilyGenomes.Set("A+ B- | C+", "A+");
        var proteins = new Dictionary<string, Protein>(set.Proteins) { ["g1_0_0"] = new("g1_0_0", set.Proteins["g0_0_1"].Sequence) };
        set = new ScaffoldSet("test", set.Genomes, proteins, [], []);
        var order = GeneOrder.Of(set);
        Assert.Equal((4, 3, 3, 2), (order.GeneCount, order.ProteinCount, order.ScaffoldCount, order.GenomeCount));
        Assert.Equal([0, 1, 2, 1], Enumerable.Range(0, 4).Select(order.ProteinOf));
        Assert.Equal([1, 3], order.GenesOf(1).ToArray());
        Assert.Equal([Strand.Forward, Strand.Reverse, Strand.Forward, Strand.Forward], Enumerable.Range(0, 4).Select(order.StrandOf));
        Assert.Equal([0, 0, 1, 2], Enumerable.Range(0, 4).Select(order.ScaffoldOf));
        Assert.Equal([0, 0, 0, 1], Enumerable.Range(0, 4).Select(order.GenomeOf));
        Assert.Equal([0, 1], order.ScaffoldsOf(0).ToArray());
        Assert.Equal((3, 1), (order.GeneCountOfGenome(0), order.GeneCountOfGenome(1)));
        Assert.Equal((2, -1), (order.FindScaffold("g1", "g1_0"), order.FindScaffold("g0", "g1_0")));
        Assert.Equal("Phylum1", order.LineageOf(1)![TaxonomicRank.Phylum]);
        Assert.Null(order.StartOf(0));
        Assert.Equal(["g0_0_0", "g0_0_1", "g0_1_0"], GeneOrder.DistinctProteins(set).Select(protein => protein.Id));
    }

    [Fact]
    public void Should_know_bases_where_the_source_does()
    {
        var set = FamilyGenomes.Set("A+ B+");
        var scaffold = set.Scaffolds[0];
        Gene[] genes = [scaffold.Genes[0] with { Start = 5, End = 40 }, scaffold.Genes[1]];
        var genome = set.Genomes[0] with { Scaffolds = [scaffold with { Genes = genes }] };
        var order = GeneOrder.Of(new ScaffoldSet("test", [genome], set.Proteins, [], []));
        Assert.Equal((5, 40), (order.StartOf(0), order.EndOf(0)));
        Assert.Null(order.StartOf(1));
    }

    [Theory]
    [InlineData("A+ B+ C+ | D+", 1, 1, 2)]
    [InlineData("A+ B+ C+ | D+", 2, 1, -1)]
    [InlineData("A+ B+ C+ | D+", 3, -1, -1)]
    [InlineData("oA+ B+ C+ | D+", 2, 1, 0)]
    [InlineData("oA+ B+ C+ | D+", 0, -2, 1)]
    [InlineData("oA+ B+ C+ | D+", 1, 3, -1)] // once around
    [InlineData("D+ | oA+ B+ C+", 1, -1, 3)]
    [InlineData("oA+", 0, 1, -1)]
    public void Should_step_along_a_scaffold_and_never_off_it(string genome, int gene, int places, int expected) =>
        Assert.Equal(expected, GeneOrder.Of(FamilyGenomes.Set(genome)).Step(gene, places));

    [Fact]
    public void Should_leave_out_genomes_and_keep_the_numbers_of_proteins()
    {
        var order = GeneOrder.Of(FamilyGenomes.Set("A+ B-", "oC- D+", "E+"));
        var part = order.Where(genome => genome != 0);
        Assert.Equal((3, 5, 2, 2), (part.GeneCount, part.ProteinCount, part.ScaffoldCount, part.GenomeCount));
        Assert.Equal([2, 3, 4], Enumerable.Range(0, 3).Select(part.ProteinOf));
        Assert.Equal((Strand.Reverse, "g1", true), (part.StrandOf(0), part.GenomeId(0), part.IsCircular(0)));
        Assert.Equal(order.LineageOf(2), part.LineageOf(1));
        Assert.Empty(part.GenesOf(0).ToArray());
    }

    [Fact]
    public void Should_say_which_gene_has_no_protein()
    {
        var set = FamilyGenomes.Set("A+ B+");
        var empty = new ScaffoldSet("test", set.Genomes, new Dictionary<string, Protein>(), [], []);
        var error = Assert.Throws<GlmException>(() => GeneOrder.Of(empty));
        Assert.Equal(
            "test: gene 'g0_0_0' of scaffold 'g0_0' has no protein 'g0_0_0'; every gene of a neighbourhood needs one. Add it to the "
                + "proteins of the set.",
            error.Message
        );
    }
}
