using Glm.Analysis.Functions;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Functions;

[Collection(RandomState.Name)]
public sealed class FunctionAnalysisTests
{
    private static readonly FunctionBench Bench = new();

    private static readonly FunctionOptions Brief = FunctionBench.Options with
    {
        Training = FunctionBench.Options.Training with { Epochs = 1 },
        Resamples = 50,
    };

    [Fact]
    public void Should_find_what_only_the_neighbours_tell()
    {
        var result = Run(gene => [$"kind {FunctionBench.KindOf(gene)}"], FunctionBench.Options);
        var network = result.ScoreOf(FunctionMethod.Network)!;
        Assert.InRange(network.AveragePrecision.Value, 0.85, 1 + 1e-9);
        Assert.Equal((FoldGrouping.Genome, 8), (result.Folds.Grouping, result.Units));
        // All families are in all genomes: leaving out homologs would leave nothing.
        Assert.Equal((FamilyHoldOut.Halved, 10), (result.Families, result.Fits));
        foreach (var baseline in new[] { FunctionMethod.Nearest, FunctionMethod.SeveralNearest, FunctionMethod.ProteinProbe })
        {
            var gain = result.Compare(FunctionMethod.Network, baseline)!;
            Assert.True(gain.AveragePrecision.Low > 0 && gain.AveragePrecisionP < 0.05, $"{baseline}: {gain}");
            Assert.True(gain.FMax.Low > 0 && gain.FMaxP < 0.05, $"{baseline}: {gain}");
        }
        Assert.StartsWith(
            "PlasGO's network is better than transfer from the nearest known gene for 'planted': macro AUPR ",
            result.Conclusion,
            StringComparison.Ordinal
        );
        Assert.Equal(["kind 0", "kind 1"], result.Classes.Select(one => one.Name).Order());
        Assert.All(result.Classes, one => Assert.True(one.Gain.Low > 0));
        Assert.Equal(8 * 10 * 6, result.Genes.Count);
        Assert.Equal(8 * 10 * 2, result.Left["without a label"]);
    }

    [Fact]
    public void Should_find_nothing_in_shuffled_labels()
    {
        var result = Run(gene => [$"class {new Random(gene * 7).Next(2)}"], FunctionBench.Options);
        Assert.All(result.Comparisons, one => Assert.True(one.AveragePrecisionP > 0.05, $"{one}"));
        Assert.Contains("PlasGO's network cannot be told from transfer", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_transfer_what_the_protein_tells_where_homologs_are_known()
    {
        var result = Run(gene => [$"f{Bench.FamilyOf[gene]}"], Brief with { HoldOutFamilies = false, Resamples = 200 });
        Assert.Equal((FamilyHoldOut.None, 5), (result.Families, result.Fits));
        Assert.InRange(result.ScoreOf(FunctionMethod.Nearest)!.FMax.Value, 0.99, 1 + 1e-9);
        Assert.InRange(result.ScoreOf(FunctionMethod.Nearest)!.AveragePrecision.Value, 0.99, 1 + 1e-9);
        Assert.InRange(result.ScoreOf(FunctionMethod.ProteinProbe)!.AveragePrecision.Value, 0.99, 1 + 1e-9);
        Assert.Contains("PlasGO's network is worse than transfer", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains(result.Remarks, remark =>
            remark.StartsWith("Homologs of tested genes are learned from", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Should_leave_homologs_out_where_that_costs_little()
    {
        // Families of two genes, one in each of two genomes: 5 folds of stretches lose a few genes each.
        var alone = new FunctionBench(genomes: 2, carriesFamilies: false);
        ScaffoldSet set = Renamed(alone.Set, gene => $"F{gene % 80}");
        var labels = alone.Labels(gene => [$"kind {FunctionBench.KindOf(gene)}"]);
        var result = FunctionAnalysis.Run(set, alone.Vectors, labels, Brief with { BlockGenes = 8 });
        Assert.Equal((FamilyHoldOut.LeftOut, FoldGrouping.Block, 5), (result.Families, result.Folds.Grouping, result.Fits));
        Assert.Equal(20, result.Units);
        Assert.InRange(result.LearnedFrom, 48, 95);
        Assert.Equal(20, result.Genes.Select((gene, i) => (int.Parse(gene[1..]) / 8, result.Folds.FoldOf[i])).Distinct().Count());
    }

    [Fact]
    public void Should_never_learn_from_a_genome_or_family_that_it_tests()
    {
        var labels = Bench.Labels(gene => [$"kind {FunctionBench.KindOf(gene)}"]);
        int[] genomes = [.. Enumerable.Range(0, Bench.Set.GeneCount).Select(gene => gene / 80)];
        var task = Glm.Analysis.Probes.ProbeTask.Of("x", "gene", labels.PerGene, _ => true, genomes, FoldGrouping.Genome, 2);
        var splits = FunctionSplits.Of(task, genomes, FoldGrouping.Genome, [.. Bench.FamilyOf], Brief);
        Assert.Equal(task.Items.Length, splits.Fits.Sum(fit => fit.Test.Length));
        Assert.All(splits.Fits, fit =>
        {
            Assert.NotEmpty(fit.Train);
            Assert.Empty(Of(fit.Train, gene => genomes[gene]).Intersect(Of(fit.Test, gene => genomes[gene])));
            Assert.Empty(Of(fit.Train, gene => Bench.FamilyOf[gene]).Intersect(Of(fit.Test, gene => Bench.FamilyOf[gene])));
        });

        int[] Of(int[] items, Func<int, int> what) => [.. items.Select(item => what(task.Items[item])).Distinct()];
    }

    [Fact]
    public void Should_predict_several_labels_and_leave_out_rare_ones()
    {
        var result = Run(
            gene => gene == 0 ? ["rare"] : ["all", $"f{Bench.FamilyOf[gene] % 3}", .. gene == 2 ? new[] { "rare" } : []],
            Brief with
            {
                HoldOutFamilies = false,
            }
        );
        Assert.Equal(["all", "f0", "f1", "f2"], result.Classes.Select(one => one.Name).Order());
        Assert.Equal("rare", Assert.Single(result.Dropped).Name);
        Assert.Equal(1, result.Left["with dropped labels only"]);
        Assert.InRange(result.ScoreOf(FunctionMethod.Nearest)!.FMax.Value, 0.98, 1 + 1e-9);
        // "all" and one of three at the least threshold that tells nothing apart: each gene has 2 of the 4 labels.
        Assert.InRange(result.ScoreOf(FunctionMethod.Frequency)!.FMax.Value, 2.0 / 3 - 0.01, 0.8);
        var frame = result.ToDataFrame();
        Assert.Equal((5, 15), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal((4, 9), (result.ToClassDataFrame().Rows.Count, result.ToClassDataFrame().Columns.Count));
    }

    [Theory]
    [InlineData(1, new[] { "1", "2" }, 0)]
    [InlineData(2, new[] { "1.1", "1.2", "2.7" }, 60)]
    public void Should_cut_enzyme_numbers(int level, string[] expected, int tooShort)
    {
        string[] all = ["1.1.1.3", "1.2.4.-", "2.7.2.4", "1.-.-.-"];
        var labels = new GeneLabels("ec", [.. Enumerable.Range(0, 240).Select(gene => new[] { all[gene % 4] })]);
        var cut = (Brief with { Level = level }).Cut(labels, out var without);
        Assert.Equal(expected, cut.PerGene.SelectMany(own => own).Distinct().Order());
        Assert.Equal(tooShort, without);
        var result = Run(gene => [all[gene / 8 % 4]], Brief with { Level = level });
        Assert.Equal(expected, result.Classes.Select(one => one.Name).Order());
        Assert.Equal(tooShort > 0, result.Left.ContainsKey("with labels of too few parts only"));
        Assert.Equal(160, result.Left["without a label"]);
        Assert.Equal(640, result.Genes.Count + result.Left.Values.Sum());
    }

    [Fact]
    public void Should_probe_gLM_beside_the_network()
    {
        var set = Windowed(Bench.Set);
        using var model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3, ProteinWidth = FunctionBench.Width });
        var labels = Bench.Labels(gene => [$"kind {FunctionBench.KindOf(gene)}"]);
        var result = FunctionAnalysis.Run(set, Bench.Vectors, labels, Brief, model);
        var probe = result.ScoreOf(FunctionMethod.ContextProbe)!;
        Assert.Equal("linear probe of gLM, layer 2", probe.Name);
        Assert.InRange(probe.AveragePrecision.Value, result.ScoreOf(FunctionMethod.ProteinProbe)!.AveragePrecision.Value + 0.05, 1);
        Assert.Equal(6, result.Comparisons.Count);
        Assert.Contains("The linear probe of gLM", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_give_the_same_figures_for_the_same_seed()
    {
        FunctionResult Once() => Run(gene => [$"kind {FunctionBench.KindOf(gene)}"], Brief);
        var (first, second) = (Once(), Once());
        Assert.Equal(first.Scores, second.Scores);
        Assert.Equal(first.Comparisons, second.Comparisons);
    }

    [Fact]
    public void Should_train_save_and_predict_unlabelled_genes()
    {
        // Every second plasmid has no labels.
        var labels = Bench.Labels(gene => gene / 8 % 2 == 0 ? [$"kind {FunctionBench.KindOf(gene)}"] : []);
        var (model, history) = FunctionAnalysis.Train(Bench.Set, Bench.Vectors, labels, FunctionBench.Options);
        using (model)
        {
            Assert.Equal((40, 240), (history.Windows, history.Genes));
            var predictions = FunctionPredictions.Run(model, Bench.Set, Bench.Vectors, labels, history: history);
            Assert.Equal((240, 400, 2), (predictions.Known, predictions.Genes, predictions.Labels));
            Assert.DoesNotContain(predictions.Called, one => labels.PerGene[int.Parse(one.Gene[1..])].Count > 0);
            var others = predictions.Called.Where(one => !FunctionBench.IsMarker(int.Parse(one.Gene[1..]))).ToArray();
            var right = others.Count(one => one.Label == $"kind {FunctionBench.KindOf(int.Parse(one.Gene[1..]))}");
            Assert.True(right > 0.9 * others.Length && others.Length > 200, $"{right} of {others.Length}");
            var inner = others.First(one => int.Parse(one.Gene[1..]) % 8 == 3);
            var number = int.Parse(inner.Gene[1..]);
            Assert.Equal([$"g{number - 2}", $"g{number - 1}"], inner.Before);
            Assert.Equal([$"g{number + 1}", $"g{number + 2}"], inner.After);
            Assert.All(predictions.Called.Where(one => int.Parse(one.Gene[1..]) % 8 == 0), one => Assert.Empty(one.Before));
            var frame = predictions.ToDataFrame();
            Assert.Equal((predictions.Called.Count, 8L), ((int)frame.Rows.Count, frame.Columns.Count));
            var everything = FunctionPredictions.Run(model, Bench.Set, Bench.Vectors);
            Assert.Equal((0, 640), (everything.Known, everything.Genes));
        }
    }

    [Theory]
    [InlineData("labels", "are of 3 genes, and bench has 640")]
    [InlineData("none", "match none of the 640 genes")]
    [InlineData("rare", "none has 10 or more genes")]
    [InlineData("heads", "5 heads do not divide 32 numbers evenly")]
    [InlineData("level", "at least 1 part of a label counts")]
    [InlineData("folds", "needs 2 or more folds, not 1")]
    public void Should_say_what_is_wrong(string what, string message)
    {
        var labels = what switch
        {
            "labels" => new GeneLabels(
                "x",
                [
                    [],
                    ["a"],
                    [],
                ]
            ),
            "none" => Bench.Labels(_ => []),
            "rare" => Bench.Labels(gene => [$"g{gene}"]),
            _ => Bench.Labels(gene => [$"kind {FunctionBench.KindOf(gene)}"]),
        };
        var options = what switch
        {
            "heads" => Brief with { Heads = 5 },
            "level" => Brief with { Level = 0 },
            "folds" => Brief with { FoldCount = 1 },
            _ => Brief,
        };
        var mistake = Assert.Throws<GlmException>(() => FunctionAnalysis.Run(Bench.Set, Bench.Vectors, labels, options));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.InRange(mistake.Message.Length, 1, 699);
    }

    [Fact]
    public void Should_stop_when_asked()
    {
        using var stop = new CancellationTokenSource();
        var labels = Bench.Labels(gene => [$"kind {FunctionBench.KindOf(gene)}"]);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            FunctionAnalysis.Run(
                Bench.Set,
                Bench.Vectors,
                labels,
                Brief,
                progress: Testing.Immediate.Cancelling(stop, 2),
                cancellation: stop.Token
            )
        );
    }

    private static FunctionResult Run(Func<int, IReadOnlyList<string>> labels, FunctionOptions options) =>
        FunctionAnalysis.Run(Bench.Set, Bench.Vectors, Bench.Labels(labels), options);

    private static ScaffoldSet Renamed(ScaffoldSet set, Func<int, string> family)
    {
        var number = 0;
        Genome[] genomes =
        [
            .. set.Genomes.Select(genome =>
                genome with
                {
                    Scaffolds =
                    [
                        .. genome.Scaffolds.Select(scaffold =>
                            scaffold with
                            {
                                Genes = [.. scaffold.Genes.Select(gene => gene with { Family = family(number++) })],
                            }
                        ),
                    ],
                }
            ),
        ];
        return new ScaffoldSet(set.Source, genomes, set.Proteins, [], []);
    }

    private static ScaffoldSet Windowed(ScaffoldSet set) =>
        new(
            set.Source,
            set.Genomes,
            set.Proteins,
            [.. set.Scaffolds.Select(scaffold => new GeneWindow(scaffold, 0, scaffold.Genes.Count))],
            []
        );
}
