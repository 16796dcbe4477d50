using Glm.Genomes.Simulation;
using Glm.Interactive.Provenance;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Commands;
using Glm.Proteins;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Provenance;

public sealed class ContentComparisonTests
{
    private static readonly double[] Numbers = [.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i) + 2)];

    private static DataFrame Frame(double[] numbers, string text = "x") =>
        new(new DoubleDataFrameColumn("value", numbers), new StringDataFrameColumn("name", Enumerable.Repeat(text, numbers.Length)));

    private static Finding Compare(DataFrame before, DataFrame after, double tolerance = 1e-3) =>
        ContentComparison.Compare("result", ResultContents.Of(before), ResultContents.Of(after), tolerance);

    [Fact]
    public void Should_call_equal_content_identical() =>
        Assert.Equal(new Finding("result", Verdict.Identical), Compare(Frame(Numbers), Frame([.. Numbers])));

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-6)]
    [InlineData(1e-4)]
    public void Should_measure_a_small_change_everywhere(double change)
    {
        var random = new Random(1);
        var finding = Compare(Frame(Numbers), Frame([.. Numbers.Select(number => number * (1 + change * Gaussian(random)))]));
        Assert.Equal(Verdict.EqualWithinTolerance, finding.Verdict);
        // Sums are kept in single precision.
        Assert.InRange(finding.Difference, change < 1e-7 ? 0 : 0.5 * change, 6 * change + 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4321)]
    [InlineData(9999)]
    public void Should_find_one_changed_number_among_many(int at)
    {
        var changed = Numbers.ToArray();
        changed[at] += 0.5;
        var finding = Compare(Frame(Numbers), Frame(changed));
        Assert.Equal(Verdict.Different, finding.Verdict);
        var (from, to) = Enumerable
            .Range(0, ResultContent.Blocks)
            .Select(block => ResultContent.Stretch(Numbers.Length, block))
            .First(stretch => at < stretch.To);
        Assert.StartsWith($"value: values {from + 1} to {to} of 10000: recorded sum ", finding.Detail);
    }

    [Fact]
    public void Should_name_both_values_of_a_short_table()
    {
        var finding = Compare(Frame([1, 2, 3]), Frame([1, 2.5, 3]));
        Assert.Equal(
            new Finding("result", Verdict.Different, "value: value 2 of 3: recorded 2, now 2.5, relative difference 2.0e-1", 0.2),
            finding
        );
        Assert.Equal("name: value 1 of 1: recorded 'x', now 'y'", Compare(Frame([1], "x"), Frame([1], "y")).Detail);
    }

    [Fact]
    public void Should_see_numbers_that_are_missing_added_or_not_finite()
    {
        Assert.Equal("value: recorded 3 values, now 2", Compare(Frame([1, 2, 3]), Frame([1, 2])).Detail);
        var broken = Numbers.ToArray();
        broken[7] = double.NaN;
        Assert.Equal("value: recorded 0 values that are not finite, now 1", Compare(Frame(Numbers), Frame(broken)).Detail);
        Assert.Equal(Verdict.Different, Compare(Frame([1, double.NaN]), Frame([1, 2]), tolerance: 1).Verdict);
        Assert.Equal(Verdict.Identical, Compare(Frame([1, double.NaN]), Frame([1, double.NaN])).Verdict);
    }

    [Fact]
    public void Should_allow_nothing_where_nothing_is_allowed() =>
        Assert.Equal(Verdict.Different, Compare(Frame([1]), Frame([Math.BitIncrement(1)]), tolerance: 0).Verdict);

    [Fact]
    public void Should_tell_results_of_commands_apart()
    {
        var proteins = CommandBench.Proteins;
        var values = proteins.Values.ToArray();
        values[^1] += (Half)1;
        var changed = new ProteinVectors(proteins.Source, proteins.Ids, proteins.Width, values);
        Assert.Equal(ResultContents.Of(proteins).Sha256, ResultContents.Of(CommandBench.Proteins).Sha256);
        Assert.Equal(
            Verdict.Different,
            ContentComparison.Compare("proteins", ResultContents.Of(proteins), ResultContents.Of(changed), 1e-3).Verdict
        );
        Assert.NotEqual(
            ResultContents.Of(CommandBench.Scaffolds).Sha256,
            ResultContents.Of(GenomeSimulator.Simulate(new SimulationOptions { Genomes = 2 })).Sha256
        );
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
