using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;

namespace Glm.Tests.Proteins.Homology.BuiltIn;

public sealed class BuiltInSearchTests
{
    private static readonly HomologyOptions Options = new() { Threads = 2 };

    [Fact]
    public void Should_find_families_of_little_identity()
    {
        var random = new Random(1);
        var ancestors = Enumerable.Range(0, 60).Select(_ => RandomProteins.Sequence(random, random.Next(200, 400))).ToArray();
        var targets = ancestors.SelectMany(a => Enumerable.Range(0, 3).Select(_ => RandomProteins.Descendant(random, a, 0.35))).ToArray();
        var hits = Search(targets, ancestors);
        var found = hits.Count(hit => hit.Target / 3 == hit.Query);
        Assert.InRange(found, 165, 180);
        Assert.Equal(hits.Length, found);
        foreach (var hit in hits)
        {
            Assert.InRange(hit.Identity, 0.25, 0.6);
            Assert.True(hit.QueryCoverage(ancestors[hit.Query].Length) > 0.4);
            Assert.True(hit.TargetCoverage(targets[hit.Target].Length) > 0.4);
        }
    }

    /// <summary>What the search reports as chance happens as often as it says, or less, for it does not look at every pair.</summary>
    [Fact]
    public void Should_find_no_more_in_shuffled_proteins_than_chance_gives()
    {
        var random = new Random(2);
        var targets = Enumerable.Range(0, 1000).Select(_ => RandomProteins.Sequence(random, random.Next(100, 600))).ToArray();
        var queries = targets.Take(400).Select(sequence => RandomProteins.Shuffled(random, sequence)).ToArray();
        Assert.Empty(Search(targets, queries));
        var hits = Search(targets, queries, Options with { MaxEValue = 0.5 });
        Assert.InRange(hits.Length, 20, 260);
        Assert.All(hits, hit => Assert.InRange(hit.EValue, 1e-4, 0.5));
    }

    [Fact]
    public void Should_report_exact_scores_in_order()
    {
        var (targets, queries) = Mixture(3);
        var hits = Search(targets, queries);
        Assert.InRange(hits.Length, 200, int.MaxValue);
        Assert.Equal(hits.OrderBy(hit => hit.Query).ThenByDescending(hit => hit.BitScore).ThenBy(hit => hit.Target), hits);
        Assert.Equal(hits.Length, hits.Select(hit => (hit.Query, hit.Target)).Distinct().Count());
        var statistics = new HomologyStatistics(targets.Sum(target => (long)target.Length));
        foreach (var hit in hits)
        {
            var (query, target) = (queries[hit.Query], targets[hit.Target]);
            var score = PlainSmithWaterman.Score(query, target);
            Assert.Equal((float)HomologyStatistics.BitScore(score), hit.BitScore);
            Assert.Equal(statistics.EValue(score, query.Length, target.Length), hit.EValue);
            Assert.Equal(score, PlainSmithWaterman.Score(query[hit.QueryStart..hit.QueryEnd], target[hit.TargetStart..hit.TargetEnd]));
        }
    }

    [Fact]
    public void Should_not_depend_on_threads_or_on_other_queries_or_on_blocks_of_the_same_targets()
    {
        var (targets, queries) = Mixture(4);
        var hits = Search(targets, queries, Options with { Threads = 1 });
        Assert.Equal(hits, Search(targets, queries, Options with { Threads = 5 }));
        var split = queries
            .Select((query, i) => (query, i))
            .Chunk(7)
            .SelectMany(part =>
                Search(targets, [.. part.Select(pair => pair.query)]).Select(hit => hit with { Query = part[hit.Query].i })
            );
        Assert.Equal(hits, split);
        using var blocks = BuiltInIndex.Open(new ProteinList(RandomProteins.Numbered(targets)), Options, default, blockResidues: 20_000);
        Assert.Equal(hits, blocks.Search(RandomProteins.Numbered(queries)));
    }

    [Fact]
    public void Should_keep_the_best()
    {
        var (targets, queries) = Mixture(5);
        var all = Search(targets, queries);
        foreach (var most in new[] { 1, 3 })
        {
            var expected = all.GroupBy(hit => hit.Query).SelectMany(group => group.Take(most));
            Assert.Equal(expected, Search(targets, queries, Options with { MaxTargets = most }));
            using var blocks = BuiltInIndex.Open(
                new ProteinList(RandomProteins.Numbered(targets)),
                Options with
                {
                    MaxTargets = most,
                },
                default,
                blockResidues: 20_000
            );
            Assert.Equal(expected, blocks.Search(RandomProteins.Numbered(queries)));
        }
    }

    [Fact]
    public void Should_find_every_copy_of_equal_proteins()
    {
        var random = new Random(6);
        var (one, other) = (RandomProteins.Sequence(random, 200), RandomProteins.Sequence(random, 200));
        string[] targets = [one, other, one, RandomProteins.Descendant(random, one, 0.7), one];
        var hits = Search(targets, [one, other, one]);
        Assert.Equal([0, 2, 4, 3, 1, 0, 2, 4, 3], hits.Select(hit => hit.Target));
        Assert.Equal([0, 0, 0, 0, 1, 2, 2, 2, 2], hits.Select(hit => hit.Query));
        Assert.All(hits.Take(3), hit => Assert.Equal((200, 200, 0, 200, 0, 200), Ends(hit)));
        Assert.Equal([0, 2, 0, 2], Search(targets, [one, one], Options with { MaxTargets = 2 }).Select(hit => hit.Target));

        static (int, int, int, int, int, int) Ends(HomologyHit hit) =>
            (hit.Matches, hit.Columns, hit.QueryStart, hit.QueryEnd, hit.TargetStart, hit.TargetEnd);
    }

    [Fact]
    public void Should_count_all_targets_in_e_values()
    {
        var random = new Random(7);
        var one = RandomProteins.Sequence(random, 100);
        var alone = Assert.Single(Search([one], [one]));
        var hits = Search([one, .. Enumerable.Range(0, 99).Select(_ => RandomProteins.Sequence(random, 100))], [one]);
        Assert.Equal(100, Assert.Single(hits).EValue / alone.EValue, 1e-9);
    }

    /// <summary>Nothing is found through a run of one residue alone, but it counts in the alignment of a true homolog.</summary>
    [Fact]
    public void Should_seed_outside_of_low_complexity_only()
    {
        var random = new Random(8);
        string Around(string run) => RandomProteins.Sequence(random, 60) + run + RandomProteins.Sequence(random, 60);
        var runs = new[] { new string('A', 80), string.Concat(Enumerable.Repeat("QP", 40)), string.Concat(Enumerable.Repeat("SSR", 30)) };
        var targets = runs.Select(Around).ToArray();
        Assert.Empty(Search(targets, [.. runs.Select(Around)]));
        var hits = Search(targets, [.. targets.Select(target => RandomProteins.Descendant(random, target[..60], 0.8, 0) + target[60..])]);
        Assert.Equal([0, 1, 2], hits.Select(hit => hit.Target));
        Assert.All(hits, hit => Assert.InRange(hit.Columns, 190, 220));
    }

    [Fact]
    public void Should_align_domains_far_apart()
    {
        var random = new Random(9);
        var (first, second) = (RandomProteins.Sequence(random, 150), RandomProteins.Sequence(random, 150));
        var hit = Assert.Single(Search([first + second], [first + RandomProteins.Sequence(random, 40) + second]));
        Assert.Equal((340, 300), (hit.QueryEnd - hit.QueryStart, hit.TargetEnd - hit.TargetStart));
        Assert.Equal((300, 340), (hit.Matches, hit.Columns));
        var far = Assert.Single(Search([first + second], [first + RandomProteins.Sequence(random, 500) + second]));
        Assert.Equal((800, 300), (far.QueryEnd - far.QueryStart, far.TargetEnd - far.TargetStart));
    }

    [Fact]
    public void Should_report_progress_and_stop_when_told()
    {
        var (targets, queries) = Mixture(10);
        var reports = new List<ProgressReport>();
        using var index = new BuiltInSearch().Index(new ProteinList(RandomProteins.Numbered(targets)), Options);
        index.Search(RandomProteins.Numbered(queries), new Listener(reports.Add));
        Assert.Equal((queries.Length, queries.Length, "queries"), (reports[^1].Done, reports[^1].Total, reports[^1].Unit));
        Assert.Equal(reports.OrderBy(report => report.Done), reports);
        using var stop = new CancellationTokenSource();
        var seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            index.Search(
                RandomProteins.Numbered(queries),
                new Listener(_ =>
                {
                    seen++;
                    stop.Cancel();
                }),
                stop.Token
            )
        );
        Assert.Equal(1, seen);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new BuiltInSearch().Index(new ProteinList(RandomProteins.Numbered(targets)), Options, stop.Token)
        );
    }

    /// <summary>Random proteins and families of several identities and lengths.</summary>
    private static (string[] Targets, string[] Queries) Mixture(int seed)
    {
        var random = new Random(seed);
        var ancestors = Enumerable.Range(0, 15).Select(_ => RandomProteins.Sequence(random, random.Next(40, 500))).ToArray();
        string[] targets =
        [
            .. ancestors.SelectMany(a => Enumerable.Range(0, 20).Select(i => RandomProteins.Descendant(random, a, 0.3 + (i * 0.035)))),
            .. Enumerable.Range(0, 50).Select(_ => RandomProteins.Sequence(random, random.Next(1, 300))),
        ];
        random.Shuffle(targets);
        return (targets, [.. ancestors, .. targets.Take(20), RandomProteins.Sequence(random, 300)]);
    }

    private static HomologyHit[] Search(string[] targets, string[] queries, HomologyOptions? options = null)
    {
        using var index = new BuiltInSearch().Index(new ProteinList(RandomProteins.Numbered(targets)), options ?? Options);
        return index.Search(RandomProteins.Numbered(queries));
    }

    private sealed class Listener(Action<ProgressReport> listen) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => listen(value);
    }
}
