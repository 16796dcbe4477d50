using System.Globalization;
using Glm.Analysis.FineTuning;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;
using Glm.Tests.Analysis.Probes;
using Glm.Tests.Training;
using Glm.Training.FineTuning;

namespace Glm.Tests.Analysis.FineTuning;

[Collection(RandomState.Name)]
public sealed class FineTuningAnalysisTests : IDisposable
{
    private static readonly FineTuningOptions Quick = new()
    {
        Mode = FineTuningMode.Lora,
        Epochs = 4,
        Resamples = 200,
        LearningRate = 5e-3,
        BatchSize = 8,
    };

    private readonly GlmModel _model = GlmModel.Create(ProbeBench.Config);
    private readonly GeneDataset _data = ProbeBench.Data();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(FineTuningMode.Head)]
    [InlineData(FineTuningMode.Lora)]
    [InlineData(FineTuningMode.Full)]
    public void Should_learn_what_the_neighbours_tell(FineTuningMode mode)
    {
        var before = _model.Fingerprint;
        var result = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick with { Mode = mode });
        using var tuned = result.Model;
        var (own, free) = (result.ScoreOf(TuningRepresentation.FineTuned)!, result.ScoreOf(TuningRepresentation.ContextFree)!);
        Assert.True(own.Figures[0].Low > free.Figures[0].High, $"{own.Figures[0]} against {free.Figures[0]}");
        Assert.True(result.AboveChance.Low > 0);
        Assert.Equal((FoldGrouping.Genome, 8, false), (result.Unit, result.Units, result.Folds.Leaks));
        Assert.Equal(["macro AP", "macro F1", "accuracy"], result.Metrics);
        Assert.Equal(before, _model.Fingerprint);
        Assert.Equal(mode == FineTuningMode.Lora, tuned.Adapter is not null);
        Assert.Equal((4, 14), (result.ToDataFrame().Rows.Count, result.ToDataFrame().Columns.Count));
        Assert.Equal((512, 4), (result.ToItemDataFrame().Rows.Count, result.ToItemDataFrame().Columns.Count));
    }

    /// <summary>A gene's label is the family of the gene before it: the frozen layer, which has learned nothing, blurs it.</summary>
    [Fact]
    public void Should_beat_the_frozen_model_where_there_is_more_to_learn()
    {
        var result = Run(
            gene =>
                gene % 8 == 0 ? null
                : ProbeBench.FamilyOf(gene - 1) < 3 ? "low"
                : "high",
            Quick with
            {
                Mode = FineTuningMode.Full,
                Epochs = 60,
                LearningRate = 3e-3,
                Patience = 20,
            }
        );
        using var tuned = result.Model;
        var comparison = result.Comparisons.First(one => one.Representation == TuningRepresentation.Frozen);
        Assert.True(comparison.Difference.Low > 0, $"{comparison} {result.Conclusion}");
        Assert.StartsWith("Fine-tuning predicts 'planted' better than its best baseline, ", result.Conclusion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FineTuningMode.Head)]
    [InlineData(FineTuningMode.Lora)]
    [InlineData(FineTuningMode.Full)]
    public void Should_find_nothing_in_shuffled_labels(FineTuningMode mode)
    {
        var result = Run(gene => $"class {new Random(gene * 7).Next(3)}", Quick with { Mode = mode });
        using var tuned = result.Model;
        Assert.True(result.AboveChance.Low <= 0, $"{result.AboveChance}");
        Assert.InRange(result.Chance.Value, 0.32, 0.37);
        Assert.StartsWith(
            "The fine-tuned model does not predict 'planted' better than chance",
            result.Conclusion,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_be_the_same_for_a_seed_and_another_for_another()
    {
        double[] HeldOut(int seed)
        {
            var result = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick with { Seed = seed, Resamples = 20 });
            using var tuned = result.Model;
            return result.HeldOut;
        }
        var first = HeldOut(1);
        Assert.Equal(first, HeldOut(1));
        Assert.NotEqual(first, HeldOut(2));
    }

    [Fact]
    public void Should_predict_numbers()
    {
        var result = Run(
            gene => (2.5 * ProbeBench.FamilyOf(gene) + 100).ToString(CultureInfo.InvariantCulture),
            Quick with
            {
                Kind = TargetKind.Regression,
            }
        );
        using var tuned = result.Model;
        Assert.Equal(["R²", "Pearson r", "mean error"], result.Metrics);
        Assert.InRange(result.ScoreOf(TuningRepresentation.FineTuned)!.Figures[0].Value, 0.5, 1);
        Assert.InRange(result.ScoreOf(TuningRepresentation.Guess)!.Figures[0].Value, -0.2, 0.01);
        Assert.InRange(tuned.Predict(_data).Values.Average(), 103, 110);
        Assert.Empty(result.Classes);
    }

    [Fact]
    public void Should_predict_several_labels()
    {
        var labels = new TaskLabels(
            "several",
            FineTuningTask.Gene,
            [.. Enumerable.Range(0, 512).Select(gene => Several(ProbeBench.FamilyOf(gene)))]
        );
        var result = FineTuningAnalysis.Run(_model, _data, labels, Quick with { BalancedClasses = true });
        using var tuned = result.Model;
        Assert.Equal(TargetKind.MultiLabel, result.About.Kind);
        Assert.Equal("all labels right", result.Metrics[2]);
        Assert.InRange(result.ScoreOf(TuningRepresentation.FineTuned)!.Figures[0].Value, 0.8, 1);
        Assert.Contains(tuned.Predict(_data).Predicted, predicted => predicted.Contains(';'));

        static string[] Several(int family) => [.. new[] { family % 2 == 0 ? "even" : "odd", family < 3 ? "low" : "high" }];
    }

    [Fact]
    public void Should_learn_pairs_windows_and_genomes()
    {
        var kinds = Enumerable.Range(0, 64).Select(window => ProbeBench.KindOf(window * 8) == 0 ? "one" : "other").ToArray();
        var windows = new TaskLabels("kind", FineTuningTask.Window, [.. kinds.Select(kind => new[] { kind })]);
        var pairs = new TaskLabels(
            "same kind of family",
            FineTuningTask.Pair,
            [
                .. Enumerable
                    .Range(0, 512)
                    .Where(gene => gene % 64 != 63)
                    .Select(gene => new[] { ProbeBench.FamilyOf(gene) % 2 == ProbeBench.FamilyOf(gene + 1) % 2 ? "operon" : "apart" }),
            ],
            "operon"
        );
        var genomes = new TaskLabels("half", FineTuningTask.Genome, [.. Enumerable.Range(0, 8).Select(i => new[] { i < 4 ? "a" : "b" })]);
        foreach (var labels in new[] { windows, pairs, genomes })
        {
            var few = Quick with { MinCount = 2, Resamples = 50, FoldCount = 4 };
            var result = FineTuningAnalysis.Run(_model, _data, labels, few);
            using var tuned = result.Model;
            Assert.Equal(labels.Task, result.About.Task);
            if (labels.Task == FineTuningTask.Window)
                Assert.True(result.AboveChance.Low > 0, $"{labels.Task} {result.AboveChance}");
            if (labels.Task == FineTuningTask.Pair)
            {
                Assert.Equal(("AP", "strand"), (result.Metrics[0], result.ScoreOf(TuningRepresentation.StrandAndDistance)!.Name));
                Assert.True(result.AboveChance.Low > 0, $"{labels.Task} {result.AboveChance}");
                Assert.Equal(56, result.Left["outside every window"]);
            }
            var predictions = tuned.Predict(_data);
            Assert.Equal(
                labels.Task == FineTuningTask.Genome ? 8
                    : labels.Task == FineTuningTask.Window ? 64
                    : 448,
                predictions.Items.Count
            );
            Assert.All(Enumerable.Range(0, predictions.Items.Count), i =>
                Assert.Equal(1, predictions.Values.AsSpan(i * 2, 2).ToArray().Sum(), 6)
            );
        }
    }

    [Fact]
    public void Should_learn_operons_of_simulated_genomes()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 6, Seed = 3 });
        var proteins = new CompositionEmbedder().Embed(set);
        using var model = GlmModel.Create(GlmConfig.Tiny);
        var data = GeneDataset.Create(set, proteins, model.TransformFor(proteins, withLabels: false));
        var labels = TaskLabels.Of(set, OperonTruth.Of(set)!);
        var options = FineTuningOptions.Operons with { Mode = FineTuningMode.Head, Resamples = 100 };
        var result = FineTuningAnalysis.Run(model, data, labels, options);
        using var tuned = result.Model;
        Assert.Equal((FoldGrouping.Operon, FoldGrouping.Operon), (result.Unit, result.Folds.Grouping));
        Assert.False(result.Folds.Leaks);
        Assert.True(result.AboveChance.Low > 0);
        Assert.NotNull(result.ScoreOf(TuningRepresentation.StrandAndDistance));
    }

    [Fact]
    public void Should_report_its_score_beside_the_frozen_model()
    {
        var reports = new List<ProgressReport>();
        var result = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick, new Immediate(reports.Add));
        using var tuned = result.Model;
        var steps = reports.Where(report => report.Activity == "fine-tune").ToArray();
        Assert.All(steps, report => Assert.InRange(report.Done, 0, report.Total));
        Assert.Contains(steps, report => report.Metrics.Select(metric => metric.Name).Contains("validation macro AP"));
        Assert.Contains(steps[^1].Metrics, metric => metric.Name == "held-out, frozen" && double.IsFinite(metric.Value));
    }

    [Fact]
    public void Should_keep_nothing_of_a_cancelled_run()
    {
        using var source = new CancellationTokenSource();
        using var folder = new TemporaryFolder();
        var options = Quick with { SaveTo = folder["tuned"] };
        var progress = new Immediate(report =>
        {
            if (report is { Activity: "fine-tune", Done: > 3 })
                source.Cancel();
        });
        void Cancelled() =>
            FineTuningAnalysis.Run(_model, _data, Labels(gene => $"{gene % 2}"), options, progress: progress, cancellation: source.Token);
        Assert.Throws<OperationCanceledException>(Cancelled);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        Refuses("match none of the 512 genes of bench: there is nothing to learn", _ => null);
        Refuses("telling classes apart needs 2", _ => "one");
        Refuses(
            "9 folds by genome need 9 or more genomes, and there are 8",
            gene => $"{gene % 2}",
            Quick with
            {
                FoldCount = 9,
                Folds = FoldGrouping.Genome,
            }
        );
        Refuses(
            "This model has no module 'qeury' to adapt; 'query' comes nearest.",
            gene => $"{gene % 2}",
            Quick with
            {
                Lora = new LoraOptions { Targets = ["qeury"] },
            }
        );
        Refuses("The label 'many' of 'g0' is no number", _ => "many", Quick with { Kind = TargetKind.Regression });
        Refuses("All 512 numbers of 'planted' are equal", _ => "1", Quick with { Kind = TargetKind.Regression });
        Refuses("BatchSize is 0; it must be 1 or more.", gene => $"{gene % 2}", Quick with { BatchSize = 0 });
        var other = Assert.Throws<GlmException>(() =>
            FineTuningAnalysis.Run(
                _model,
                _data,
                new TaskLabels(
                    "x",
                    FineTuningTask.Window,
                    [
                        ["a"],
                    ]
                ),
                Quick
            )
        );
        Assert.StartsWith("The labels 'x' are of 1 windows, and bench has 64.", other.Message, StringComparison.Ordinal);

        void Refuses(string message, Func<int, string?> label, FineTuningOptions? options = null) =>
            Assert.Contains(message, Assert.Throws<GlmException>(() => Run(label, options ?? Quick)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_labels_of_genomes_from_a_table()
    {
        using var folder = new TemporaryFolder();
        folder.Write("habitat.tsv", "id\thabitat\ngenome0\tsea\ns1\tsoil;sea\nelsewhere\tsoil\n");
        var table = GenomeLabelReader.Read(_data.Scaffolds, folder["habitat.tsv"]);
        Assert.Equal(("habitat", 1), (table.Name, table.UnmatchedRows));
        var genomes = TaskLabels.Of(_data.Scaffolds, FineTuningTask.Genome, table);
        Assert.Equal(
            [
                ["sea"],
                ["soil", "sea"],
                [],
            ],
            genomes.PerItem.Take(3)
        );
        Assert.Equal(["soil", "sea"], TaskLabels.Of(_data.Scaffolds, FineTuningTask.Window, table).PerItem[8]);
        folder.Write("none.tsv", "id\thabitat\nelsewhere\tsoil\n");
        var message = Assert.Throws<GlmException>(() => GenomeLabelReader.Read(_data.Scaffolds, folder["none.tsv"])).Message;
        Assert.Contains("none of its 1 rows names a genome, scaffold or window of bench: it names 'elsewhere'", message);
    }

    private static TaskLabels Labels(Func<int, string?> label) => TaskLabels.Of(ProbeBench.Labels(ProbeBench.Data(), label));

    private FineTuningResult Run(Func<int, string?> label, FineTuningOptions options, IProgress<ProgressReport>? progress = null) =>
        FineTuningAnalysis.Run(_model, _data, Labels(label), options, progress: progress);
}
