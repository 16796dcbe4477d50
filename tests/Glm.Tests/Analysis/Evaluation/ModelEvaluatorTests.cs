using Glm.Analysis.Baselines;
using Glm.Analysis.Evaluation;
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

namespace Glm.Tests.Analysis.Evaluation;

[Collection(RandomState.Name)]
public sealed class ModelEvaluatorTests
{
    [Fact]
    public void Should_judge_as_training_does_on_all_windows()
    {
        var data = TrainingData.Create(scaffolds: 12);
        var options = new TrainingOptions
        {
            Steps = 3,
            BatchSize = 4,
            EvaluationFraction = 0.3,
            MaskProbability = 0.3,
        };
        using var model = GlmModel.Create(TrainingData.Config);
        var last = Trainer.Train(model, data, options).Evaluations[^1];
        var split = EvaluationSplit.Of(data, options);
        var held = new WindowSelection(data, split.Evaluation);
        var euclidean = BaselineOptions.Of(options) with { Distance = LabelDistance.Euclidean };
        var score = BaselineComparer.Compare([new GlmPredictor(model)], new WindowSelection(data, split.Training), held, euclidean).Scores[
            0
        ];
        // The loss of the run is this error and a ten-thousandth of a cross-entropy of some units.
        Assert.Equal(last.Loss, score.SquaredError.Value, 3);
        Assert.InRange(score.SquaredError.Value, score.SquaredError.Low, score.SquaredError.High);

        var evaluation = ModelEvaluator.Evaluate(model, data, options: euclidean);
        Assert.Equal(
            (data.WindowCount, data.WindowCount, 1),
            (evaluation.Windows, evaluation.Comparison.HeldOutWindows, evaluation.Genomes)
        );
        Assert.Equal(["chance", "window mean", "neighbour copy", "gLM"], evaluation.Comparison.Scores.Select(of => of.Name));
        Assert.Equal(["four random genes", "random-feature ridge", "neighbourhood vote"], evaluation.LeftOut);
        Assert.Equal([new KnownGenome("genome", "genome", null)], evaluation.TrainedOn); // its proteins have no sequences
        Assert.Equal(4, evaluation.ToDataFrame().Rows.Count);
        Assert.True(double.IsNaN(evaluation.Comparison.Scores[0].SquaredError.Value)); // chance predicts nothing
    }

    [Fact]
    public void Should_draw_genomes_and_let_baselines_learn_from_others()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 14, Seed = 4 });
        var vectors = new CompositionEmbedder().Embed(set);
        using var model = GlmModel.Create(GlmConfig.Tiny);
        var all = GeneDataset.Create(set, vectors, model.TransformFor(vectors));
        Assert.Contains("no label PCA", Assert.Throws<GlmException>(() => ModelEvaluator.Evaluate(model, all)).Message);
        model.Features = FeatureFit.Of(all.Transform);

        var (query, others) = (Part(set, 0, 6), Part(set, 6, 14));
        var data = GeneDataset.Create(query, vectors, all.Transform);
        var learned = WindowSelection.All(GeneDataset.Create(others, vectors, all.Transform));
        var evaluation = ModelEvaluator.Evaluate(model, data, learned, FamilyGenomes.Between(query, others));
        Assert.Equal((6, "6 genomes"), (evaluation.Genomes, evaluation.Comparison.Groups));
        Assert.Equal(["random-feature ridge", "neighbourhood vote"], evaluation.Comparison.Scores.Skip(4).Take(2).Select(of => of.Name));
        Assert.Empty(evaluation.LeftOut);
        Assert.Empty(evaluation.TrainedOn);
        // Whole genomes are drawn, so the vote is ahead of chance in each of them.
        Assert.InRange(evaluation.Comparison.Scores[5].Accuracy.Low, evaluation.Comparison.Scores[0].Accuracy.High, 1);
        Assert.Contains(
            "is both learned from and predicted",
            Assert.Throws<GlmException>(() => ModelEvaluator.Evaluate(model, all, learned)).Message
        );
    }

    [Fact]
    public void Should_measure_how_sure_a_model_may_be()
    {
        // 40 genes at 0.95, of which 38 are closest, and 60 at 0.35, of which 30 are.
        double[] likelihoods = [.. Enumerable.Repeat(0.95, 40), .. Enumerable.Repeat(0.35, 60)];
        double[] closest = [.. Enumerable.Range(0, 40).Select(i => i < 38 ? 1.0 : 0), .. Enumerable.Range(0, 60).Select(i => i % 2.0)];
        double[] accuracies = [.. Enumerable.Repeat(0.5, 100)];
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => i % 25)];
        var calibration = CalibrationEstimate.Of(likelihoods, closest, accuracies, groups, seed: 1);
        Assert.Equal([(0.3, 60), (0.9, 40)], calibration.Bins.Select(bin => (bin.From, bin.Genes)));
        Assert.Equal([0.5, 0.95], calibration.Bins.Select(bin => bin.Closest.Value));
        Assert.All(calibration.Bins, bin => Assert.Equal(0.5, bin.Accuracy.Value));
        Assert.Equal(0.6 * 0.15, calibration.Error.Value, 9);
        Assert.InRange(calibration.Error.High, calibration.Error.Value, 1);
        Assert.Equal(2, calibration.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_give_likelihoods_that_sum_to_one_likeliest_first()
    {
        var data = TrainingData.Create();
        using var model = GlmModel.Create(TrainingData.Config);
        var rows = WindowRows.From(data, [0]);
        var masked = new bool[rows.Length];
        masked[2] = masked[5] = true;
        var window = new MaskedWindow(rows, 0, masked, data.Window(0), 0, 10);
        var predictor = new GlmPredictor(model);
        var (plain, same) = (
            new float[2 * predictor.PredictionsPerGene * data.LabelWidth],
            new float[2 * predictor.PredictionsPerGene * data.LabelWidth]
        );
        var likelihoods = new float[2 * predictor.PredictionsPerGene];
        predictor.Predict(window, plain);
        ((ILikelihoodPredictor)predictor).Predict([window], same, likelihoods);
        Assert.Equal(plain, same);
        foreach (var gene in likelihoods.Chunk(predictor.PredictionsPerGene))
        {
            Assert.Equal(1, gene.Sum(), 5);
            Assert.Equal(gene.OrderDescending(), gene);
        }
    }

    private static ScaffoldSet Part(ScaffoldSet set, int from, int to)
    {
        var genomes = set.Genomes.Take(from..to).ToArray();
        var ids = genomes.Select(genome => genome.Id).ToHashSet();
        return new("part", genomes, set.Proteins, [.. set.Windows.Where(window => ids.Contains(window.Scaffold.GenomeId))], []);
    }
}
