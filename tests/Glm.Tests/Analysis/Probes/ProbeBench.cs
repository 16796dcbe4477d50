using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Tests.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Probes;

/// <summary>
/// Genomes in which it is known what can be predicted from what: windows of 8 genes are of one of two kinds, which only the families of
/// several genes together tell apart. The model has random weights: it mixes what stands in a window, and has learned nothing.
/// </summary>
internal static class ProbeBench
{
    public const int Families = 6;
    private const int WindowLength = 8;
    private const int WindowsPerGenome = 8;

    public static GlmConfig Config { get; } = TrainingData.Config with { InitializerRange = 0.3 };

    public static int KindOf(int gene) => KindOfWindow(gene / WindowLength);

    public static int FamilyOf(int gene)
    {
        var random = new Random(gene);
        // Half of the genes are of the three families that are frequent in their kind of window.
        return random.NextDouble() < 0.5 ? random.Next(Families) : (random.Next(Families / 2) * 2) + KindOf(gene);
    }

    public static GeneDataset Data(int genomes = 8, bool sequences = true, bool carriesFamilies = false)
    {
        var proteins = new Dictionary<string, Protein>();
        var all = Enumerable
            .Range(0, genomes)
            .Select(genome =>
            {
                var genes = Enumerable
                    .Range(genome * WindowLength * WindowsPerGenome, WindowLength * WindowsPerGenome)
                    .Select(gene => new Gene($"g{gene}", Strand.Forward, $"p{gene}")
                    {
                        Family = carriesFamilies ? $"F{FamilyOf(gene)}" : null,
                        Operon = gene % 4 < 2 ? $"o{gene / 4}" : null,
                    })
                    .ToArray();
                foreach (var gene in genes)
                    if (sequences)
                        proteins.Add(
                            gene.ProteinId,
                            new Protein(gene.ProteinId, "MKV" + gene.ProteinId.Replace("p", "", StringComparison.Ordinal))
                        );
                return new Genome($"genome{genome}", [new Scaffold($"s{genome}", genes, $"genome{genome}")], null);
            })
            .ToArray();
        var windows = all.SelectMany(genome =>
            Enumerable.Range(0, WindowsPerGenome).Select(w => new GeneWindow(genome.Scaffolds[0], w * WindowLength, WindowLength))
        );
        var set = new ScaffoldSet("bench", all, proteins, [.. windows], []);
        return Over(set);
    }

    /// <summary>The windows of a set with these genes, as the model reads them.</summary>
    public static GeneDataset Over(ScaffoldSet set)
    {
        var random = new Random(3);
        var ofFamily = Enumerable.Range(0, Families * Config.ProteinWidth).Select(_ => SmallModel.Normal(random)).ToArray();
        var count = set.GeneCount;
        var values = new Half[count * Config.ProteinWidth];
        for (var i = 0; i < values.Length; i++)
            values[i] = (Half)(
                ofFamily[(FamilyOf(i / Config.ProteinWidth) * Config.ProteinWidth) + (i % Config.ProteinWidth)]
                + (0.3 * SmallModel.Normal(random))
            );
        var vectors = new ProteinVectors("bench", [.. Enumerable.Range(0, count).Select(i => $"p{i}")], Config.ProteinWidth, values);
        var fitted = FeatureTransform.Fit(vectors, Config.LabelWidth - 1);
        return GeneDataset.Create(set, vectors, new FeatureTransform(fitted.Normalizer, null));
    }

    /// <summary>Labels by a function of the gene's number; null for none.</summary>
    public static GeneLabels Labels(GeneDataset data, Func<int, string?> label) =>
        new("planted", [.. Enumerable.Range(0, data.Scaffolds.GeneCount).Select(gene => label(gene) is { } name ? new[] { name } : [])]);

    private static int KindOfWindow(int window) => new Random(1000 + window).Next(2);
}
