using Glm.Analysis.Operons;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Tests.Analysis.Operons;

public sealed class OperonTruthTests
{
    private static readonly ScaffoldSet Set = OperonSamples.Set("a+", "b+", "c+", "d-");

    private static bool?[] Labels(OperonTruth truth) => [.. GenePairs.Of(Set).Select(pair => truth.Label(pair.First, pair.Second))];

    [Fact]
    public void Should_leave_unknown_what_is_not_named()
    {
        var truth = OperonSamples.Truth(Set, ("a", "1"), ("b", "1"), ("c", null), ("z", "2"));
        Assert.Equal([true, false, null], Labels(truth));
        Assert.Equal((3, 1, 4), (truth.Genes, truth.UnmatchedRows, truth.Rows));
        Assert.Equal(["z"], truth.Unmatched);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("taga", "tagb")]
    [InlineData("p_a.1", "p_b.1")]
    [InlineData("p_a", "p_b")]
    [InlineData("syma", "symb")]
    public void Should_find_genes_by_any_name(string first, string second) =>
        Assert.Equal(true, Labels(OperonSamples.Truth(Set, (first, "1"), (second, "1")))[0]);

    [Fact]
    public void Should_join_genes_that_share_any_operon()
    {
        var truth = OperonSamples.Truth(Set, ("a", "long"), ("b", "long"), ("b", "short"), ("c", "short"), ("d", "other"));
        Assert.Equal([true, true, false], Labels(truth));
        Assert.Equal("long", truth.OperonOf(Set.Scaffolds[0].Genes[0], Set.Scaffolds[0].Genes[1]));
    }

    [Fact]
    public void Should_read_pairs_in_either_order()
    {
        var truth = OperonTruth.Of(
            Set,
            new OperonAnnotation("p", "pairs", [], [new LabelledGenePair("b", "a", true, 1), new LabelledGenePair("c", "d", false, 2)])
        );
        Assert.Equal([true, null, false], Labels(truth));
    }

    [Fact]
    public void Should_refuse_a_pair_that_is_labelled_both_ways()
    {
        var pairs = new[] { new LabelledGenePair("a", "b", true, 2), new LabelledGenePair("b", "a", false, 5) };
        Assert.Equal(
            "p:5: 'b' and 'a' are labelled nonoperonic here and otherwise before. Remove one of the rows.",
            Assert.Throws<GlmException>(() => OperonTruth.Of(Set, new OperonAnnotation("p", "pairs", [], pairs))).Message
        );
    }

    [Fact]
    public void Should_pair_rows_with_genes_of_one_symbol_in_their_order()
    {
        var genes = Set.Scaffolds[0].Genes.Select((gene, i) => gene with { Name = i < 2 ? "insA" : gene.Name });
        var set = new ScaffoldSet("s", [new Genome("G1", [Set.Scaffolds[0] with { Genes = [.. genes] }], null)], Set.Proteins, [], []);
        var pair = GenePairs.Of(set)[0];
        Assert.True(OperonSamples.Truth(set, ("insA", "1"), ("insA", "1")).Label(pair.First, pair.Second));
        var ambiguous = OperonSamples.Truth(set, ("insA", "1"), ("symc", "1"));
        Assert.Null(ambiguous.Label(pair.First, pair.Second));
        Assert.Equal(["insA"], ambiguous.Ambiguous);
    }

    [Fact]
    public void Should_say_that_nothing_matches() =>
        Assert.Equal(
            "truth.tsv: none of its 2 rows names a gene of sample; it names 'x', 'y', and the genes are called 'a', 'b', 'c'. Use "
                + "gene ids, locus tags, protein ids or symbols of these genomes.",
            Assert.Throws<GlmException>(() => OperonSamples.Truth(Set, ("x", "1"), ("y", "1"))).Message
        );

    [Fact]
    public void Should_take_what_genes_carry()
    {
        Assert.Null(OperonTruth.Of(Set));
        var set = OperonSamples.Set("a+=thr", "b+=thr", "c+");
        Assert.Equal([true, false], GenePairs.Of(set).Select(pair => OperonTruth.Of(set)!.Label(pair.First, pair.Second)));
    }
}
