using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Tests.Modeling;

namespace Glm.Tests.Training;

/// <summary>Scaffolds of numbered genes with random protein vectors, for training that takes a moment.</summary>
internal static class TrainingData
{
    public static GlmConfig Config { get; } = SmallModel.Config with { MaxGenes = 8, MaxPositions = 8 };

    /// <summary>Scaffolds of two windows each, of 8 and 5 genes.</summary>
    /// <param name="scaffolds">How many.</param>
    /// <param name="config">Of the model.</param>
    /// <param name="labels">Whether there is something to learn.</param>
    /// <param name="seed">Of the protein vectors.</param>
    /// <param name="reversed">The place of a gene that lies on the other strand; null for none.</param>
    /// <param name="genomes">How many genomes the scaffolds are dealt to.</param>
    public static GeneDataset Create(
        int scaffolds = 6,
        GlmConfig? config = null,
        bool labels = true,
        int seed = 1,
        int? reversed = null,
        int genomes = 1
    )
    {
        config ??= Config;
        var all = Enumerable
            .Range(0, scaffolds)
            .Select(s => new Scaffold(
                $"s{s}",
                [
                    .. Enumerable
                        .Range(0, 13)
                        .Select(g => new Gene($"s{s}_{g}", g % 3 == 0 || g == reversed ? Strand.Reverse : Strand.Forward, $"s{s}_{g}")),
                ],
                genomes == 1 ? "genome" : $"genome{s % genomes}"
            ))
            .ToArray();
        var windows = all.SelectMany(scaffold => new[] { new GeneWindow(scaffold, 0, 8), new GeneWindow(scaffold, 8, 5) });
        Genome[] owners = [.. all.GroupBy(scaffold => scaffold.GenomeId).Select(own => new Genome(own.Key, [.. own], null))];
        var set = new ScaffoldSet("test", owners, new Dictionary<string, Protein>(), [.. windows], []);
        var ids = all.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.ProteinId).ToArray();
        var random = new Random(seed);
        var vectors = new ProteinVectors(
            "test",
            ids,
            config.ProteinWidth,
            [.. Enumerable.Range(0, ids.Length * config.ProteinWidth).Select(_ => (Half)SmallModel.Normal(random))]
        );
        var fitted = FeatureTransform.Fit(vectors, config.LabelWidth - 1);
        return GeneDataset.Create(set, vectors, labels ? fitted : new FeatureTransform(fitted.Normalizer, null));
    }
}
