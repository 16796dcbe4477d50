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

    private static readonly TaxonomyOptions Two = new() { FoldCount = 2 };
    private static readonly TaxonomyOptions Three = new() { FoldCount = 3 };
    private static readonly TaxonomyOptions Published = new() { Folds = FoldGrouping.Random };

    private static readonly string?[] ThreeClasses = ["A", "A", "A", "A", "A", "B", "B", "B", "B", "C", "C", "C"];

    [Theory]
    [InlineData(FoldGrouping.Random, 4)]
    [InlineData(FoldGrouping.Genome, 3)]
    public void Should_find_taxa_where_vectors_hold_them_and_not_where_they_do_not(FoldGrouping kind, int folds)
    {
        var result = TaxonomyProbe.Run(Context(ThreeClasses), new TaxonomyOptions { FoldCount = folds, Folds = kind });
        Assert.Equal(["A", "B", "C"], result.Classes);
        Assert.Equal([20, 16, 12], result.WindowsPerClass);
        Assert.Equal(20d / 48, result.ChanceAccuracy, 12);
        Assert.Equal((kind, folds), (result.Grouping, result.FoldCount));
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
        var result = TaxonomyProbe.Run(Context(["A", "A", "B", "B", "C", null], windowsPerGenome: 3), Published);
        Assert.Equal(["A", "B"], result.Classes);
        Assert.Equal(3, result.Left["no class in the lineage"]);
        Assert.Equal(3, result.Left["a class with fewer than 5 windows"]);
    }

    [Fact]
    public void Should_ask_for_enough_genomes_where_folds_are_grouped()
    {
        var result = TaxonomyProbe.Run(Context(ThreeClasses), new TaxonomyOptions { FoldCount = 4 });
        Assert.Equal(["A", "B"], result.Classes);
        Assert.Equal(12, result.Left["a class with fewer than 4 genomes"]);
    }

    [Fact]
    public void Should_repeat_with_a_seed_and_report_every_fit()
    {
        var reports = new List<ProgressReport>();
        var first = TaxonomyProbe.Run(Context(ThreeClasses), Three with { Seed = 4 }, progress: new Reports(reports));
        var second = TaxonomyProbe.Run(Context(ThreeClasses), Three with { Seed = 4 });
        Assert.Equal(first.Scores[1].AveragePrecisionPerFold, second.Scores[1].AveragePrecisionPerFold);
        Assert.NotEqual(
            first.Scores[1].AveragePrecisionPerFold,
            TaxonomyProbe.Run(Context(ThreeClasses), Three with { Seed = 9 }).Scores[1].AveragePrecisionPerFold
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
            Assert
                .Throws<GlmException>(() => TaxonomyProbe.Run(Context(ThreeClasses), new TaxonomyOptions { Rank = TaxonomicRank.Genus }))
                .Message
        );
        Assert.Contains("is 1 (of 1)", Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(["A", "A"]), Two)).Message);
        Assert.Contains(
            "are none (of 2)",
            Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(["A", "B"], windowsPerGenome: 2))).Message
        );
        Assert.Contains(
            "not 1",
            Assert.Throws<GlmException>(() => TaxonomyProbe.Run(Context(ThreeClasses), Two with { FoldCount = 1 })).Message
        );
    }

    [Fact]
    public void Should_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TaxonomyProbe.Run(Context(ThreeClasses), Three, cancellation: source.Token));
    }

    [Fact]
    public void Should_become_a_data_frame()
    {
        var frame = TaxonomyProbe.Run(Context(ThreeClasses), Three).ToDataFrame();
        Assert.Equal(["rank", "representation", "fold", "accuracy", "average_precision"], frame.Columns.Select(column => column.Name));
        Assert.Equal((6, "context-free", 3), (frame.Rows.Count, frame["representation"][5], frame["fold"][5]));
    }

    [Fact]
    public void Should_tell_every_rank_at_which_lineages_differ()
    {
        var context = Context(ThreeClasses);
        // C is of another phylum than A and B; at all other ranks the genomes are alike, or nameless.
        context = context with
        {
            Genomes =
            [
                .. context.Genomes.Select(genome =>
                    genome with
                    {
                        Lineage = new Lineage(
                            "Bacteria",
                            genome.Lineage![TaxonomicRank.Class] == "C" ? "Q" : "P",
                            genome.Lineage[TaxonomicRank.Class]
                        ),
                    }
                ),
            ],
        };
        var result = TaxonomyProbe.RunAllRanks(context, Three);
        Assert.Equal(TaxonomicRank.Class, result.Rank);
        var phylum = Assert.Single(result.Wider);
        Assert.Equal((TaxonomicRank.Phylum, 2), (phylum.Rank, phylum.Classes.Count));
        Assert.Equal(36, phylum.WindowsPerClass[0]);
        Assert.All(phylum.Scores, score => Assert.Equal(48, score.Confusion.Cast<int>().Sum()));
        Assert.Equal(
            TaxonomyProbe.Run(context, Three with { Rank = TaxonomicRank.Phylum }).Scores[0].AccuracyPerFold,
            phylum.Scores[0].AccuracyPerFold
        );
        Assert.Equal(12, result.ToDataFrame().Rows.Count);
        var cells = result.ConfusionToDataFrame();
        Assert.Equal(["rank", "representation", "true", "predicted", "windows"], cells.Columns.Select(column => column.Name));
        Assert.Equal(2 * ((2 * 2) + (3 * 3)), cells.Rows.Count);
        Assert.Equal(4 * 48, cells["windows"].Cast<int>().Sum());
        Assert.Equal(("phylum", "class"), ((string)cells["rank"][0], (string)cells["rank"][cells.Rows.Count - 1]));

        var message = Assert.Throws<GlmException>(() => TaxonomyProbe.RunAllRanks(context, Two with { FoldCount = 50 })).Message;
        Assert.Contains("No rank has 2 or more taxa of 50 genomes each", message, StringComparison.Ordinal);
    }

    private sealed class Reports(List<ProgressReport> reports) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => reports.Add(value);
    }
}
