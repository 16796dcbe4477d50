namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// For each pair of neighbouring genes of the query genomes, in which reference genomes their homologs are neighbours too. Pairs are
/// numbered by their first gene, ascending.
/// </summary>
public sealed class ConservedNeighbours
{
    private readonly NeighbourEvidence[] _evidence;

    internal ConservedNeighbours(GenomeComparison comparison, int maxDistance, int[] first, int[] second) =>
        (Comparison, MaxDistance, First, Second, _evidence) = (
            comparison,
            maxDistance,
            first,
            second,
            new NeighbourEvidence[first.Length]
        );

    /// <summary>The genomes and their homologs.</summary>
    public GenomeComparison Comparison { get; }

    /// <summary>How many genes apart homologs may stand to be neighbours.</summary>
    public int MaxDistance { get; }

    /// <summary>[pairs], the left gene of each pair in <see cref="GenomeComparison.Query"/>.</summary>
    public int[] First { get; }

    /// <summary>
    /// [pairs], the gene to its right; for the last gene of a circular scaffold, the scaffold's first.
    /// </summary>
    public int[] Second { get; }

    /// <summary>What was found for each pair.</summary>
    public IReadOnlyList<NeighbourEvidence> Evidence => _evidence;

    /// <summary>Number of pairs.</summary>
    public int Count => First.Length;

    /// <summary>Pairs that at least one reference genome has.</summary>
    public int CountConserved() => _evidence.Count(evidence => evidence.Genomes > 0);

    /// <summary>Whether the two genes of a pair lie on one strand.</summary>
    public bool IsOnOneStrand(int pair) => Comparison.Query.StrandOf(First[pair]) == Comparison.Query.StrandOf(Second[pair]);

    /// <summary>The pair whose left gene is this one, or -1 where no gene follows it.</summary>
    public int PairOf(int gene) => Math.Max(-1, Array.BinarySearch(First, gene));

    /// <summary>Names of the columns of <see cref="ToFeatures"/>.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = ["conserved genomes", "weighted", "log1p of genomes", "log1p of weighted"];

    /// <summary>
    /// Numbers that help to tell whether two neighbours are of one operon: [pairs, 4] row-major, see <see cref="FeatureNames"/>. Zeros for
    /// a pair on two strands, which is not of one operon however conserved.
    /// </summary>
    public float[] ToFeatures()
    {
        var features = new float[Count * FeatureNames.Count];
        for (var pair = 0; pair < Count; pair++)
            if (IsOnOneStrand(pair))
            {
                var evidence = _evidence[pair];
                var row = features.AsSpan(pair * FeatureNames.Count, FeatureNames.Count);
                row[0] = evidence.Genomes;
                row[1] = (float)evidence.WeightedGenomes;
                row[2] = (float)Math.Log(1 + evidence.Genomes);
                row[3] = (float)Math.Log(1 + evidence.WeightedGenomes);
            }
        return features;
    }

    internal void Set(int pair, NeighbourEvidence evidence) => _evidence[pair] = evidence;
}
