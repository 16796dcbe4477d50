using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using TorchSharp;

namespace Glm.Tests.Analysis.Probes;

public sealed class GeneProbeTests
{
    private static readonly ProbeOptions Quick = new() { Resamples = 200 };

    [Theory]
    [InlineData(ProbeKind.Linear)]
    [InlineData(ProbeKind.Mlp)]
    public void Should_find_what_depends_on_the_gene_itself_without_context(ProbeKind kind)
    {
        var result = Run(gene => $"f{ProbeBench.FamilyOf(gene)}", Quick with { Kind = kind });
        var free = result.ScoreOf(ProbeRepresentation.ContextFree)!;
        Assert.InRange(free.AveragePrecision.Value, 0.95, 1);
        Assert.InRange(free.Accuracy.Value, 0.95, 1);
        Assert.InRange(result.ScoreOf(ProbeRepresentation.NearestNeighbour)!.Accuracy.Value, 0.95, 1);
        Assert.InRange(result.ScoreOf(ProbeRepresentation.ContextOnly)!.AveragePrecision.Value, 0, 0.5);
        Assert.False(result.Comparisons[0].AveragePrecision.Low > 0);
        Assert.DoesNotContain("gLM adds to", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_find_what_depends_on_the_neighbours_in_the_context()
    {
        var result = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick);
        var (with, without) = (
            result.ScoreOf(ProbeRepresentation.Contextual)!.AveragePrecision,
            result.ScoreOf(ProbeRepresentation.ContextFree)!.AveragePrecision
        );
        Assert.True(with.Low > without.High, $"{with} against {without}");
        Assert.True(result.ScoreOf(ProbeRepresentation.ContextOnly)!.AveragePrecision.Low > without.High);
        Assert.True(result.Comparisons.All(one => one.AveragePrecisionP < 0.05 && one.AveragePrecision.Low > 0));
        Assert.StartsWith("gLM adds to context-free vectors for 'planted': macro AP 0.", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains(
            "The neighbours alone, with the gene masked, predict it better than chance",
            result.Conclusion,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_find_nothing_in_shuffled_labels()
    {
        var result = Run(gene => new Random(gene * 7).Next(3) is var k ? $"class {k}" : null, Quick);
        var chance = result.ScoreOf(ProbeRepresentation.Majority)!.AveragePrecision.Value;
        Assert.Equal(1 / 3d, chance, 12);
        Assert.InRange(result.Chance.Value, chance, chance + 0.03);
        Assert.All(result.Scores, score => Assert.True(score.AboveChance.Low <= 0, $"{score}"));
        Assert.All(result.Comparisons, one => Assert.True(one.AveragePrecisionP > 0.05));
        Assert.StartsWith("Neither gLM nor context-free vectors predict 'planted' better", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains("do not predict it better than chance", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_hold_out_whole_genomes_unless_told_otherwise()
    {
        var result = Run(gene => $"f{ProbeBench.FamilyOf(gene)}", Quick with { ContextOnly = false });
        Assert.Equal((FoldGrouping.Genome, FoldGrouping.Genome, 8), (result.Folds.Grouping, result.Unit, result.Units));
        Assert.False(result.Folds.Leaks);
        Assert.Equal(["gLM layer 2", "context-free", "nearest neighbour", "largest class"], result.Scores.Select(score => score.Name));
        Assert.Null(result.ScoreOf(ProbeRepresentation.ContextOnly));
        Assert.Contains("The intervals rest on 8 genomes: take them as rough.", result.Remarks);
        Assert.Equal((512, 512), (result.Genes.Count, result.ToFoldDataFrame().Rows.Count));
        Assert.All(
            result.Genes.Select((gene, i) => (Genome: int.Parse(gene[1..]) / 64, Fold: result.Folds.FoldOf[i])).GroupBy(one => one.Genome),
            genome => Assert.Single(genome.Select(one => one.Fold).Distinct())
        );
    }

    [Theory]
    [InlineData(FoldGrouping.Random, true)]
    [InlineData(FoldGrouping.Window, true)]
    [InlineData(FoldGrouping.Operon, true)]
    [InlineData(FoldGrouping.Genome, false)]
    public void Should_say_that_folds_leak(FoldGrouping grouping, bool leaks)
    {
        var result = Run(gene => $"f{ProbeBench.FamilyOf(gene)}", Quick with { ContextOnly = false, Folds = grouping, Resamples = 20 });
        Assert.Equal((grouping, leaks), (result.Folds.Grouping, result.Folds.Leaks));
        Assert.Equal(leaks, result.Conclusion.StartsWith("The folds leak: genomes stand on both sides", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true, "the families that the genes carry")]
    [InlineData(false, false, "equal proteins, because sequences to find homologs with are missing")]
    public void Should_hold_out_clusters_where_genomes_are_few(bool families, bool sequences, string source)
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data(genomes: 2, sequences, carriesFamilies: families);
        var labels = ProbeBench.Labels(data, gene => gene % 2 == 0 ? "even" : "odd");
        var result = GeneProbe.Run(model, data, labels, Quick with { ContextOnly = false });
        Assert.Equal((FoldGrouping.Cluster, FoldGrouping.Cluster, families ? 6 : 128), (result.Folds.Grouping, result.Unit, result.Units));
        Assert.False(result.Folds.Leaks);
        Assert.Contains(result.Remarks, remark => remark.StartsWith($"Clusters are {source}", StringComparison.Ordinal));
        Assert.Contains(result.Remarks, remark => remark.StartsWith("Folds keep homologous genes together", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_sweep_layers_and_correct_for_their_number()
    {
        var result = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick with { AllLayers = true });
        Assert.Equal([0, 1, 2, null, 0, 1, 2, null, null], result.Scores.Select(score => score.Layer));
        Assert.Equal(6, result.Comparisons.Count);
        Assert.Equal(2, result.Layer);
        Assert.All(result.Comparisons, one => Assert.True(one.AveragePrecisionP >= one.AveragePrecision.PValue));
        // Before any attention, a gene has seen no neighbour.
        Assert.True(result.Comparisons[0].AveragePrecision.High < result.Comparisons[2].AveragePrecision.Low);
        Assert.Contains("layers are ahead after correction", result.Conclusion, StringComparison.Ordinal);
        var frame = result.ToDataFrame();
        // Masked genes are alike in the embedding block; what is around them shows above it.
        var alone = result.Scores.Where(score => score.Representation == ProbeRepresentation.ContextOnly).ToArray();
        Assert.True(alone[0].AboveChance.Low <= 0 && alone[1].AboveChance.Low > 0 && alone[2].AboveChance.Low > 0);
        Assert.Equal(alone[2], result.ScoreOf(ProbeRepresentation.ContextOnly));
        // The same as of the last layer by itself, where only masked genes are computed.
        var last = Run(gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other", Quick).ScoreOf(ProbeRepresentation.ContextOnly)!;
        Assert.Equal(last.AveragePrecision.Value, alone[2].AveragePrecision.Value, 3);
        Assert.Equal((9, 15), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal(result.Comparisons[1].AveragePrecision.Value, frame["gain"][1]);
        Assert.Null(frame["gain"][3]);
    }

    [Fact]
    public void Should_predict_several_labels_of_a_gene()
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data();
        var labels = new GeneLabels(
            "terms",
            [
                .. Enumerable
                    .Range(0, 512)
                    .Select(gene =>
                        ProbeBench.FamilyOf(gene) is var family && gene % 10 == 0
                            ? Array.Empty<string>()
                            : ["all", $"f{family}", .. family < 3 ? new[] { "low" } : []]
                    ),
            ]
        );
        var result = GeneProbe.Run(model, data, labels, Quick);
        Assert.True(result.IsMultiLabel);
        Assert.Equal(8, result.Classes.Count);
        Assert.Equal(("all", 460), (result.Classes[0].Name, result.Classes[0].Genes));
        Assert.Equal(1, result.BaseRate);
        Assert.Equal(52, result.Left["without a label"]);
        Assert.InRange(result.ScoreOf(ProbeRepresentation.ContextFree)!.MacroF1.Value, 0.95, 1);
        Assert.InRange(result.ScoreOf(ProbeRepresentation.Majority)!.MacroF1.Value, 0.1, 0.3);
        Assert.Equal(8, result.ToClassDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_say_exactly_what_it_dropped()
    {
        var result = Run(
            gene =>
                gene < 5 ? "rare"
                : gene is >= 10 and < 30 ? "of one genome"
                : gene >= 500 ? null
                : $"f{ProbeBench.FamilyOf(gene)}",
            Quick with
            {
                ContextOnly = false,
                Resamples = 20,
            }
        );
        Assert.Equal(
            [new DroppedLabel("of one genome", 20, "in one genome only"), new DroppedLabel("rare", 5, "fewer than 10 genes")],
            result.Dropped
        );
        Assert.Equal(12, result.Left["without a label"]);
        Assert.Equal(25, result.Left["with dropped labels only"]);
        Assert.Equal(475, result.Genes.Count);
    }

    [Fact]
    public void Should_repeat_itself_and_leave_no_tensor_behind()
    {
        var options = Quick with { Resamples = 20, Kind = ProbeKind.Mlp };
        var first = Run(gene => $"f{ProbeBench.FamilyOf(gene)}", options);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var second = Run(gene => $"f{ProbeBench.FamilyOf(gene)}", options);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(first.Scores, second.Scores);
        Assert.Equal(first.Classes, second.Classes);
        Assert.NotEqual(first.Folds.FoldOf, Run(gene => $"f{ProbeBench.FamilyOf(gene)}", options with { Seed = 2 }).Folds.FoldOf);
    }

    [Fact]
    public void Should_average_over_the_windows_that_have_a_gene()
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data();
        var labels = ProbeBench.Labels(data, gene => gene % 2 == 0 ? "even" : "odd");
        var once = GeneProbe.Run(model, data, labels, Quick with { Resamples = 20 });
        var set = data.Scaffolds;
        var doubled = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, [.. set.Windows, .. set.Windows], []);
        var twice = GeneProbe.Run(model, ProbeBench.Over(doubled), labels, Quick with { Resamples = 20 });
        Assert.Equal(once.Genes, twice.Genes);
        foreach (var (a, b) in once.Scores.Zip(twice.Scores))
            Assert.Equal(a.AveragePrecision.Value, b.AveragePrecision.Value, 3);
    }

    [Fact]
    public void Should_say_what_is_wrong_in_one_line()
    {
        Refuse(
            gene => null,
            Quick,
            "The labels 'planted' match none of the 512 genes of bench: there is nothing to predict. Use other Labels."
        );
        Refuse(
            gene => gene < 500 ? "a" : "b",
            Quick with
            {
                MinCount = 20,
            },
            "Of the 2 labels of 'planted', 1 has 20 or more genes in 2 or more genomes; telling classes apart needs 2. The largest has "
                + "500 genes. Use a smaller MinCount, or other labels."
        );
        Refuse(
            gene => $"{gene % 2}",
            Quick with
            {
                Folds = FoldGrouping.Genome,
                FoldCount = 9,
            },
            "9 folds by genome need 9 or more genomes, and there are 8. Use at most 8 folds or another Folds, or load more."
        );
        Refuse(gene => $"{gene % 2}", Quick with { Layer = 3 }, "Layer 3 does not exist: this model has 0 (the embedding block) to 2");
        Refuse(gene => $"{gene % 2}", Quick with { FoldCount = 1 }, "Cross-validation needs 2 or more folds, not 1.");
        Refuse(gene => $"{gene % 2}", Quick with { MinCount = 1 }, "The fewest genes of a class are 1");

        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data();
        var short1 = new GeneLabels(
            "ec",
            [
                ["1"],
            ]
        );
        Assert.Equal(
            "The labels 'ec' are of 1 genes, and bench has 512. Make them for the scaffolds that are probed.",
            Assert.Throws<GlmException>(() => GeneProbe.Run(model, data, short1)).Message
        );
        using var wide = GlmModel.Create(ProbeBench.Config with { ProteinWidth = 20 });
        var labels = ProbeBench.Labels(data, gene => $"{gene % 2}");
        Assert.Contains("this model reads 21", Assert.Throws<GlmException>(() => GeneProbe.Run(wide, data, labels, Quick)).Message);
    }

    [Fact]
    public void Should_name_a_gene_whose_vector_is_not_finite()
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        using (torch.no_grad())
            model.Parameters.Values[0] = float.NaN;
        var data = ProbeBench.Data();
        var error = Assert.Throws<GlmException>(() => GeneProbe.Run(model, data, ProbeBench.Labels(data, gene => $"{gene % 2}"), Quick));
        Assert.StartsWith("The vector in layer 2 of the model of gene 'g0' holds NaN, which no probe can read.", error.Message);
    }

    [Fact]
    public void Should_stop_when_cancelled()
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data();
        Assert.Throws<OperationCanceledException>(() =>
            GeneProbe.Run(
                model,
                data,
                ProbeBench.Labels(data, gene => $"{gene % 2}"),
                Quick,
                cancellation: new CancellationToken(canceled: true)
            )
        );
    }

    private static ProbeResult Run(Func<int, string?> label, ProbeOptions options)
    {
        using var model = GlmModel.Create(ProbeBench.Config);
        var data = ProbeBench.Data();
        return GeneProbe.Run(model, data, ProbeBench.Labels(data, label), options);
    }

    private static void Refuse(Func<int, string?> label, ProbeOptions options, string message)
    {
        var error = Assert.Throws<GlmException>(() => Run(label, options)).Message;
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }
}
