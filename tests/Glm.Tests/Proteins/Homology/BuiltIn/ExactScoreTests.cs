using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Glm.Genomes;
using Glm.Proteins.Homology.BuiltIn;

namespace Glm.Tests.Proteins.Homology.BuiltIn;

/// <summary>The vector code against the plain method, on pairs that FsCheck makes up.</summary>
[Properties(Arbitrary = [typeof(ExactScoreTests)], MaxTest = 60, QuietOnSuccess = true)]
public sealed class ExactScoreTests
{
    public static Arbitrary<Search> Searches() =>
        (
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from length in Gen.Frequency((1, Gen.Choose(1, 12)), (4, Gen.Choose(13, 150)), (1, Gen.Constant(700)))
            from targets in Gen.Choose(1, 40)
            select Make(seed, length, targets)
        ).ToArbitrary();

    [Property]
    public void Should_equal_the_plain_score(Search search)
    {
        var (block, query) = Blocks(search);
        var sequences = Enumerable.Range(0, block.Count).ToArray();
        var expected = sequences.Select(i => PlainSmithWaterman.Score(search.Query, Text(search, block, i))).ToArray();
        var aligner = new SmithWaterman();
        var scores = new int[SmithWaterman.NarrowLanes];
        foreach (var lanes in sequences.Chunk(SmithWaterman.NarrowLanes))
        {
            aligner.Narrow(query, block, lanes, scores);
            for (var i = 0; i < lanes.Length; i++)
                Assert.Equal(expected[lanes[i]] > SmithWaterman.MaxNarrow ? SmithWaterman.Overflow : expected[lanes[i]], scores[i]);
        }
        foreach (var lanes in sequences.Chunk(SmithWaterman.WideLanes))
        {
            aligner.Wide(query, block, lanes, scores);
            for (var i = 0; i < lanes.Length; i++)
                Assert.Equal(expected[lanes[i]], scores[i]);
        }
        var plain = new BandedAligner();
        foreach (var i in sequences)
            Assert.Equal(expected[i], SmithWaterman.Unlimited(query, block.Sequence(i)));
        foreach (var i in sequences)
            Assert.Equal(expected[i], plain.Align(query, block.Sequence(i), -query.Length, block.Length(i)).Score);
    }

    [Property]
    public void Should_trace_what_was_scored(Search search)
    {
        var (block, query) = Blocks(search);
        var plain = new BandedAligner();
        var traceback = new BandedTraceback();
        var alignments = new Alignment[BandedTraceback.Lanes];
        var random = new Random(search.Query.Length);
        foreach (var width in new[] { 2, 16, 48 })
        foreach (var lanes in Enumerable.Range(0, block.Count).Chunk(BandedTraceback.Lanes))
        {
            var pairs = lanes.Select(i => new Candidate(i, 0, random.Next(-query.Length - 30, block.Length(i) + 30))).ToArray();
            traceback.Align(query, block, pairs, width, alignments);
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                var lowest = pairs[lane].Diagonal - (width / 2);
                var expected = plain.Align(query, block.Sequence(lanes[lane]), lowest, lowest + width - 1);
                Assert.Equal(expected, alignments[lane]);
            }
        }
    }

    /// <summary>
    /// The stretch between the ends of an alignment has its score, and no alignment of it has fewer columns than residues.
    /// </summary>
    [Property]
    public void Should_tell_where_the_alignment_is(Search search)
    {
        var (block, query) = Blocks(search);
        for (var i = 0; i < block.Count; i++)
        {
            var alignment = new BandedAligner().Align(query, block.Sequence(i), -query.Length, block.Length(i));
            var (queryPart, targetPart) = (
                search.Query[alignment.QueryStart..alignment.QueryEnd],
                Text(search, block, i)[alignment.TargetStart..alignment.TargetEnd]
            );
            Assert.Equal(alignment.Score, PlainSmithWaterman.Score(queryPart, targetPart));
            Assert.InRange(alignment.Columns, Math.Max(queryPart.Length, targetPart.Length), queryPart.Length + targetPart.Length);
            Assert.InRange(alignment.Matches, 0, Math.Min(queryPart.Length, targetPart.Length));
        }
    }

    /// <summary>Around the highest numbers of 8 and 16 bits, less the lowest ones, which stand for 0.</summary>
    [Theory]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(65_540)]
    public void Should_notice_scores_that_do_not_fit(int score)
    {
        // Tryptophan scores 11, alanine 4, serine with threonine 1.
        var letters =
            new string('W', score / 11)
            + (
                score % 11 >= 8 ? "AA"
                : score % 11 >= 4 ? "A"
                : ""
            );
        var ones = score % 11 % 4;
        var (query, target) = (letters + new string('S', ones), letters + new string('T', ones));
        if (score <= 256)
            Assert.Equal(score, PlainSmithWaterman.Score(query, target));
        var block = ProteinBlock.Make(
            [
                [new Protein("t", target), new Protein("a", "A")],
            ],
            0,
            ProteinBlock.TargetGap,
            "Target"
        );
        var queries = ProteinBlock.Make(
            [
                [new Protein("q", query)],
            ],
            0,
            ProteinBlock.QueryGap,
            "Query"
        );
        var scores = new int[2];
        new SmithWaterman().Narrow(queries.Sequence(0), block, [0, 1], scores);
        Assert.Equal(score <= SmithWaterman.MaxNarrow ? score : SmithWaterman.Overflow, scores[0]);
        new SmithWaterman().Wide(queries.Sequence(0), block, [0, 1], scores);
        Assert.Equal(score <= 65_534 ? score : SmithWaterman.Overflow, scores[0]);
        Assert.InRange(scores[1], 0, 4);
    }

    private static (ProteinBlock Targets, byte[] Query) Blocks(Search search) =>
        (
            ProteinBlock.Make([RandomProteins.Numbered(search.Targets)], 0, ProteinBlock.TargetGap, "Target"),
            [.. search.Query.Select(PlainSmithWaterman.Code)]
        );

    private static string Text(Search search, ProteinBlock block, int sequence) => search.Targets[block.Members(sequence)[0]];

    private static Search Make(int seed, int length, int targets)
    {
        var random = new Random(seed);
        var query = WithOddLetters(RandomProteins.Sequence(random, length));
        return new Search(query, [.. Enumerable.Range(0, targets).Select(Target)]);

        string Target(int i) =>
            (i % 4) switch
            {
                0 => RandomProteins.Sequence(random, random.Next(1, 200)),
                1 => query[random.Next(query.Length)..] + "A",
                _ => WithOddLetters(RandomProteins.Descendant(random, query, random.NextDouble(), 0.05)) + "G",
            };

        string WithOddLetters(string sequence)
        {
            var letters = sequence.ToCharArray();
            for (var i = random.Next(80); i < letters.Length; i += 1 + random.Next(80))
                letters[i] = "BJOUXZ"[random.Next(6)];
            return new string(letters);
        }
    }

    public sealed record Search(string Query, string[] Targets);
}
