using Glm.Analysis.Baselines;
using Glm.Analysis.Paralogs;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Runtime;
using Glm.Tests.Analysis.Baselines;

namespace Glm.Tests.Analysis.Paralogs;

public sealed class ParalogMatcherTests
{
    [Theory]
    [InlineData("permease", null)]
    [InlineData("permease", "ATP-binding")]
    public void Should_find_the_paralog_of_a_neighbourhood(string family, string? partner)
    {
        var result = Simulated(family, partner, shuffled: false);
        Assert.All(result.Scores.Where(score => score.IsBaseline), score => Assert.True(score.Lead.Low > 0, $"{score}"));
        Assert.True(result.Scores[0].ReciprocalRank.Low > 0.5, result.Conclusion);
        Assert.Contains("better than the best baseline", result.Conclusion, StringComparison.Ordinal);
        Assert.Equal(partner is null ? 4 : 6, result.Scores.Count);
        Assert.True(result.Answers is > 3 and < 100, $"{result.Answers}");
        Assert.Equal(result.Candidates, result.Choices.Count + result.Left.Values.Sum());
        Assert.All(result.Choices, choice =>
            Assert.Equal(partner is not null, choice.Partner?.Product!.Contains(partner!, StringComparison.Ordinal) == true)
        );
        Assert.All(result.Choices.Where(choice => choice.Rank == 1), choice => Assert.Equal(choice.Gene.Family, choice.Best.Family));
        Assert.Equal(result.Choices.Count, result.ToDataFrame().Rows.Count);
        Assert.Equal(result.Scores.Count, result.ToScoreDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_find_nothing_in_shuffled_genomes()
    {
        var result = Simulated("permease", null, shuffled: true);
        Assert.DoesNotContain("better than the best baseline", result.Conclusion, StringComparison.Ordinal);
        Assert.InRange(result.Scores[0].RecallAt1.Value, 0, 0.3);
    }

    [Fact]
    public void Should_guess_as_chance_does()
    {
        // Ten families of eight genes: whatever the place, one label of ten is right.
        var set = WindowSamples.Chains(8, 10, 10);
        var data = WindowSamples.Data(set);
        var ids = string.Join(',', set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.Id));
        var result = ParalogMatcher.Run(new ChanceBaseline(), data, new ParalogOptions { Family = ids });
        Assert.Equal((80, 10), (result.Candidates, result.Answers));
        // Of the 80, eight have the right label.
        Assert.All(result.Scores.Take(2), score => Assert.Equal(8 / 80.0, score.RecallAt1.Value, 9));
        var none = 72 / 80.0 * 71 / 79 * 70 / 78 * 69 / 77 * 68 / 76;
        Assert.All(result.Scores.Take(2), score => Assert.Equal(1 - none, score.RecallAt5.Value, 9));
        Assert.Equal(0, result.Scores[1].Lead.Value, 9);
        Assert.All(result.Choices, choice => Assert.Equal(9, choice.Rank, 9));
    }

    [Fact]
    public void Should_count_orders_of_ties()
    {
        for (var better = 0; better < 3; better++)
        for (var asGood = 0; asGood < 4; asGood++)
        for (var same = 1; same < 4; same++)
        {
            // Every order of those that fit as well, as bits: which places the right ones have.
            double[] ranks =
            [
                .. Enumerable
                    .Range(0, 1 << (asGood + same))
                    .Where(bits => int.PopCount(bits) == same)
                    .Select(bits => better + 1.0 + int.TrailingZeroCount(bits)),
            ];
            var rank = new ParalogRank(better, asGood, same);
            Assert.Equal(ranks.Average(), rank.Expected, 12);
            Assert.Equal(ranks.Average(place => 1 / place), rank.Reciprocal, 12);
            for (var k = 1; k < 9; k++)
                Assert.Equal(ranks.Average(place => place <= k ? 1 : 0), rank.Recall(k), 12);
        }
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(4, 12, 8));
        Refused("0 genes in windows are 'nothing', and a choice needs 2", new ParalogOptions { Family = "nothing" });
        Refused("Family is empty", new ParalogOptions { Family = " " });
        Refused("Partner is empty", new ParalogOptions { Family = "family 1", Partner = "" });
        Refused("Reach = 0: a partner may stand", new ParalogOptions { Family = "family 1", Reach = 0 });
        Refused("Resamples = 0", new ParalogOptions { Family = "family 1", Resamples = 0 });
        Refused("has a gene of 'nothing' within 5 genes", new ParalogOptions { Family = "family 1", Partner = "nothing" });

        void Refused(string message, ParalogOptions options)
        {
            var refused = Assert.Throws<GlmException>(() => ParalogMatcher.Run(new ChanceBaseline(), data, options));
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.True(refused.Message.Length < 700);
        }
    }

    [Fact]
    public void Should_stop_when_told()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(4, 12, 8));
        var stopped = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ParalogMatcher.Run(new ChanceBaseline(), data, new ParalogOptions { Family = "family 1" }, cancellation: stopped)
        );
    }

    /// <summary>
    /// Simulated genomes, of which a ridge learns all others of their kind: permeases of every pathway are paralogs, and each belongs to
    /// the operon of its own.
    /// </summary>
    private static ParalogResult Simulated(string family, string? partner, bool shuffled)
    {
        var genomes = partner is null ? 30 : 60; // not every permease has a partner beside it
        var set = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = genomes,
                SharedOperons = 40,
                ScaffoldsPerGenome = 8,
                Seed = 11,
            }
        );
        var transform = WindowSamples.Data(set).Transform;
        var (tested, learned) = (Part(set, 0, genomes / 3, shuffled), Part(set, genomes / 3, genomes - (genomes / 3), shuffled));
        return ParalogMatcher.Run(
            new RandomFeatureRidgeBaseline(new RandomFeatureRidgeOptions { Features = 800 }),
            WindowSamples.Data(tested, transform),
            new ParalogOptions
            {
                Family = family,
                Partner = partner,
                Resamples = 300,
            },
            WindowSelection.All(WindowSamples.Data(learned, transform)),
            cancellation: TestContext.Current.CancellationToken
        );
    }

    private static ScaffoldSet Part(ScaffoldSet set, int first, int count, bool shuffled)
    {
        var random = new Random(4);
        Genome[] genomes =
        [
            // Every third genome, so that all classes are in both parts.
            .. set
                .Genomes.OrderBy(genome => set.Genomes.Index().First(one => one.Item == genome).Index % 3)
                .Skip(first)
                .Take(count)
                .Select(genome =>
                {
                    var genes = genome.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
                    if (shuffled)
                        random.Shuffle(genes);
                    var next = 0;
                    return genome with
                    {
                        Scaffolds =
                        [
                            .. genome.Scaffolds.Select(scaffold =>
                                scaffold with
                                {
                                    Genes = [.. scaffold.Genes.Select(_ => genes[next++])],
                                }
                            ),
                        ],
                    };
                }),
        ];
        var cut = WindowCutter.Cut([.. genomes.SelectMany(genome => genome.Scaffolds)], 15, 30);
        return new ScaffoldSet("part", genomes, set.Proteins, cut.Windows, cut.Dropped);
    }
}
