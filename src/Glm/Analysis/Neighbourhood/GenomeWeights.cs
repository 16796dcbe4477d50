namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// What each reference genome counts as evidence about one query genome. Two genomes that are nearly the same have the same neighbours
/// because they had no time to lose them, so a genome weighs (1 - its similarity to the query genome) / (sum of its similarities to all
/// that count, itself included): an unrelated one 1, ten close relatives about as much as one together, and a strain of the query's own
/// species almost nothing. Immutable.
/// </summary>
public sealed class GenomeWeights
{
    /// <summary>
    /// A genome with this share of proteins letter by letter as in the query, of the smaller of the two, is a copy of it: another
    /// assembly or annotation, or a part.
    /// </summary>
    public const double CopyShare = 0.99;

    private readonly double[] _similarities;
    private readonly double[] _weights;
    private readonly bool[] _counts;

    private GenomeWeights(double[] similarities, double[] weights, bool[] counts) =>
        (_similarities, _weights, _counts) = (similarities, weights, counts);

    /// <summary>Number of reference genomes.</summary>
    public int Count => _weights.Length;

    /// <summary>Whether a reference genome is evidence at all: it is neither the query genome nor a copy of it.</summary>
    public bool Counts(int genome) => _counts[genome];

    /// <summary>The weight of a reference genome, 0 to 1; 0 for those that do not count.</summary>
    public double WeightOf(int genome) => _weights[genome];

    /// <summary>
    /// How similar a reference genome is to the query genome, 0 to 1: the share of the query's genes that have a homolog in it, times the
    /// average identity of the best ones, scaled so that 45% is 0.
    /// </summary>
    public double SimilarityOf(int genome) => _similarities[genome];

    internal static GenomeWeights For(GenomeComparison comparison, int genome, GenomeSimilarities? amongReference)
    {
        var (similarities, identical) = comparison.SimilaritiesOf(genome);
        var counts = new bool[similarities.Length];
        for (var other = 0; other < counts.Length; other++)
            counts[other] = !(comparison.IsWithin && other == genome) && identical[other] < CopyShare;
        var weights = new double[counts.Length];
        for (var other = 0; other < counts.Length; other++)
        {
            if (!counts[other])
                continue;
            var relatives = 1.0;
            if (amongReference is not null)
                foreach (var (relative, similarity) in amongReference.RelativesOf(other))
                    if (relative != other && counts[relative])
                        relatives += similarity;
            weights[other] = Math.Max(0, 1 - similarities[other]) / relatives;
        }
        return new GenomeWeights(similarities, weights, counts);
    }
}
