using Glm.Analysis.Operons;

namespace Glm.Tests.Analysis.Operons;

public sealed class GenePairsTests
{
    private static string[] Names(IEnumerable<GenePair> pairs) => [.. pairs.Select(pair => $"{pair.First.Id}{pair.Second.Id}")];

    [Fact]
    public void Should_pair_neighbours_with_their_distance()
    {
        var pairs = GenePairs.Of(OperonSamples.Set("a+:1-90", "b+:87-200", "c-:301-400", "d-:401-500"));
        Assert.Equal(["ab", "bc", "cd"], Names(pairs));
        Assert.Equal([-4, 100, 0], pairs.Select(pair => pair.Distance));
        Assert.Equal([true, false, true], pairs.Select(pair => pair.IsSameStrand));
        Assert.Equal([(0, 1), (1, 2), (2, 3)], pairs.Select(pair => (pair.FirstNumber, pair.SecondNumber)));
    }

    [Fact]
    public void Should_take_a_pseudogene_for_a_gene_unless_the_truth_passes_it_over()
    {
        var set = OperonSamples.Set("a+:1-90", "x+~:95-120", "b+:130-200", "c+:210-300", "y-~:310-400");
        var all = GenePairs.Of(set);
        Assert.Equal(["ax", "xb", "bc", "cy"], Names(all));
        Assert.Equal([false, false, true, false], all.Select(pair => pair.HasProteins));
        Assert.Equal(["ab", "bc"], Names(GenePairs.Of(set, OperonSamples.Truth(set, ("a", "1"), ("b", "1"), ("c", null)))));
        Assert.Equal(
            ["ax", "xb", "bc"],
            Names(GenePairs.Of(set, OperonSamples.Truth(set, ("a", "1"), ("x", "1"), ("b", "1"), ("c", null))))
        );
    }

    [Fact]
    public void Should_know_no_distance_without_coordinates() =>
        Assert.All(GenePairs.Of(OperonSamples.Set("a+", "b+", "c-")), pair => Assert.Null(pair.Distance));

    [Fact]
    public void Should_have_no_pair_of_one_gene() => Assert.Empty(GenePairs.Of(OperonSamples.Set("a+")));
}
