using Glm.Analysis.Influence;
using Glm.Analysis.Operons;
using Glm.Features;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Statistics;
using Glm.Tests.Training;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Analysis.Influence;

/// <summary>A model that learned from genomes with planted operons, and what its influences tell of operons of other genomes.</summary>
[Collection(RandomState.Name)]
public sealed class PlantedInfluenceTests : IDisposable
{
    private readonly int _threads = torch.get_num_threads();

    /// <summary>A model this small only waits for a second thread, and for long where the machine is busy.</summary>
    public PlantedInfluenceTests() => torch.set_num_threads(1);

    public void Dispose() => torch.set_num_threads(_threads);

    [Fact]
    public void Should_find_planted_operons_and_nothing_where_genes_are_shuffled_or_nothing_was_learned()
    {
        // Half the genes belong to a few operons that hardly change; what is hidden follows from what stands beside it.
        var scaffolds = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = 24,
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
        var transform = FeatureTransform.Fit(vectors, config.LabelWidth - 1);
        var unseen = Part(scaffolds, scaffolds.Genomes.Skip(16));

        var (before, _) = Area(unseen);
        Trainer.Train(
            model,
            GeneDataset.Create(Part(scaffolds, scaffolds.Genomes.Take(16)), vectors, transform),
            new TrainingOptions
            {
                Steps = 300,
                BatchSize = 32,
                LearningRate = 3e-3,
                EvaluationFraction = 0,
            }
        );

        var (trained, attention) = Area(unseen);
        // One way of shuffling is off by some hundredths by chance, the mean of many hardly.
        double[] shuffles = [.. Enumerable.Range(0, 10).Select(seed => Area(Shuffled(unseen, new Random(seed))).Influence.Value)];
        var shuffled = shuffles.Average();
        var figures = $"untrained {before}, trained {trained}, its attention {attention}, shuffled {shuffled:0.000} on average";
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(trained.Low > 0.65, figures);
        Assert.True(trained.Low > before.High && trained.Low > shuffles.Max(), figures);
        Assert.True(Math.Abs(shuffled - 0.5) < 0.04, figures);

        (Estimate Influence, Estimate Attention) Area(ScaffoldSet set)
        {
            var result = InfluenceReader.Run(
                model,
                set,
                vectors,
                transform,
                truth: OperonTruth.Of(set),
                options: new InfluenceOptions { Resamples = 200 }
            );
            return (
                result.Find(InfluenceScore.Influence)!.Figures[InfluenceResult.Neighbours].Auroc,
                result.Find(InfluenceScore.Attention)!.Figures[InfluenceResult.Neighbours].Auroc
            );
        }
    }

    private static ScaffoldSet Part(ScaffoldSet set, IEnumerable<Genome> genomes)
    {
        Genome[] kept = [.. genomes];
        var cut = WindowCutter.Cut(kept.SelectMany(genome => genome.Scaffolds), 12, 12);
        return new ScaffoldSet(set.Source, kept, set.Proteins, cut.Windows, cut.Dropped);
    }

    /// <summary>
    /// Other genes in each place, the operons staying where they are. Genes are dealt out over all scaffolds: within one, many operons
    /// in its places would mean many operon genes to be dealt out, neighbours of which meet by chance.
    /// </summary>
    private static ScaffoldSet Shuffled(ScaffoldSet set, Random random)
    {
        Gene[] genes = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes)];
        random.Shuffle(genes);
        var next = 0;
        return Part(
            set,
            [
                .. set.Genomes.Select(genome =>
                    genome with
                    {
                        Scaffolds =
                        [
                            .. genome.Scaffolds.Select(scaffold =>
                                scaffold with
                                {
                                    Genes =
                                    [
                                        .. scaffold.Genes.Select(place =>
                                            genes[next++] with
                                            {
                                                Operon = place.Operon,
                                                Start = null,
                                                End = null,
                                            }
                                        ),
                                    ],
                                }
                            ),
                        ],
                    }
                ),
            ]
        );
    }
}
