using Glm.Analysis.Baselines;
using Glm.Analysis.Neighbourhood;
using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Tests.Analysis.Neighbourhood;
using Glm.Tests.Training;
using Glm.Training;

namespace Glm.Tests.Analysis.Baselines;

[Collection(RandomState.Name)]
public sealed class BaselineComparerTests
{
    private static readonly RandomFeatureRidgeOptions SmallRidge = new() { Features = 400, Ridge = 1 };

    [Fact]
    public void Should_find_chance_to_be_chance()
    {
        // 400 families: hardly any is in a window twice.
        var data = WindowSamples.Data(WindowSamples.Chains(40, 400, 10, shuffled: true));
        var result = BaselineComparer.Compare(
            [
                new ChanceBaseline(),
                new FourRandomGenesBaseline(),
                new WindowMeanBaseline(),
                new NeighbourCopyBaseline(),
                new RandomFeatureRidgeBaseline(SmallRidge),
            ],
            data,
            new TrainingOptions { EvaluationFraction = 0.5 }
        );
        Assert.Equal(
            ["chance", "four random genes", "window mean", "neighbour copy", "random-feature ridge"],
            result.Scores.Select(score => score.Name)
        );
        var chance = result.Scores[0];
        Assert.Equal(0.1, chance.Accuracy.Value, 0.002);
        Assert.Equal(chance.Accuracy, chance.PseudoAccuracy);
        Assert.Equal(0, chance.Predicted);
        // Genomes have 20 or so held-out and other genes: a mean rank in the middle, and ten of N found.
        Assert.InRange(chance.RecallAt10.Value, 0.2, 0.6);
        Assert.All(result.Scores, score => Assert.InRange(score.Accuracy.Value, 0, 0.2));
        Assert.Equal(0, result.Scores[3].Accuracy.Value); // nothing is nearer to a copied label than the gene that it was copied from
        var random = result.Scores[1];
        Assert.InRange(random.PseudoAccuracy.Value, random.Accuracy.Value + 0.05, 0.6);
        Assert.All(result.Scores, score => Assert.InRange(score.Accuracy.Value, score.Accuracy.Low, score.Accuracy.High));
        Assert.Equal((20, 20, "20 scaffolds"), (result.TrainingWindows, result.HeldOutWindows, result.Groups));
        Assert.Equal(5, result.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_learn_a_planted_rule_with_the_ridge()
    {
        var result = BaselineComparer.Compare(
            [new RandomFeatureRidgeBaseline(SmallRidge), new NeighbourCopyBaseline()],
            WindowSamples.Data(WindowSamples.Chains(60, 30, 10)),
            new TrainingOptions { EvaluationFraction = 0.3 }
        );
        Assert.InRange(result.Scores[0].Accuracy.Value, 0.8, 1);
        Assert.InRange(result.Scores[0].ReciprocalRank.Value, 0.5, 1);
        Assert.InRange(result.Scores[1].Accuracy.Value, 0, 0.3);
    }

    [Fact]
    public void Should_predict_simulated_genes_by_the_vote()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 4 });
        var data = WindowSamples.Data(set);
        var held = Enumerable.Range(0, data.WindowCount).ToLookup(window => data.GenomeOf(window).Id is "G03" or "G08");
        var comparison = FamilyGenomes.Within(set);
        var result = BaselineComparer.Compare(
            [new NeighbourhoodVoteBaseline(comparison), new WindowMeanBaseline()],
            new WindowSelection(data, [.. held[false]]),
            new WindowSelection(data, [.. held[true]])
        );
        Assert.InRange(result.Scores[0].Accuracy.Value, 0.3, 1);
        Assert.InRange(result.Scores[0].Accuracy.Low, result.Scores[1].Accuracy.High, 1);
        Assert.InRange(result.Scores[0].Predicted, 0.9, 1);
        Assert.Contains("blocks of 30 genes", result.Groups, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_predict_other_data_in_the_same_label_space()
    {
        var set = WindowSamples.Windows(FamilyGenomes.Set("A+ B+ C+ D+ E+ F+ G+ H+ I+ J+ K+ L+ M+ N+ O+"), 15);
        var training = WindowSamples.Data(set);
        var query = WindowSamples.Windows(FamilyGenomes.Named("q", "E- D- C- B- A- F+ G+ H+ I+"), 9);
        var heldOut = WindowSamples.Data(query, training.Transform);
        var options = new BaselineOptions
        {
            MaskProbability = 0.2,
            BatchSize = 1,
            LabelLimit = 100,
        };
        var vote = new NeighbourhoodVoteBaseline(FamilyGenomes.Between(query, set));
        var result = BaselineComparer.Compare([vote], WindowSelection.All(training), WindowSelection.All(heldOut), options);
        Assert.InRange(result.Scores[0].Accuracy.Value, 0.7, 1);
        var alien = WindowSamples.Data(WindowSamples.Chains(4, 30, 10));
        var error = Assert.Throws<GlmException>(() =>
            BaselineComparer.Compare([vote], WindowSelection.All(training), WindowSelection.All(alien))
        );
        Assert.Contains("labels of different spaces", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_hide_and_judge_as_training_does()
    {
        var config = TrainingData.Config with { Predictions = 4 };
        var data = TrainingData.Create(scaffolds: 60);
        var options = new TrainingOptions
        {
            Steps = 1,
            BatchSize = 4,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
        };
        using var trained = GlmModel.Create(config);
        var history = Trainer.Train(trained, data, options);
        var before = history.Evaluations[0];
        using var model = GlmModel.Create(config);
        var result = BaselineComparer.Compare([new GlmPredictor(model), new FourRandomGenesBaseline()], data, options);
        Assert.Equal(before.MaskedGenes, result.MaskedGenes);
        Assert.Equal(before.AbsoluteAccuracy, result.Scores[0].Accuracy.Value, 6);
        Assert.Equal(before.PseudoAccuracy, result.Scores[0].PseudoAccuracy.Value, 6);
        Assert.Equal((4, 4), (result.Scores[1].Predictions, history.Predictions));
        // Other draws of the same kind: of some 230 genes each, so their standard error is 3 points.
        Assert.Equal(result.Scores[1].PseudoAccuracy.Value, history.RandomGenesAccuracy, 0.1);
        Assert.Equal(["four random genes"], history.WithBaselines(result).Baselines.Select(score => score.Name));
    }

    [Fact]
    public void Should_repeat_itself()
    {
        var data = WindowSamples.Data(WindowSamples.Chains(30, 30, 10));
        var (first, again) = (Run(1), Run(1));
        Assert.Equal(first.Scores, again.Scores);
        Assert.NotEqual(first.Scores, Run(2).Scores);

        BaselineComparison Run(int seed) =>
            BaselineComparer.Compare(
                [new FourRandomGenesBaseline(seed), new RandomFeatureRidgeBaseline(SmallRidge with { Seed = seed })],
                data,
                new TrainingOptions { EvaluationFraction = 0.3 }
            );
    }

    [Fact]
    public void Should_show_a_predictor_nothing_of_masked_genes()
    {
        var spy = new Spy();
        BaselineComparer.Compare([spy], WindowSamples.Data(WindowSamples.Chains(10, 30, 10)), new TrainingOptions());
        Assert.True(spy.Masked > 0);
    }

    [Fact]
    public void Should_refuse_to_learn_from_what_it_predicts()
    {
        var data = WindowSamples.Data(WindowSamples.Windows(WindowSamples.Chains(4, 30, 20), 10));
        var error = Assert.Throws<GlmException>(() =>
            BaselineComparer.Compare([new ChanceBaseline()], new WindowSelection(data, [0, 2]), new WindowSelection(data, [1, 4]))
        );
        Assert.Equal(
            "Scaffold 's0' is both learned from and predicted; what a baseline knows already it cannot predict. Hold out whole scaffolds.",
            error.Message
        );
        var copy = WindowSamples.Data(data.Scaffolds, data.Transform);
        Assert.Throws<GlmException>(() =>
            BaselineComparer.Compare([new ChanceBaseline()], new WindowSelection(data, [0]), new WindowSelection(copy, [1]))
        );
        error = Assert.Throws<GlmException>(() =>
            BaselineComparer.Compare([new ChanceBaseline()], new WindowSelection(data, []), new WindowSelection(data, [1]))
        );
        Assert.Contains("0 windows to learn from and 1 to predict", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_scaffolds_of_two_sets_by_their_proteins()
    {
        var (one, two) = (Simulate(1), Simulate(2));
        var transform = Data(one, null).Transform;
        var (first, again, other) = (Data(one, transform), Data(one, transform), Data(two, transform));
        // Simulations number their genomes and scaffolds alike.
        Assert.Equal(first.ScaffoldId(0), other.ScaffoldId(0));
        Assert.Equal(4, Compare(first, other).HeldOutWindows);
        Assert.Contains("Scaffold 'G01_s1' is both learned from and predicted; what", Refused(first, again));

        var turned = one.Scaffolds.ToDictionary(
            scaffold => scaffold.Id,
            scaffold => new Scaffold($"contig {scaffold.Id}", [.. scaffold.Genes.Reverse()], $"bin {scaffold.GenomeId}")
        );
        var copy = Data(
            WindowSamples.Windows(
                new ScaffoldSet(
                    "copy",
                    [.. turned.Values.GroupBy(scaffold => scaffold.GenomeId).Select(own => new Genome(own.Key, [.. own], null))],
                    one.Proteins,
                    [],
                    []
                ),
                40
            ),
            transform
        );
        Assert.Contains(
            "Scaffold 'contig G01_s1' is both learned from and predicted, learned from as 'G01_s1' of genome 'G01'; what a baseline knows "
                + "already it cannot predict. Leave it out of one of the two.",
            Refused(first, copy)
        );

        static ScaffoldSet Simulate(long seed) =>
            WindowSamples.Windows(
                GenomeSimulator.Simulate(
                    new SimulationOptions
                    {
                        Genomes = 2,
                        ScaffoldsPerGenome = 2,
                        Seed = seed,
                    }
                ),
                40
            );

        static GeneDataset Data(ScaffoldSet set, FeatureTransform? transform)
        {
            var vectors = new CompositionEmbedder().Embed(set);
            return GeneDataset.Create(set, vectors, transform ?? FeatureTransform.Fit(vectors, 8));
        }

        static BaselineComparison Compare(GeneDataset learn, GeneDataset predict) =>
            BaselineComparer.Compare([new ChanceBaseline()], WindowSelection.All(learn), WindowSelection.All(predict));

        static string Refused(GeneDataset learn, GeneDataset predict) =>
            Assert.Throws<GlmException>(() => Compare(learn, predict)).Message;
    }

    [Fact]
    public void Should_say_what_the_vote_was_not_compared_with()
    {
        var set = WindowSamples.Windows(FamilyGenomes.Set("A+ B+ C+ D+ E+", "A+ B+ C+ D+ E+", "x+ y+ z+ v+ w+"), 5);
        var data = WindowSamples.Data(set);
        var other = FamilyGenomes.Within(FamilyGenomes.Named("other", "A+ B+ C+ D+ E+"));
        var error = Assert.Throws<GlmException>(() =>
            BaselineComparer.Compare(
                [new NeighbourhoodVoteBaseline(other)],
                new WindowSelection(data, [0]),
                new WindowSelection(data, [1])
            )
        );
        Assert.Equal(
            "Genes 1 to 5 of scaffold 'g0_0' of genome 'g0' are not in the reference genomes of the vote, families. Compare the genomes "
                + "that the windows come from.",
            error.Message
        );
    }

    /// <summary>Tries to see what is hidden.</summary>
    private sealed class Spy : IBaseline, IMaskedGenePredictor
    {
        public int Masked { get; private set; }

        public string Name => "spy";

        public int PredictionsPerGene => 1;

        public IMaskedGenePredictor Fit(TrainingWindows training, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
            this;

        public void Predict(MaskedWindow window, Span<float> predictions)
        {
            var label = new float[window.LabelWidth];
            foreach (var position in window.Masked)
            {
                Masked++;
                Assert.True(window.IsMasked(position) && !window.IsVisible(position));
                Assert.All(window.FeaturesOf(position).ToArray(), value => Assert.Equal(-1, value));
                Assert.Throws<InvalidOperationException>(() => window.CopyLabel(position, label));
            }
            predictions.Fill(1);
        }
    }
}
