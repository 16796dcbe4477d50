namespace Glm.Analysis.Neighbourhood;

/// <summary>Where a pair of neighbouring genes is conserved. Immutable.</summary>
/// <param name="GenomesWithBoth">Reference genomes that have homologs of both genes, near each other or not.</param>
/// <param name="Genomes">Reference genomes in which such homologs are neighbours too.</param>
/// <param name="WeightedGenomes">The same, each by its <see cref="GenomeWeights"/>: about the number of independent genomes.</param>
/// <param name="Nearest">Of those, the genome most similar to the query's; -1 for none.</param>
/// <param name="MostDistant">Of those, the genome least similar to the query's; -1 for none.</param>
public readonly record struct NeighbourEvidence(int GenomesWithBoth, int Genomes, double WeightedGenomes, int Nearest, int MostDistant)
{
    /// <summary>The same with another genome that has the pair; of equally similar genomes the first stays.</summary>
    internal NeighbourEvidence With(int genome, GenomeWeights weights)
    {
        var similarity = weights.SimilarityOf(genome);
        return this with
        {
            Genomes = Genomes + 1,
            WeightedGenomes = WeightedGenomes + weights.WeightOf(genome),
            Nearest = Nearest < 0 || similarity > weights.SimilarityOf(Nearest) ? genome : Nearest,
            MostDistant = MostDistant < 0 || similarity < weights.SimilarityOf(MostDistant) ? genome : MostDistant,
        };
    }
}
