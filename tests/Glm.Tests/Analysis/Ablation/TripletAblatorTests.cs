using Glm.Analysis.Ablation;
using Glm.Analysis.Baselines;
using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Tests.Training;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Analysis.Ablation;

[Collection(RandomState.Name)]
public sealed class TripletAblatorTests : IDisposable
{
    private static readonly GlmConfig Config = new()
    {
        HiddenSize = 32,
        Heads = 4,
        Layers = 2,
        FeedForwardSize = 64,
        LabelWidth = 17,
        MaxPositions = 12,
        MaxGenes = 12,
        Predictions = 2,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };

    private static readonly TrainingOptions Options = new()
    {
        Steps = 200,
        BatchSize = 32,
        LearningRate = 3e-3,
        EvaluationFraction = 0.4,
        EvaluateEvery = 1000,
    };

    private static readonly Lazy<GeneDataset> Simulated = new(() =>
    {
        var scaffolds = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = 30,
                ScaffoldsPerGenome = 4,
                MinGenesPerScaffold = 12,
                MaxGenesPerScaffold = 12,
                MinGenes = 12,
                MaxGenes = 12,
                Classes = 1,
                SharedOperons = 5,
                OperonsPerClass = 0,
                LoneFamilies = 5,
                OrderBreak = 0,
                MemberLoss = 0,
                Divergence = 0.1,
                MinResidues = 60,
                MaxResidues = 120,
            }
        );
        var vectors = new CompositionEmbedder().Embed(scaffolds);
        return GeneDataset.Create(scaffolds, vectors, FeatureTransform.Fit(vectors, Config.LabelWidth - 1));
    });

    private static readonly Lazy<GlmModel> Without = new(() =>
    {
        var model = GlmModel.Create(Config);
        Trainer.Train(model, Simulated.Value, Options);
        return model;
    });

    private readonly int _threads = torch.get_num_threads();

    public TripletAblatorTests() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(_threads);

    [Fact]
    public void Should_find_functions_that_neighbours_tell_better_with_the_loss()
    {
        var result = Ablate(Labels());
        var transfer = result.Of(AblationMeasure.Transfer);
        Assert.True(transfer is { Verdict: 1, Difference.Low: > 0 }, $"{transfer.With} against {transfer.Other}: {transfer.Difference}");
        Assert.Equal(1, result.Of(AblationMeasure.Transfer, AblationRival.Protein).Verdict);
        Assert.Equal(1, result.Of(AblationMeasure.Transfer, AblationRival.Frequent).Verdict);
        Assert.StartsWith("The triplet loss over 'after' (weight 0.1) helped transfer of functions in context", result.Conclusion);
        Assert.Equal(("12 genomes", "12 genomes"), (result.FunctionUnits, result.MaskedUnits));
        Assert.Equal((1.0, 4), (result.Answerable, result.Functions));
        // Of 30 genomes of 4 scaffolds, all genes but the first of each have a function.
        Assert.Equal((18 * 4 * 11, 12 * 4 * 11), (result.KnownGenes, result.AskedGenes));
    }

    [Fact]
    public void Should_find_no_help_in_shuffled_functions()
    {
        var labels = Labels().PerGene.ToArray();
        new SeededRandom(1).Shuffle(labels.AsSpan());
        var result = Ablate(new GeneLabels("shuffled", labels));
        Assert.InRange(result.Of(AblationMeasure.Transfer).Verdict, -1, 0);
        Assert.InRange(result.Of(AblationMeasure.Transfer, AblationRival.Protein).Verdict, -1, 0);
        Assert.DoesNotContain("helped transfer", result.Conclusion);
        // Whatever it did to the masked genes is said too.
        Assert.Equal(
            result.Of(AblationMeasure.Accuracy).Verdict == -1,
            result.Conclusion.Contains("hurt the accuracy on masked genes", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Should_find_no_difference_between_a_model_and_itself()
    {
        var result = TripletAblator.Compare(Without.Value, Without.Value, Simulated.Value, Labels(), Options);
        Assert.All(result.Figures.Where(figure => figure.Rival == AblationRival.Without), figure =>
        {
            Assert.Equal((0.0, 0.0, 0.0, 0), (figure.Difference.Value, figure.Difference.Low, figure.Difference.High, figure.Verdict));
            Assert.Equal(figure.Other, figure.With);
        });
        Assert.Equal(6, result.ToDataFrame().Rows.Count);
        Assert.Equal(
            result.Figures.Select(figure => figure.With.Value),
            result.ToDataFrame()["with"].Cast<double?>().Select(value => value!.Value)
        );
    }

    [Fact]
    public void Should_measure_masked_genes_as_the_baselines_are_measured()
    {
        var result = TripletAblator.Compare(Without.Value, Without.Value, Simulated.Value, Labels(), Options);
        var score = BaselineComparer.Compare([new GlmPredictor(Without.Value)], Simulated.Value, Options).Scores[0];
        Assert.Equal(score.Accuracy.Value, result.Of(AblationMeasure.Accuracy).With.Value, 1e-12);
        Assert.Equal(score.PseudoAccuracy.Value, result.Of(AblationMeasure.PseudoAccuracy).With.Value, 1e-12);
        Assert.Equal(score.SquaredError.Value, result.Of(AblationMeasure.SquaredError).With.Value, 1e-12);
    }

    [Fact]
    public void Should_transfer_by_hand_what_protein_vectors_say()
    {
        var data = Simulated.Value;
        var labels = Labels();
        var result = TripletAblator.Compare(Without.Value, Without.Value, data, labels, Options);
        var split = EvaluationSplit.Of(data, Options);
        var (known, asked) = (Genes(split.Training), Genes(split.Evaluation));
        var (means, deviations) = (new double[data.FeatureWidth - 1], new double[data.FeatureWidth - 1]);
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = known.Average(gene => gene.Vector[i]);
            deviations[i] = Math.Sqrt(known.Average(gene => Math.Pow(gene.Vector[i] - means[i], 2)));
        }
        double[] Direction(float[] vector)
        {
            double[] standard = [.. vector.Select((number, i) => deviations[i] > 1e-9 ? (number - means[i]) / deviations[i] : 0)];
            var length = Math.Sqrt(standard.Sum(number => number * number));
            return [.. standard.Select(number => number / length)];
        }
        (double[] Direction, IReadOnlyList<string> Labels)[] table = [.. known.Select(gene => (Direction(gene.Vector), gene.Labels))];
        var right = asked.Count(gene =>
        {
            var own = Direction(gene.Vector);
            return table.MaxBy(row => row.Direction.Zip(own, (a, b) => a * b).Sum()).Labels.Intersect(gene.Labels).Any();
        });
        // Equal vectors, of which there are some, leave a choice.
        Assert.Equal((double)right / asked.Count, result.Of(AblationMeasure.Transfer, AblationRival.Protein).Other.Value, 0.02);
        var frequent = known.SelectMany(gene => gene.Labels).CountBy(label => label).MaxBy(pair => pair.Value).Key;
        Assert.Equal(
            asked.Count(gene => gene.Labels.Contains(frequent)) / (double)asked.Count,
            result.Of(AblationMeasure.Transfer, AblationRival.Frequent).Other.Value,
            1e-12
        );

        List<(float[] Vector, IReadOnlyList<string> Labels)> Genes(int[] windows)
        {
            var genes = new List<(float[] Vector, IReadOnlyList<string> Labels)>();
            var (width, scaffolds) = (data.FeatureWidth, data.Scaffolds.Scaffolds.ToList());
            foreach (var window in windows)
            {
                var rows = WindowRows.From(data, [window]);
                var first = scaffolds
                    .TakeWhile(scaffold => scaffold != data.Windows[window].Scaffold)
                    .Sum(scaffold => scaffold.Genes.Count);
                for (var place = 0; place < data.LengthOf(window); place++)
                    if (labels.PerGene[first + data.Windows[window].Start + place] is { Count: > 0 } own)
                        genes.Add((rows.Features[(place * width)..((place * width) + width - 1)], own));
            }
            return genes;
        }
    }

    [Theory]
    [InlineData(AblationMeasure.Accuracy, 0.1, 0.01, 1)]
    [InlineData(AblationMeasure.Accuracy, -0.1, 0.01, -1)]
    [InlineData(AblationMeasure.SquaredError, 0.1, 0.01, -1)]
    [InlineData(AblationMeasure.SquaredError, -0.1, 0.01, 1)]
    [InlineData(AblationMeasure.Accuracy, 0.1, 0.06, 0)]
    [InlineData(AblationMeasure.Accuracy, 0.02, 0.01, 0)]
    [InlineData(AblationMeasure.Accuracy, 0.1, double.NaN, 0)]
    public void Should_judge_by_interval_and_corrected_p(AblationMeasure measure, double difference, double p, int verdict) =>
        Assert.Equal(
            verdict,
            new AblationFigure(
                measure,
                AblationRival.Without,
                new(0.5, 0.4, 0.6),
                new(0.5 - difference, 0.3, 0.7),
                new(difference, difference - 0.05, difference + 0.05, p),
                p
            ).Verdict
        );

    [Fact]
    public void Should_refuse_what_cannot_be_compared()
    {
        string Refused(GeneLabels labels, TrainingOptions options) =>
            Assert
                .Throws<GlmException>(() => TripletAblator.Compare(Without.Value, Without.Value, Simulated.Value, labels, options))
                .Message;
        Assert.Contains(
            "nothing is held out, so nothing can be compared on unseen genes. Use a larger EvaluationFraction = 0.1.",
            Refused(Labels(), Options with { EvaluationFraction = 0 })
        );
        var lone = Labels().PerGene.Select((_, gene) => (IReadOnlyList<string>)(gene == 0 ? ["x"] : []));
        Assert.Matches(
            @"([01]) genes of training windows and (?!\1)[01] of held-out ones have labels 'one'; a transfer of functions needs both\.",
            Refused(new GeneLabels("one", [.. lone]), Options)
        );
        Assert.StartsWith(
            "The labels 'few' are for 1 genes",
            Refused(
                new GeneLabels(
                    "few",
                    [
                        ["x"],
                    ]
                ),
                Options
            )
        );
    }

    private static TripletAblation Ablate(GeneLabels labels)
    {
        using var with = GlmModel.Create(Config);
        Trainer.Train(with, Simulated.Value, Options, labels);
        return TripletAblator.Compare(with, Without.Value, Simulated.Value, labels, Options);
    }

    /// <summary>A gene's function is told by the family of the gene before it, which its own protein says nothing of.</summary>
    private static GeneLabels Labels()
    {
        var families = new Dictionary<string, int>();
        int Number(Gene gene) => families.TryGetValue(gene.Family!, out var number) ? number : families[gene.Family!] = families.Count;
        return new GeneLabels(
            "after",
            [
                .. Simulated.Value.Scaffolds.Scaffolds.SelectMany(scaffold =>
                    scaffold.Genes.Select(
                        (_, place) => (IReadOnlyList<string>)(place == 0 ? [] : [$"after {Number(scaffold.Genes[place - 1]) % 4}"])
                    )
                ),
            ]
        );
    }
}
