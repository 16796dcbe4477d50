using Glm.Statistics;
using Glm.Tests.Modeling.Functions;

namespace Glm.Tests.Statistics;

public sealed class FMaxTests
{
    private const int Items = 60;
    private const int Labels = 5;

    /// <summary>Beside numpy's loop over thresholds, and scikit-learn's average precision, on the same numbers.</summary>
    [Fact]
    public void Should_be_what_other_programs_compute()
    {
        var (scores, labels) = Numbers();
        var best = new FMaxTally(scores, labels, Labels).Of();
        double[] expected = GoldenFunctions.Root.Numbers("fMax");
        double[] actual = [best.Value, best.Threshold, best.Precision, best.Recall, best.Coverage];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 12);
        Assert.Equal(8, labels.Chunk(Labels).Count(row => !row.Contains(true)));
        Assert.Equal(GoldenFunctions.Root.Number("macroAuprBySklearn"), AveragePrecision.Macro(scores, labels, Labels), 12);
    }

    [Fact]
    public void Should_count_by_hand()
    {
        // One gene has its label at 0.9 and a wrong one at 0.5; the other has its label at 0.2 only.
        var best = new FMaxTally([0.9, 0.5, 0.0, 0.2], [true, false, false, true], 2).Of();
        // At 0.2: precision of (1/2, 1), recall of (1, 1); at 0.51: precision 1 of the one that is covered, recall 1/2.
        Assert.Equal(2 * 0.75 * 1 / 1.75, best.Value, 12);
        Assert.Equal((0.01, 0.75, 1.0, 1.0), (best.Threshold, best.Precision, best.Recall, best.Coverage));
    }

    [Fact]
    public void Should_leave_items_without_a_label_out()
    {
        var with = new FMaxTally([0.9, 0.1, 0.8, 0.8], [true, false, false, false], 2).Of();
        Assert.Equal(1, with.Value);
        Assert.Equal(double.NaN, new FMaxTally([0.9, 0.1], [false, false], 2).Of().Value);
    }

    [Theory]
    [InlineData(0.29, 29)]
    [InlineData(0.57, 57)]
    [InlineData(0.58, 58)]
    [InlineData(1.0, 100)]
    public void Should_reach_a_threshold_that_is_met_exactly(double score, int threshold)
    {
        // The right label lies at the score, a wrong one just below: alone it is predicted from there to the score.
        var best = new FMaxTally([score, (threshold - 1) / 100.0], [true, false], 2).Of();
        Assert.Equal((1.0, threshold / 100.0), (best.Value, best.Threshold));
    }

    [Fact]
    public void Should_weigh_groups_as_if_they_were_there_so_often()
    {
        var (scores, labels) = Numbers();
        int[] groups = [.. Enumerable.Range(0, Items).Select(i => i / 7)];
        int[] times = [.. Enumerable.Range(0, Items).Select(i => (i / 7) % 3)];
        int[] drawn = [.. Enumerable.Range(0, Items).SelectMany(i => Enumerable.Repeat(i, times[i]))];
        var again = new FMaxTally(
            [.. drawn.SelectMany(i => scores[(i * Labels)..((i + 1) * Labels)])],
            [.. drawn.SelectMany(i => labels[(i * Labels)..((i + 1) * Labels)])],
            Labels
        ).Of();
        foreach (var tally in new[] { new FMaxTally(scores, labels, Labels, groups), new FMaxTally(scores, labels, Labels) })
        {
            Assert.Equal(again.Value, tally.Of(times).Value, 12);
            Assert.Equal(again.Coverage, tally.Of(times).Coverage, 12);
        }
    }

    [Fact]
    public void Should_refuse_numbers_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new FMaxTally([0.1, double.NaN], [true, true], 2));
        Assert.Throws<ArgumentException>(() => new FMaxTally([0.1], [true, true], 2));
        Assert.Throws<ArgumentException>(() => new FMaxTally([0.1, 0.2], [true, true], 1, [0]));
        Assert.Throws<ArgumentException>(() => new FMaxTally([0.1, 0.2], [true, true], 1).Of([1]));
    }

    private static (double[] Scores, bool[] Labels) Numbers()
    {
        var (scores, labels) = (new double[Items * Labels], new bool[Items * Labels]);
        for (var i = 0; i < Items; i++)
        for (var j = 0; j < Labels; j++)
        {
            var has = ((i * 29) + (j * 17) + (i * j)) % 7 < 2;
            labels[(i * Labels) + j] = has;
            scores[(i * Labels) + j] = (((((i * 37) + (j * 61) + (i * j * 13)) % 66) + (has ? 35 : 0)) / 100.0);
        }
        return (scores, labels);
    }
}
