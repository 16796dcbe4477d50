using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class RankingTests
{
    private static readonly bool[] Hits = [true, false, true, false, false, true];

    [Fact]
    public void Should_find_a_share_of_what_is_relevant()
    {
        Assert.Equal(0.25, Ranking.RecallAt(Hits, 4, 1));
        Assert.Equal(0.5, Ranking.RecallAt(Hits, 4, 5));
        Assert.Equal(0.75, Ranking.RecallAt(Hits, 4, 100));
        Assert.True(double.IsNaN(Ranking.RecallAt([false], 0, 1)));
    }

    [Fact]
    public void Should_reward_relevant_hits_by_how_early_they_come()
    {
        Assert.Equal((1 + (2 / 3d)) / 4, Ranking.AveragePrecisionAt(Hits, 4, 5), 12);
        Assert.Equal(1, Ranking.AveragePrecisionAt(Hits, 4, 1));
        Assert.Equal((1 + (2 / 3d) + 0.5) / 3, Ranking.AveragePrecisionAt(Hits, 3, 6), 12);
        Assert.Equal(AveragePrecision.Of([6, 5, 4, 3, 2, 1], Hits), Ranking.AveragePrecisionAt(Hits, 3, 6), 12);
    }

    [Fact]
    public void Should_average_over_queries_that_can_be_answered()
    {
        Assert.Equal(
            0.75,
            Ranking.MeanAveragePrecisionAt(
                [
                    [true, false],
                    [false, true],
                    [false],
                ],
                [1, 1, 0],
                2
            ),
            12
        );
        Assert.True(double.IsNaN(Ranking.MeanAveragePrecisionAt([], [], 2)));
    }

    [Fact]
    public void Should_refuse_more_hits_than_there_are() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ranking.RecallAt([true, true], 1, 2));
}
