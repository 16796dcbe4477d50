using Glm.Features;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class LearningTests : IDisposable
{
    private readonly int _threads = torch.get_num_threads();

    /// <summary>A model this small only waits for a second thread, and for long where the machine is busy.</summary>
    public LearningTests() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(_threads);

    [Fact]
    public void Should_learn_neighbours_far_beyond_chance()
    {
        // Half the genes belong to a few operons that hardly change; what is hidden follows from what stands beside it.
        var scaffolds = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = 16,
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
        var config = new GlmConfig
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
        using var model = GlmModel.Create(config);
        var data = GeneDataset.Create(scaffolds, vectors, FeatureTransform.Fit(vectors, config.LabelWidth - 1));

        var history = Trainer.Train(
            model,
            data,
            new TrainingOptions
            {
                Steps = 300,
                BatchSize = 32,
                LearningRate = 3e-3,
                EvaluationFraction = 0.2,
                EvaluateEvery = 300,
            }
        );

        var (untrained, trained) = (history.Evaluations[0], history.Evaluations[^1]);
        var figures =
            $"chance {history.ChanceAccuracy:P1}; untrained {untrained.PseudoAccuracy:P1}, {untrained.AbsoluteAccuracy:P1}; "
            + $"trained {trained.PseudoAccuracy:P1}, {trained.AbsoluteAccuracy:P1}; {history.Seconds:0.0} s";
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(trained.PseudoAccuracy > 2.5 * Math.Max(history.ChanceAccuracy, untrained.PseudoAccuracy), figures);
        Assert.True(trained.AbsoluteAccuracy > 2.5 * Math.Max(history.ChanceAccuracy, untrained.AbsoluteAccuracy), figures);
        Assert.True(trained.Loss < 0.8 * untrained.Loss, figures);
    }
}
