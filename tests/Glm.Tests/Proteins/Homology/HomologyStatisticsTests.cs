using System.Diagnostics;
using Glm.Proteins.Homology;
using Glm.Testing;

namespace Glm.Tests.Proteins.Homology;

public sealed class HomologyStatisticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, 43.1)]
    [InlineData(1000, 389.8)]
    public void Should_normalise_scores(int score, double expected) => Assert.Equal(expected, HomologyStatistics.BitScore(score), 0.1);

    [Fact]
    public void Should_expect_less_of_higher_scores_and_more_of_larger_databases()
    {
        var small = new HomologyStatistics(1_000_000);
        var large = new HomologyStatistics(10_000_000);
        for (var score = 30; score < 2000; score += 10)
        {
            Assert.True(small.EValue(score + 10, 300, 400) < small.EValue(score, 300, 400));
            Assert.Equal(10, large.EValue(score, 300, 400) / small.EValue(score, 300, 400), 1e-9);
        }
        Assert.InRange(small.EValue(10, 1, 1), 0, double.MaxValue);
        Assert.Equal(0, small.EValue(200_000, 40_000, 40_000));
    }

    /// <summary>Families of several lengths, each hit of blastp: the same bit score, and an e-value within a tenth.</summary>
    [Fact]
    public void Should_agree_with_blastp()
    {
        var random = new Random(5);
        var ancestors = new[] { 40, 80, 150, 300, 600, 1200 }.Select(length => RandomProteins.Sequence(random, length)).ToArray();
        var targets = ancestors.SelectMany(a =>
            Enumerable.Range(0, 40).Select(i => RandomProteins.Descendant(random, a, 0.2 + (i * 0.02)))
        );
        targets = [.. targets, .. Enumerable.Range(0, 500).Select(_ => RandomProteins.Sequence(random, random.Next(50, 600)))];
        File.WriteAllLines(_folder["q.faa"], ancestors.SelectMany((sequence, i) => new[] { $">{i}", sequence }));
        File.WriteAllLines(_folder["t.faa"], targets.SelectMany((sequence, i) => new[] { $">{i}", sequence }));
        var statistics = new HomologyStatistics(targets.Sum(sequence => (long)sequence.Length));
        var lines = Blastp("-comp_based_stats", "0", "-seg", "no", "-evalue", "10", "-outfmt", "6 score bitscore evalue qlen slen");
        var compared = 0;
        foreach (var fields in lines.Select(line => line.Split('\t')))
        {
            var (score, queryLength, targetLength) = (int.Parse(fields[0]), int.Parse(fields[3]), int.Parse(fields[4]));
            // It prints whole bits from 100 up, and e-values from 0.001 up with three decimals; those that round to nothing as 0.
            Assert.Equal(double.Parse(fields[1]), HomologyStatistics.BitScore(score), score < 240 ? 0.06 : 1);
            var expected = double.Parse(fields[2]);
            if (expected is < 1e-170 or > 1e-3)
                continue;
            Assert.InRange(statistics.EValue(score, queryLength, targetLength) / expected, 0.9, 1.1);
            compared++;
        }
        Assert.InRange(compared, 100, int.MaxValue);
    }

    private string[] Blastp(params string[] options)
    {
        var start = new ProcessStartInfo("blastp") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var option in new[] { "-query", _folder["q.faa"], "-subject", _folder["t.faa"] }.Concat(options))
            start.ArgumentList.Add(option);
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("blastp is not installed");
        }
        using (process)
        {
            var output = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
