using Glm.Analysis.Operons;
using Glm.Formats;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;

namespace Glm.Tests.Analysis.Operons;

public sealed class OperonAnalysisTests
{
    private static readonly OperonOptions Quick = new() { Resamples = 200 };

    private static readonly Lazy<OperonResult> Planted = new(() => Run(OperonSamples.Simulated, OperonTruth.Of(OperonSamples.Simulated)));

    private static OperonResult Run(ScaffoldSet set, OperonTruth? truth, OperonOptions? options = null) =>
        OperonAnalysis.Run(set, GenePairs.Of(set, truth), truth, options: options ?? Quick);

    [Fact]
    public void Should_find_planted_operons()
    {
        var result = Planted.Value;
        Assert.Equal(OperonAnalysis.DistanceBaseline, result.Predictor);
        var distance = result.Find(OperonAnalysis.DistanceBaseline)!;
        Assert.InRange(distance.AveragePrecision.Low, result.BaseRate + 0.2, 1);
        Assert.InRange(distance.Auroc, 0.9, 1);
        Assert.InRange(result.Find("same strand")!.AveragePrecision.Value, result.BaseRate, distance.AveragePrecision.Low);
        // Known without labels nearly as well as with them.
        Assert.InRange(result.Find(OperonAnalysis.Unlabelled)!.AveragePrecision.Value, distance.AveragePrecision.Value - 0.1, 1);
        Assert.InRange(result.Calibration!.ExpectedCalibrationError, 0, 0.05);
        var genes = result.Operons.Where(operon => operon.Genes.Count > 1).SelectMany(operon => operon.Genes).ToArray();
        Assert.InRange(genes.Count(gene => gene.Operon is not null) / (double)genes.Length, 0.8, 1);
    }

    [Fact]
    public void Should_find_nothing_in_shuffled_labels()
    {
        // The distance says nothing of labels that were dealt anew.
        var set = OperonSamples.Simulated;
        var result = Run(set, OperonSamples.Shuffled(set));
        foreach (var score in result.Scores)
            Assert.True(
                score.AveragePrecision.Low <= result.BaseRate + 0.01 && score.AveragePrecision.High >= result.BaseRate - 0.01,
                $"{score.Name}: {score.AveragePrecision}, base {result.BaseRate}"
            );
        Assert.InRange(result.Find(OperonAnalysis.DistanceBaseline)!.Auroc, 0.45, 0.55);
    }

    [Theory]
    [InlineData(FoldGrouping.Operon, false, FoldGrouping.Operon)]
    [InlineData(FoldGrouping.Scaffold, false, FoldGrouping.Scaffold)]
    [InlineData(FoldGrouping.Genome, false, FoldGrouping.Operon)] // twelve genomes say little of how genomes vary
    [InlineData(FoldGrouping.Random, true, FoldGrouping.Operon)]
    public void Should_say_whether_folds_leak_and_what_intervals_are_of(FoldGrouping grouping, bool leaks, FoldGrouping unit)
    {
        var set = OperonSamples.Simulated;
        var result = Run(set, OperonTruth.Of(set), Quick with { Folds = grouping });
        Assert.Equal((grouping, leaks, unit), (result.Folds!.Grouping, result.Folds.Leaks, result.IntervalUnit));
        Assert.Equal(leaks, result.Conclusion.Contains("These folds leak", StringComparison.Ordinal));
        if (grouping is FoldGrouping.Operon)
            foreach (
                var group in Enumerable
                    .Range(0, result.Pairs.Count)
                    .Where(i => result.Labels[i] == true)
                    .GroupBy(i => (result.Pairs[i].Scaffold.Id, result.Pairs[i].First.Operon))
            )
                Assert.Single(group.Select(i => result.FoldOf[i]).Distinct());
    }

    [Fact]
    public void Should_keep_homologous_pairs_and_operons_together_in_folds_by_cluster()
    {
        var set = OperonSamples.Simulated;
        var result = Run(set, OperonTruth.Of(set), Quick with { Folds = FoldGrouping.Cluster });
        Assert.Equal((FoldGrouping.Cluster, false), (result.Folds!.Grouping, result.Folds.Leaks));
        Assert.InRange(result.Folds.Groups, 20, result.LabelledPairs / 2);
        Assert.Equal(FoldGrouping.Cluster, result.IntervalUnit);
        var labelled = Enumerable.Range(0, result.Pairs.Count).Where(i => result.Labels[i] is not null).ToArray();
        foreach (var alike in labelled.GroupBy(i => Key(result.Pairs[i])))
            Assert.Single(alike.Select(i => result.FoldOf[i]).Distinct());
        foreach (
            var one in labelled
                .Where(i => result.Labels[i] == true)
                .GroupBy(i => (result.Pairs[i].Scaffold.Id, result.Pairs[i].First.Operon))
        )
            Assert.Single(one.Select(i => result.FoldOf[i]).Distinct());
        // By operon, copies of one pair in several genomes are on both sides.
        var byOperon = Planted.Value;
        Assert.Contains(labelled.GroupBy(i => Key(byOperon.Pairs[i])), alike =>
            alike.Select(i => byOperon.FoldOf[i]).Distinct().Count() > 1
        );
        Assert.Contains(result.Notes, note => note.Contains("the families that the genes carry", StringComparison.Ordinal));

        static (string, string) Key(GenePair pair)
        {
            string[] families = [pair.First.Family ?? pair.First.ProteinId, pair.Second.Family ?? pair.Second.ProteinId];
            Array.Sort(families, StringComparer.Ordinal);
            return (families[0], families[1]);
        }
    }

    [Fact]
    public void Should_predict_held_out_pairs_by_the_fold_that_did_not_see_them()
    {
        var (result, set) = (Planted.Value, OperonSamples.Simulated);
        var features = PairFeatures.Join(PairFeatures.OfStrand(result.Pairs), PairFeatures.OfDistance(result.Pairs)!);
        var known = Enumerable.Range(0, result.Pairs.Count).Where(i => result.Labels[i] is not null).ToArray();
        int[] train = [.. known.Where(i => result.FoldOf[i] != 2)];
        var fitted = OperonPredictor.Fit(features, train, [.. train.Select(i => result.Labels[i]!.Value)]).Predict(features);
        foreach (var i in known.Where(i => result.FoldOf[i] == 2))
            Assert.Equal(fitted[i], result.Probabilities[i], 12);
    }

    [Fact]
    public void Should_give_the_same_for_the_same_seed()
    {
        var again = Run(OperonSamples.Simulated, OperonTruth.Of(OperonSamples.Simulated));
        Assert.Equal(Planted.Value.Probabilities, again.Probabilities);
        Assert.Equal(Planted.Value.Scores.Select(score => score.AveragePrecision), again.Scores.Select(score => score.AveragePrecision));
    }

    [Fact]
    public void Should_predict_without_labels_and_say_that_nothing_is_known_of_it()
    {
        var set = OperonSamples.Simulated;
        var result = Run(set, truth: null);
        Assert.Equal(OperonAnalysis.Unlabelled, result.Predictor);
        Assert.Null(result.Folds);
        Assert.All(result.Labels, label => Assert.Null(label));
        Assert.Contains("nothing is known of how often this is right", result.Conclusion, StringComparison.Ordinal);
        Assert.Contains(result.Operons, operon => operon.Genes.Count > 2);
    }

    [Fact]
    public void Should_apply_what_it_learned_to_another_genome()
    {
        var other = Glm.Genomes.Simulation.GenomeSimulator.Simulate(
            new Glm.Genomes.Simulation.SimulationOptions { Genomes = 2, Seed = 8 }
        );
        var pairs = GenePairs.Of(other);
        var result = OperonAnalysis.Run(other, pairs, predictor: Planted.Value.Fitted);
        Assert.StartsWith("given predictor", result.Predictor, StringComparison.Ordinal);
        bool[] truth = [.. pairs.Select(pair => pair.First.Operon is { } operon && operon == pair.Second.Operon)];
        Assert.InRange(AveragePrecision.Of(result.Probabilities, truth), 0.8, 1);
    }

    [Fact]
    public void Should_lose_no_pair_in_its_table()
    {
        var result = Planted.Value;
        var table = result.ToDataFrame();
        Assert.Equal(result.Pairs.Count, table.Rows.Count);
        foreach (var column in new[] { "gene_a", "gene_b", "label", "fold", "same_strand", "distance", "probability", "strand_distance" })
            Assert.Contains(table.Columns, known => known.Name == column);
        Assert.Equal(OperonSamples.Simulated.GeneCount, result.Operons.Sum(operon => operon.Genes.Count));
        Assert.Equal(result.Operons.Count, result.ToOperonTable().Rows.Count);
    }

    [Fact]
    public void Should_name_labelled_pairs_that_are_no_neighbours()
    {
        var set = OperonSamples.Simulated;
        var genes = set.Scaffolds[0].Genes;
        var pairs = GenePairs.Of(set).Select((pair, i) => new LabelledGenePair(pair.First.Id, pair.Second.Id, i % 2 == 0, i + 1));
        var annotation = new OperonAnnotation("p", "pairs", [], [.. pairs, new LabelledGenePair(genes[0].Id, genes[5].Id, true, 9999)]);
        var result = Run(set, OperonTruth.Of(set, annotation));
        Assert.Contains(result.Notes, note => note.StartsWith("1 of ", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_write_operons_for_genome_browsers()
    {
        using var files = new TemporaryFolder();
        var written = OperonGff.Write(Planted.Value, files["operons.gff3"]);
        var lines = File.ReadAllLines(files["operons.gff3"]);
        Assert.Equal("##gff-version 3", lines[0]);
        Assert.Equal((written, Planted.Value.Operons.Count(operon => operon.Genes.Count > 1)), (lines.Length - 1, written));
        var first = Planted.Value.Operons.First(operon => operon.Genes.Count > 1);
        Assert.StartsWith($"{first.Scaffold.Id}\tGlm.Interactive\toperon\t{first.Genes[0].Start}\t{first.Genes[^1].End}\t", lines[1]);
    }

    [Fact]
    public void Should_do_without_coordinates_and_say_so()
    {
        var set = OperonSamples.Simulated;
        var bare = new ScaffoldSet(
            set.Source,
            [.. set.Genomes.Select(genome => genome with { Scaffolds = [.. genome.Scaffolds.Select(Bare)] })],
            set.Proteins,
            [],
            []
        );
        var result = Run(bare, OperonTruth.Of(bare));
        Assert.Equal(PairFeatures.Strand, result.Predictor);
        Assert.Contains(result.Notes, note => note.StartsWith("No gene has coordinates", StringComparison.Ordinal));
        Assert.Null(result.Find(OperonAnalysis.Unlabelled));
        Assert.StartsWith(
            $"{set.Source}: without known operons, the distances between genes must be known",
            Assert.Throws<GlmException>(() => Run(bare, truth: null)).Message
        );

        static Scaffold Bare(Scaffold scaffold) =>
            scaffold with
            {
                Genes = [.. scaffold.Genes.Select(gene => gene with { Start = null, End = null })],
            };
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var set = OperonSamples.Set("a+:1-9", "b+:11-20", "c+:31-40");
        Assert.Equal(
            "truth.tsv: all 2 labelled pairs of neighbours are of one operon; telling them apart needs both kinds. Use a table that also "
                + "names genes outside operons.",
            Assert.Throws<GlmException>(() => Run(set, OperonSamples.Truth(set, ("a", "1"), ("b", "1"), ("c", "1")))).Message
        );
        Assert.StartsWith(
            "truth.tsv: none of its rows says anything of two neighbouring genes",
            Assert.Throws<GlmException>(() => Run(set, OperonSamples.Truth(set, ("a", "1"), ("c", "1")))).Message
        );
        Assert.StartsWith(
            "sample: no scaffold has two genes",
            Assert.Throws<GlmException>(() => Run(OperonSamples.Set("a+:1-9"), truth: null)).Message
        );
        var few = Assert.Throws<GlmException>(() => Run(set, OperonSamples.Truth(set, ("a", "1"), ("b", "1"), ("c", null))));
        Assert.Contains("fold", few.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Should_know_the_published_operons_of_Escherichia_coli()
    {
        var table = Repository.Shared("reference", "operon.annot");
        var set = ScaffoldFiles.Load(Repository.Shared("genomes", "ecoli", "GCF_000005845.2_ASM584v2_genomic.gbff.gz"));
        var truth = OperonTruth.Of(set, OperonAnnotationReader.Read(table));
        Assert.Equal((4315, 0), (truth.Genes, truth.UnmatchedRows));
        var result = Run(set, truth);
        // Counted by others: genomes/NOTES.md.
        Assert.Equal((4314, 4314, 1741), (result.Pairs.Count, result.LabelledPairs, result.OperonicPairs));
        Assert.Equal(3022, result.Pairs.Count(pair => pair.IsSameStrand));
        Assert.InRange(result.Find(OperonAnalysis.DistanceBaseline)!.AveragePrecision.Value, 0.902, 0.928);
    }
}
