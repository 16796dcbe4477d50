using Glm.Analysis.Embeddings;
using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Analysis.Taxonomy;

public sealed class TaxonomyProbeTests
{
    /// <summary>Contextual vectors carry the class in one dimension; context-free ones are noise.</summary>
    private static ContextEmbeddings Context(string?[] classes, int windowsPerGenome = 4)
    {
        var set = Samples.Set(classes, 3, windowsPerGenome);
        var names = set
            .Windows.SelectMany(window => window.Genes.Select(_ => set.GenomeOf(window.Scaffold).Lineage?[TaxonomicRank.Class] ?? ""))
            .ToArray();
        var random = new Random(5);
        return Samples.Embed(
            set,
            6,
            5,
            (row, i) => (float)random.NextDouble() + (names[row].Length > 0 && i == names[row][0] - 'A' ? 3 : 0),
            (_, _) => (float)random.NextDouble()
        );
    }

    private static readonly string?[] ThreeClasses = ["A", "A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C"];

    [Theory]
    [InlineData(FoldGrouping.Random, 4)]
    [InlineData(FoldGrouping.Genome, 3)]
    public void Should_find_taxa_where_vectors_hold_them_and_not_where_they_do_not(FoldGrouping kind, int folds)
    {
        var result = TaxonomyProbe.Run(Context(ThreeClasses), folds: folds, grouping: kind);
        Assert.Equal(["A", "B", "C"], result.Classes);
        Assert.Equal([20, 16, 12], result.WindowsPerClass);
        Assert.Equal(20d / 48, result.ChanceAccuracy, 12);
        Assert.Equal((kind, folds), (result.Grouping, result.Folds));
        Assert.Empty(result.Left);
        Assert.Equal(["gLM", "context-free"], result.Scores.Select(score => score.Name));
        Assert.InRange(result.Scores[0].Accuracy, 0.95, 1);
        Assert.InRange(result.Scores[0].AveragePrecision, 0.95, 1);
        Assert.InRange(result.Scores[1].Accuracy, 0, 0.7);
        Assert.All(result.Scores, score => Assert.Equal(48, score.Confusion.Cast<int>().Sum()));
        Assert.All(result.Scores, score => Assert.Equal(0, score.UnconvergedFolds));
        Assert.Equal(kind == FoldGrouping.Random, result.Leaks);
        Assert.Equal(kind == FoldGrouping.Random, result.Conclusion.Contains("These folds leak", StringComparison.Ordinal));
        Assert.True(result.Gain.Low > 0, $"{result.Gain}");
        Assert.StartsWith("Context adds to what the proteins alone tell", result.Conclusion, StringComparison.Ordinal);
        Assert.All(result.Scores, score => Assert.Equal(3, score.AveragePrecisionPerClass.Count));
        Assert.All(result.Scores, score =>
            Assert.Equal(score.HeldOutAveragePrecision.Value, score.AveragePrecisionPerClass.Average(), 12)
        );
        Assert.InRange(result.Scores[0].HeldOutAccuracy.Low, result.Scores[1].HeldOutAccuracy.High, 1);
        Assert.All(result.Scores, score => Assert.Equal(folds, score.AccuracyPerFold.Length));
    }

    [Fact]
    public void Should_count_what_it_leaves_out()
    {
        var result = TaxonomyProbe.Run(Context(["A", "A", "B", "B", "C", null], windowsPerGenome: 3), grouping: FoldGrouping.Random);
        Assert.Equal(["A", "B"], result.Classes);
        Assert.Equal(3, result.Left["no class in the lineage"]);
        Assert.Equal(3, result.Left["a class with fewer than 5 windows"]);
    }

    [Fact]
    public void Should_ask_for_enough_genomes_where_folds_are_grouped()
    {
        var result = TaxonomyProbe.Run(Context(ThreeClasses), folds: 4, grouping: FoldGrouping.Genome);
        Assert.Equal(["A", "B"], result.Classes);
        Assert.Equal(12, result.Left["a class with fewer than 4 genomes"]);
    }

    [Fact]
    public void Should_repeat_with_a_seed_and_report_every_fit()
    {
        var reports = new List<ProgressReport>();
        var first = TaxonomyProbe.Run(Context(ThreeClasses), folds: 3, seed: 4, progress: new Reports(reports));
        var second = TaxonomyProbe.Run(Context(ThreeClasses), folds: 3, seed: 4);
        Assert.Equal(first.Scores[1].AveragePrecisionPerFold, second.Scores[1].AveragePrecisionPerFold);
        Assert.NotEqual(
            first.Scores[1].AveragePrecisionPerFold,
            TaxonomyProbe.Run(Context(ThreeClasses), folds: 3, seed: 9).Scores[1].AveragePrecisionPerFold
        );
        Assert.Equal([1, 2, 3, 4, 5, 6], reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(6, report.Total));
    }

    [Fact]
    public void Should_say_what_is_missing()
    {
        Assert.Contains("Taxonomy = FILE", Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context([null, null]))).Message);
        Assert.Contains(
            "Taxonomy = FILE",
            Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(ThreeClasses), TaxonomicRank.Genus)).Message
        );
        Assert.Contains("is 1 (of 1)", Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(["A", "A"]), folds: 2)).Message);
        Assert.Contains(
            "are none (of 2)",
            Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(["A", "B"], windowsPerGenome: 2))).Message
        );
        Assert.Contains("not 1", Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(ThreeClasses), folds: 1)).Message);
    }

    [Fact]
    public void Should_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TaxonomyProbe.Run(Context(ThreeClasses), folds: 3, cancellation: source.Token));
    }

    [Fact]
    public void Should_become_a_data_frame()
    {
        var frame = TaxonomyProbe.Run(Context(ThreeClasses), folds: 3).ToDataFrame();
        Assert.Equal(["representation", "fold", "accuracy", "average_precision"], frame.Columns.Select(column => column.Name));
        Assert.Equal((6, "context-free", 3), (frame.Rows.Count, frame["representation"][5], frame["fold"][5]));
    }

    private sealed class Reports(List<ProgressReport> reports) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => reports.Add(value);
    }
}
