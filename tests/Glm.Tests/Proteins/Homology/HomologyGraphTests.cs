using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Tests.Proteins.Homology;

public sealed class HomologyGraphTests
{
    private static readonly int[] Lengths = [100, 100, 200, 50];

    private static HomologyHit Hit(int query, int target, float bits = 100, double eValue = 1e-20, int length = 50, int matches = 25) =>
        new(query, target, bits, eValue, matches, length, 0, length, 0, length);

    [Fact]
    public void Should_have_each_edge_at_both_ends_with_its_strongest_alignment()
    {
        var graph = HomologyGraph.Within(
            "test",
            Lengths,
            [
                [Hit(0, 1, 80), Hit(0, 0, 300)],
                [Hit(1, 0, 90, matches: 40), Hit(3, 1, 60)],
            ]
        );
        Assert.Equal([1], graph.TargetsOf(0).ToArray());
        Assert.Equal([0, 3], graph.TargetsOf(1).ToArray());
        Assert.Equal([1], graph.TargetsOf(3).ToArray());
        Assert.Empty(graph.TargetsOf(2).ToArray());
        Assert.Equal([90f], graph.BitScoresOf(0).ToArray());
        Assert.Equal([90f, 60f], graph.BitScoresOf(1).ToArray());
        Assert.Equal((Half)0.8, graph.IdentitiesOf(0)[0]);
        Assert.Equal((2, 3), (graph.EdgeCount, graph.CountLinked()));
    }

    [Fact]
    public void Should_leave_out_what_is_weak_or_covers_little()
    {
        // 50 residues are half of 100 and a quarter of 200.
        HomologyHit[] hits = [Hit(0, 2), Hit(0, 1, eValue: 1e-3), Hit(0, 3)];
        Assert.Equal([3], HomologyGraph.Within("test", Lengths, [hits]).TargetsOf(0).ToArray());
        var lax = new HomologyGraphOptions { MaxEValue = 1, MinCoverage = 0 };
        var graph = HomologyGraph.Within("test", Lengths, [hits], lax);
        Assert.Equal([1, 2, 3], graph.TargetsOf(0).ToArray());
        Assert.Equal([(Half)0.5, (Half)0.25, (Half)0.5], graph.CoveragesOf(0).ToArray());
    }

    [Fact]
    public void Should_lead_from_all_proteins_to_chosen_ones_and_from_these_to_themselves()
    {
        var graph = HomologyGraph.Within(
            "test",
            Lengths,
            [
                [Hit(0, 1, 80), Hit(0, 3, 70), Hit(1, 3, 60)],
            ]
        );
        var chosen = graph.Among([1, 2], protein => 1000 + protein);
        Assert.Equal((4, 2, false), (chosen.QueryCount, chosen.TargetCount, chosen.IsSymmetric));
        Assert.Equal([0], chosen.TargetsOf(0).ToArray());
        Assert.Equal([80f], chosen.BitScoresOf(0).ToArray());
        Assert.Equal([0], chosen.TargetsOf(1).ToArray());
        Assert.Equal([1001f], chosen.BitScoresOf(1).ToArray());
        Assert.Equal([1], chosen.TargetsOf(2).ToArray());
        Assert.Equal([Half.One], chosen.CoveragesOf(2).ToArray());
        Assert.Equal([60f], chosen.BitScoresOf(3).ToArray());
    }

    [Fact]
    public void Should_link_queries_to_targets()
    {
        var graph = HomologyGraph.Between(
            "test",
            [100],
            Lengths,
            [
                [Hit(0, 0), Hit(0, 3)],
            ]
        );
        Assert.Equal([0, 3], graph.TargetsOf(0).ToArray());
        Assert.Equal((1, 4, 2L), (graph.QueryCount, graph.TargetCount, graph.EdgeCount));
    }

    [Fact]
    public void Should_do_without_some_proteins()
    {
        var graph = HomologyGraph
            .Within(
                "test",
                Lengths,
                [
                    [Hit(0, 1), Hit(1, 3), Hit(0, 3)],
                ]
            )
            .Where(i => i != 1, i => i != 1);
        Assert.Equal([3], graph.TargetsOf(0).ToArray());
        Assert.Empty(graph.TargetsOf(1).ToArray());
        Assert.Equal(1, graph.EdgeCount);
    }

    [Theory]
    [InlineData(4, 0, 50)]
    [InlineData(-1, 0, 50)]
    [InlineData(0, 3, 51)]
    public void Should_refuse_a_hit_on_what_is_not_there(int query, int target, int length)
    {
        var mistake = Assert.Throws<GlmException>(() =>
            HomologyGraph.Within(
                "test",
                Lengths,
                [
                    [Hit(query, target, length: length)],
                ]
            )
        );
        Assert.StartsWith("test: a hit of protein", mistake.Message);
    }

    [Fact]
    public void Should_be_empty_for_nothing() => Assert.Equal(0, HomologyGraph.Within("test", [], []).EdgeCount);
}
