using Glm.Analysis.Functions;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Training.Functions;

namespace Glm.Tests.Analysis.Functions;

/// <summary>
/// Genomes of small plasmids, each of one of two kinds that its two unlabelled marker genes tell. All other genes are of families that
/// have nothing to do with the kind.
/// </summary>
internal sealed class FunctionBench
{
    public const int PlasmidGenes = 8;
    public const int Plasmids = 10;
    public const int Families = 12;
    public const int Width = 10;

    private static readonly int[] Markers = [1, 5];

    public FunctionBench(int genomes = 8, bool carriesFamilies = true)
    {
        var random = new Random(5);
        float[] Drawn() => [.. Enumerable.Range(0, Width).Select(_ => (random.NextSingle() * 2) - 1)];
        float[][] ofFamily = [.. Enumerable.Range(0, Families + 2).Select(_ => Drawn())];
        var (values, proteins, all, gene) = (new List<Half>(), new Dictionary<string, Protein>(), new List<Genome>(), 0);
        for (var g = 0; g < genomes; g++)
        {
            var scaffolds = new List<Scaffold>();
            for (var p = 0; p < Plasmids; p++)
            {
                var genes = new List<Gene>();
                for (var place = 0; place < PlasmidGenes; place++, gene++)
                {
                    var kind = KindOf(gene);
                    var family = Markers.Contains(place) ? Families + kind : random.Next(Families);
                    FamilyOf.Add(family);
                    values.AddRange(ofFamily[family].Select(value => (Half)(value + (0.2f * ((random.NextSingle() * 2) - 1)))));
                    proteins.Add($"p{gene}", new Protein($"p{gene}", "MKV"));
                    genes.Add(new Gene($"g{gene}", Strand.Forward, $"p{gene}") { Family = carriesFamilies ? $"F{family}" : null });
                }
                scaffolds.Add(new Scaffold($"s{g}.{p}", genes, $"genome{g}"));
            }
            all.Add(new Genome($"genome{g}", [.. scaffolds], null));
        }
        Set = new ScaffoldSet("bench", all, proteins, [], []);
        Vectors = new ProteinVectors("bench", [.. Enumerable.Range(0, gene).Select(i => $"p{i}")], Width, [.. values]);
    }

    public static FunctionOptions Options { get; } =
        new()
        {
            HiddenSize = 32,
            Heads = 4,
            Layers = 1,
            MinCount = 10,
            Resamples = 200,
            Training = new FunctionTrainingOptions
            {
                Epochs = 30,
                BatchSize = 8,
                LearningRate = 2e-3,
            },
        };

    public ScaffoldSet Set { get; }

    public ProteinVectors Vectors { get; }

    public List<int> FamilyOf { get; } = [];

    public static bool IsMarker(int gene) => Markers.Contains(gene % PlasmidGenes);

    public static int KindOf(int gene) => KindOfPlasmid(gene / PlasmidGenes);

    /// <summary>Labels by a function of the gene's number; none where it gives nothing.</summary>
    public GeneLabels Labels(Func<int, IReadOnlyList<string>> labels) =>
        new("planted", [.. Enumerable.Range(0, Set.GeneCount).Select(gene => IsMarker(gene) ? [] : labels(gene))]);

    private static int KindOfPlasmid(int plasmid) => new Random(plasmid + 100).Next(2);
}
