using Glm.Analysis.Baselines;
using Glm.Analysis.Prediction;
using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Tests.Analysis.Baselines;
using Glm.Tests.Training;
using static TorchSharp.torch;

namespace Glm.Tests.Analysis.Prediction;

[Collection(RandomState.Name)]
public sealed class GenePredictorTests
{
    [Fact]
    public void Should_find_a_transplanted_island_surprising_and_nothing_in_shuffled_genomes()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 30, Seed = 11 });
        var learned = Part(set, set.Genomes.Skip(12));
        var transform = WindowSamples.Data(set).Transform;
        var training = WindowSelection.All(WindowSamples.Data(learned, transform));
        var ridge = new RandomFeatureRidgeBaseline(new RandomFeatureRidgeOptions { Features = 800 });

        var planted = Surprise(shuffled: false);
        var control = Surprise(shuffled: true);
        Assert.InRange(planted.Low, 0.5, planted.Value);
        Assert.InRange(0.5, control.Low, control.High);
        Assert.True(planted.Low > control.Value, $"{planted} {control}");

        // How often a gene of an island surprises more than another gene, with an interval from windows.
        Estimate Surprise(bool shuffled)
        {
            var genomes = Enumerable.Range(0, 6).Select(i => Transplant(set.Genomes[i], set.Genomes[i + 6], shuffled, seed: i)).ToArray();
            var data = WindowSamples.Data(Cut(genomes, set.Proteins), transform);
            var found = GenePredictor.Predict(
                ridge,
                data,
                training,
                new GenePredictionOptions { MaskedPerPass = 2 },
                cancellation: TestContext.Current.CancellationToken
            );
            var windows = found.Genes.Select(gene => gene.WindowId).Distinct().ToList();
            return GroupBootstrap.OfItems([.. found.Genes.Select(gene => windows.IndexOf(gene.WindowId))], items =>
                RocArea([.. items.Select(item => found.Genes[item])])
            );
        }
    }

    [Theory]
    [InlineData(1, 8, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(100, 1, 8)]
    public void Should_hide_as_many_genes_at_once_as_it_is_told(int maskedPerPass, int copies, int most)
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var oracle = new Oracle(data);
        var found = GenePredictor.Predict(oracle, data, options: new GenePredictionOptions { MaskedPerPass = maskedPerPass });
        Assert.Equal(24, found.Genes.Select(gene => gene.Gene.Id).Distinct().Count());
        Assert.Equal(3 * copies, oracle.Hidden.Count);
        Assert.Equal(most, oracle.Hidden.Max(hidden => hidden.Length));
        if (maskedPerPass == 3)
            Assert.Equal(
                [
                    [0, 3, 6],
                    [1, 4, 7],
                    [2, 5],
                ],
                oracle.Hidden.Take(3)
            );
        Assert.Equal(found.Genes.Select(gene => gene.Position).Take(8), Enumerable.Range(1, 8));
    }

    [Theory]
    [InlineData(LabelDistance.Cosine)]
    [InlineData(LabelDistance.Euclidean)]
    public void Should_not_be_surprised_by_what_was_foreseen(LabelDistance distance)
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var found = GenePredictor.Predict(new Oracle(data), data, options: new GenePredictionOptions { Distance = distance, Top = 2 });
        Assert.All(found.Genes, gene => Assert.Equal((1, 0.0, 1.0), (gene.Rank, gene.Surprise, gene.WindowCredit)));
        Assert.All(found.Genes, gene => Assert.Equal(gene.Gene.Family, gene.Nearest[0].Gene.Family));
        Assert.All(found.Genes, gene => Assert.InRange(gene.Nearest[0].Similarity, 0.9999, 1.0001));
        Assert.Equal((1, 0, 24), (found.AccuracyInSet.Value, found.MeanSurprise.Value, found.Rivals));
        Assert.Equal(["chance", "four random genes", "corpus mean", "window mean", "neighbour copy", "oracle"], Names(found));
        Assert.StartsWith("oracle picks a hidden gene out of its window in 100.0% [100.0, 100.0], ahead of", found.Conclusion);
    }

    [Fact]
    public void Should_be_surprised_by_the_opposite_of_what_was_foreseen()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var found = GenePredictor.Predict(new Oracle(data) { Sign = -1 }, data);
        Assert.All(found.Genes, gene => Assert.InRange(gene.Rank, 15, 24));
        Assert.All(found.Genes, gene => Assert.InRange(gene.Similarities[0], -1.0001, -0.9999));
        Assert.InRange(found.MeanSurprise.Value, found.SurpriseOfGuesses, 5);
    }

    [Fact]
    public void Should_weigh_predictions_with_their_likelihoods()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var found = GenePredictor.Predict(new Oracle(data) { Likelihoods = [0.6f, 0.4f] }, data);
        var second = found.Genes[3];
        Assert.Equal([0.6, 0.4], second.Likelihoods.Select(likelihood => Math.Round(likelihood, 6)));
        Assert.Equal(1, second.Similarities[1], 4);
        // The likelier prediction is of another gene, which fits better; this one is the next.
        Assert.Equal(0, second.WindowCredit);
        Assert.InRange(second.Rank, 2, 4);
        Assert.Equal([0, 1], second.Nearest.Select(near => near.Candidate).Distinct());
        var certain = GenePredictor.Predict(new Oracle(data) { Likelihoods = [1f, 0f] }, data);
        Assert.InRange(certain.MeanSurprise.Value, found.MeanSurprise.Value + 0.5, 5);
    }

    [Fact]
    public void Should_count_guesses_as_guesses()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var found = GenePredictor.Predict(new ChanceBaseline(), data);
        Assert.All(found.Genes, gene => Assert.Equal(12.5, gene.Rank));
        Assert.All(found.Genes, gene => Assert.Empty(gene.Nearest));
        Assert.Equal(found.SurpriseOfGuesses, found.MeanSurprise.Value, 9);
        var frame = found.ToDataFrame();
        Assert.Equal(24, frame.Rows.Count);
        Assert.All(frame["nearest"].Cast<string?>(), Assert.Null);
    }

    [Fact]
    public void Should_predict_a_gene_of_overlapping_windows_once_from_the_widest_view()
    {
        var set = WindowSamples.Chains(1, 12, 12);
        var scaffold = set.Scaffolds[0];
        GeneWindow[] windows = [new(scaffold, 0, 8), new(scaffold, 4, 8)];
        var data = WindowSamples.Data(new ScaffoldSet("overlaps", set.Genomes, set.Proteins, windows, []));
        var found = GenePredictor.Predict(new Oracle(data), data);
        Assert.Equal(Enumerable.Range(1, 12), found.Genes.Select(gene => gene.Position));
        Assert.Equal(6, found.Genes.Count(gene => gene.WindowId == windows[0].Id));
        Assert.All(found.Genes.Take(6), gene => Assert.Equal(windows[0].Id, gene.WindowId));
    }

    [Fact]
    public void Should_predict_copies_of_a_window_as_one_by_one()
    {
        var data = TrainingData.Create(scaffolds: 3);
        using var model = GlmModel.Create(TrainingData.Config);
        var found = GenePredictor.Predict(model, data);
        var window = data.Window(0);
        var rows = WindowRows.From(data, [0]);
        var predictor = new GlmPredictor(model);
        for (var position = 0; position < window.Length; position++)
        {
            var isMasked = new bool[rows.Length];
            isMasked[position] = true;
            var alone = new float[predictor.PredictionsPerGene * data.LabelWidth];
            var likelihoods = new float[predictor.PredictionsPerGene];
            ((ILikelihoodPredictor)predictor).Predict(
                [new MaskedWindow(rows, 0, isMasked, window, 0, GlmLoss.LabelClip)],
                alone,
                likelihoods
            );
            Assert.Equal(likelihoods.Select(likelihood => (double)likelihood), found.Genes[position].Likelihoods, Near);
        }
        Assert.NotNull(found.Predictor.Calibration);
        Assert.True(found.IsUntrained);
        Assert.EndsWith("say nothing about the genes.", found.Conclusion);
        Assert.Equal(model.Config.Predictions, found.Genes[0].Similarities.Count);

        static bool Near(double a, double b) => Math.Abs(a - b) < 1e-5;
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        var oracle = new Oracle(data);
        Refuse("has no scaffold 's9'. Did you mean 's0'?", new GenePredictionOptions { Scaffold = "s9" });
        Refuse("has no gene 'x' in its windows", new GenePredictionOptions { Genes = ["s0_1", "x"] });
        Refuse("must be 1 to 100 proteins", new GenePredictionOptions { Top = 0 });
        Refuse("must be at least 1 gene", new GenePredictionOptions { MaskedPerPass = 0 });
        Refuse("they exclude each other", new GenePredictionOptions { Scaffold = "s0", Genes = ["s0_1"] });

        using var model = GlmModel.Create(TrainingData.Config);
        Assert.Contains("this model predicts 5", Assert.Throws<GlmException>(() => GenePredictor.Predict(model, data)).Message);
        using var other = GlmModel.Create(TrainingData.Config with { ProteinWidth = 7 });
        Assert.Contains("this model reads 8", Assert.Throws<GlmException>(() => GenePredictor.Predict(other, data)).Message);
        using (no_grad())
            model.Parameters.Values.fill_(double.NaN);
        var damaged = Assert.Throws<GlmException>(() => GenePredictor.Predict(model, TrainingData.Create(scaffolds: 3)));
        Assert.Contains("is not a finite number: its weights or the protein vectors hold NaN", damaged.Message);

        void Refuse(string message, GenePredictionOptions options) =>
            Assert.Contains(message, Assert.Throws<GlmException>(() => GenePredictor.Predict(oracle, data, options: options)).Message);
    }

    [Fact]
    public void Should_leave_out_genes_without_neighbours()
    {
        var set = WindowSamples.Chains(2, 12, 3);
        GeneWindow[] windows = [new(set.Scaffolds[0], 0, 3), new(set.Scaffolds[1], 0, 1)];
        var transform = WindowSamples.Data(WindowSamples.Chains(3, 12, 8)).Transform;
        var data = WindowSamples.Data(new ScaffoldSet("short", set.Genomes, set.Proteins, windows, []), transform);
        var found = GenePredictor.Predict(new Oracle(data), data);
        Assert.Equal((3, 3), (found.Genes.Count, found.LeftOut));
        var alone = Assert.Throws<GlmException>(() =>
            GenePredictor.Predict(new Oracle(data), data, options: new GenePredictionOptions { Scaffold = "s1" })
        );
        Assert.Contains("no gene can be predicted: those that are asked for are alone in their windows", alone.Message);
    }

    [Fact]
    public void Should_stop_when_asked_to()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(3, 12, 8));
        Assert.Throws<OperationCanceledException>(() =>
            GenePredictor.Predict(new Oracle(data), data, cancellation: new CancellationToken(true))
        );
    }

    private static IEnumerable<string> Names(GenePredictions found) => found.Scores.Select(score => score.Name);

    private static ScaffoldSet Part(ScaffoldSet set, IEnumerable<Genome> genomes) => Cut([.. genomes], set.Proteins);

    private static ScaffoldSet Cut(Genome[] genomes, IReadOnlyDictionary<string, Protein> proteins)
    {
        var cut = WindowCutter.Cut([.. genomes.SelectMany(genome => genome.Scaffolds)], 15, 30);
        return new ScaffoldSet("planted", genomes, proteins, cut.Windows, cut.Dropped);
    }

    /// <summary>
    /// A genome as one scaffold, with 40 genes of another in random order in its middle, called "island"; or all of these in random order.
    /// </summary>
    private static Genome Transplant(Genome genome, Genome other, bool shuffled, int seed)
    {
        var random = new Random(seed);
        Gene[] own = [.. genome.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        Gene[] island = [.. other.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene with { Name = "island" })];
        random.Shuffle(island);
        Gene[] genes = [.. own.Take(own.Length / 2), .. island.Take(40), .. own.Skip(own.Length / 2)];
        if (shuffled)
            random.Shuffle(genes);
        return new Genome(genome.Id, [new Scaffold(genome.Id, genes, genome.Id)], genome.Lineage);
    }

    private static double RocArea(PredictedGene[] genes)
    {
        double[] island = [.. genes.Where(gene => gene.Gene.Name == "island").Select(gene => gene.Rank)];
        double[] others = [.. genes.Where(gene => gene.Gene.Name != "island").Select(gene => gene.Rank)];
        if (island.Length == 0 || others.Length == 0)
            return double.NaN;
        return island.Sum(of =>
                others.Sum(than =>
                    of > than ? 1
                    : of == than ? 0.5
                    : 0
                )
            )
            / island.Length
            / others.Length;
    }

    /// <summary>
    /// Knows every label, and notes what is hidden from it. With two likelihoods it gives the label of the gene before as the first
    /// prediction and the right one as the second.
    /// </summary>
    private sealed class Oracle(GeneDataset data) : IBaseline, ILikelihoodPredictor
    {
        public float Sign { get; init; } = 1;

        public float[] Likelihoods { get; init; } = [1];

        public List<int[]> Hidden { get; } = [];

        public string Name => "oracle";

        public int PredictionsPerGene => Likelihoods.Length;

        public IMaskedGenePredictor Fit(TrainingWindows training, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
            this;

        public void Predict(MaskedWindow window, Span<float> predictions) =>
            Predict([window], predictions, new float[window.Masked.Count * PredictionsPerGene]);

        public void Predict(IReadOnlyList<MaskedWindow> windows, Span<float> predictions, Span<float> likelihoods)
        {
            var gene = 0;
            foreach (var window in windows)
            {
                Hidden.Add([.. window.Masked]);
                var labels = WindowRows.From(data, [window.Window]).Labels!;
                foreach (var position in window.Masked)
                {
                    for (var p = 0; p < PredictionsPerGene; p++)
                    {
                        var foreseen = p == PredictionsPerGene - 1 ? position : (position + window.Length - 1) % window.Length;
                        var label = labels.AsSpan(foreseen * data.LabelWidth, data.LabelWidth);
                        var prediction = predictions.Slice(((gene * PredictionsPerGene) + p) * data.LabelWidth, data.LabelWidth);
                        for (var k = 0; k < label.Length; k++)
                            prediction[k] = Sign * Math.Clamp(label[k], -10, 10);
                        likelihoods[(gene * PredictionsPerGene) + p] = Likelihoods[p];
                    }
                    gene++;
                }
            }
        }
    }
}
