using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Tests.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

/// <summary>
/// Windows of family vectors, nearly orthogonal ones of hundreds of families, are learned by heart in less than a minute. With the
/// published initialisation and squared errors the loss stands still for thousands of steps.
/// </summary>
[Collection(RandomState.Name)]
public sealed class MemorisingTests
{
    private const int Windows = 64,
        Families = 600,
        Width = 99;

    [Fact]
    public void Should_learn_windows_of_many_families_by_heart()
    {
        // Where genes stand in any order, the nearest neighbours do not say enough: a family comes three times.
        var config = GlmConfig.Genomes with { ProteinWidth = Width, HiddenSize = 512, Heads = 4, FeedForwardSize = 1024 };
        var data = Data(config.MaxGenes);
        using var model = GlmModel.Create(config);
        var history = Trainer.Train(
            model,
            data,
            TrainingOptions.Genomes with
            {
                Steps = 700,
                MaskProbability = 0.15,
                EvaluationFraction = 0,
            },
            cancellation: TestContext.Current.CancellationToken
        );
        var learned = history.Steps.TakeLast(40).Average(step => step.AbsoluteAccuracy);
        Assert.True(learned > 0.95, $"{learned:P1} after {history.Seconds:0} s");
    }

    private static GeneDataset Data(int genes)
    {
        var random = new Random(1);
        var scaffolds = Enumerable
            .Range(0, Windows)
            .Select(s => new Scaffold(
                $"s{s}",
                [
                    .. Enumerable
                        .Range(0, genes)
                        .Select(g => new Gene(
                            $"s{s}_{g}",
                            random.Next(2) == 0 ? Strand.Forward : Strand.Reverse,
                            $"f{random.Next(Families)}"
                        )),
                ],
                "genome"
            ))
            .ToArray();
        var set = new ScaffoldSet(
            "families",
            [new Genome("genome", scaffolds, null)],
            new Dictionary<string, Protein>(),
            [.. scaffolds.Select(scaffold => new GeneWindow(scaffold, 0, genes))],
            []
        );
        var vectors = new ProteinVectors(
            "families",
            [.. Enumerable.Range(0, Families).Select(family => $"f{family}")],
            Width,
            [.. Enumerable.Range(0, Families * Width).Select(_ => (Half)SmallModel.Normal(random))]
        );
        return GeneDataset.Create(set, vectors, FeatureTransform.Fit(vectors, Width));
    }
}
