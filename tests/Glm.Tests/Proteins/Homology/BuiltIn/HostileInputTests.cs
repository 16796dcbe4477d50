using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;

namespace Glm.Tests.Proteins.Homology.BuiltIn;

/// <summary>Input that would take time or memory without bound in a careless search, or makes no sense.</summary>
public sealed class HostileInputTests
{
    private static readonly HomologyOptions Options = new() { Threads = 2 };

    [Fact]
    public void Should_bear_long_repeats()
    {
        var unit = "ACDEFGHIKLMNPQRSTVWY";
        var repeat = string.Concat(Enumerable.Repeat(unit, 1000));
        var longer = string.Concat(Enumerable.Repeat("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQ", 360));
        var hits = Search([repeat, longer, repeat[7..]], [repeat, longer]);
        Assert.Equal([0, 2, 1], hits.Select(hit => hit.Target));
        Assert.Equal(repeat.Length, hits[0].Matches);
        Assert.Equal(repeat.Length - 7, hits[1].Matches);
        Assert.Equal(longer.Length, hits[2].Matches);
    }

    [Fact]
    public void Should_find_nothing_in_one_residue_over_and_over() =>
        Assert.Empty(Search([new string('A', 20_000), new string('Q', 5000)], [new string('A', 20_000), new string('Q', 5000)]));

    [Fact]
    public void Should_find_nothing_in_unknown_residues() => Assert.Empty(Search([new string('X', 3000)], [new string('X', 3000)]));

    [Fact]
    public void Should_search_equal_proteins_once()
    {
        var random = new Random(1);
        var sequence = RandomProteins.Sequence(random, 120);
        var one = new Protein("p", sequence);
        var targets = new ProteinList(new Repeated(one, 1_000_000));
        using var index = new BuiltInSearch().Index(targets, Options);
        var hits = index.Search([.. Enumerable.Repeat(one, 100)]);
        Assert.Equal(100 * Options.MaxTargets, hits.Length);
        Assert.Equal(Enumerable.Range(0, Options.MaxTargets), hits.Take(Options.MaxTargets).Select(hit => hit.Target));
    }

    [Fact]
    public void Should_bear_many_near_identical_proteins()
    {
        var random = new Random(2);
        var ancestor = RandomProteins.Sequence(random, 60);
        var targets = Enumerable.Range(0, 30_000).Select(_ => RandomProteins.Descendant(random, ancestor, 0.97, 0)).ToArray();
        var hits = Search(targets, [.. targets.Take(50)], Options with { MaxTargets = 10 });
        Assert.Equal(500, hits.Length);
        Assert.All(hits, hit => Assert.InRange(hit.Matches, 45, 60));
    }

    [Fact]
    public void Should_bear_tiny_proteins()
    {
        var random = new Random(3);
        var proteins = Enumerable.Range(0, 20_000).Select(i => RandomProteins.Sequence(random, 1 + (i % 10))).ToArray();
        Assert.Empty(Search(proteins, [.. proteins.Take(100)], Options with { MaxEValue = 1e-6 }));
        Assert.All(Search(proteins, [.. proteins.Take(100)], Options with { MaxEValue = 1 }), hit => Assert.InRange(hit.Columns, 5, 10));
    }

    [Fact]
    public void Should_bear_a_very_long_protein()
    {
        var random = new Random(4);
        var giant = RandomProteins.Sequence(random, 100_000);
        var part = RandomProteins.Descendant(random, giant[40_000..40_300], 0.5);
        var hits = Search([part, giant], [giant, part]);
        Assert.Equal([(0, 1), (0, 0), (1, 0), (1, 1)], hits.Select(hit => (hit.Query, hit.Target)));
        Assert.Equal((100_000, 0, 100_000), (hits[0].Matches, hits[0].QueryStart, hits[0].TargetEnd));
        Assert.InRange(hits[1].QueryStart, 39_990, 40_050);
        Assert.InRange(hits[3].TargetEnd, 40_250, 40_310);
    }

    [Fact]
    public void Should_find_nothing_where_there_is_nothing()
    {
        Assert.Empty(Search([], ["MKV"]));
        Assert.Empty(Search(["MKV"], []));
        Assert.Empty(Search([], []));
    }

    [Theory]
    [InlineData("MK*V", "Target 1 (p1), residue 3 is U+002A '*'")]
    [InlineData("MKv", "Target 1 (p1), residue 3 is U+0076 'v'")]
    [InlineData("M V", "Target 1 (p1), residue 2 is U+0020 ' '")]
    [InlineData("Ä", "Target 1 (p1), residue 1 is U+00C4 'Ä'")]
    [InlineData("", "Target 1 (p1) has no residue")]
    public void Should_say_which_character_is_no_residue(string sequence, string message)
    {
        var error = Assert.Throws<GlmException>(() => Search(["MKV", sequence], ["MKV"]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<GlmException>(() => Search(["MKV"], ["MKV", sequence]));
        Assert.StartsWith(message.Replace("Target", "Query", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_which_option_is_out_of_range()
    {
        foreach (
            var (options, name) in new[]
            {
                (Options with { MaxEValue = 0 }, "MaxEValue = 0"),
                (Options with { MaxEValue = double.NaN }, "MaxEValue = NaN"),
                (Options with { MaxTargets = 0 }, "MaxTargets = 0"),
                (Options with { Threads = 0 }, "Threads = 0"),
            }
        )
            Assert.StartsWith(
                name,
                Assert.Throws<GlmException>(() => Search(["MKV"], ["MKV"], options)).Message,
                StringComparison.Ordinal
            );
    }

    private static HomologyHit[] Search(string[] targets, string[] queries, HomologyOptions? options = null)
    {
        using var index = new BuiltInSearch().Index(new ProteinList(RandomProteins.Numbered(targets)), options ?? Options);
        return index.Search(RandomProteins.Numbered(queries));
    }

    private sealed class Repeated(Protein protein, int count) : IReadOnlyList<Protein>
    {
        public int Count => count;

        public Protein this[int index] => protein;

        public IEnumerator<Protein> GetEnumerator() => Enumerable.Repeat(protein, count).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
