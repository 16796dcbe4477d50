namespace Glm.Analysis.Neighbourhood;

/// <summary>Two neighbouring genes of a region, and in which genomes their homologs are neighbours too. Immutable.</summary>
/// <param name="First">Index of the left gene in the region, from 0; the other one follows it.</param>
/// <param name="IsOnOneStrand">Whether the two lie on one strand, as genes of an operon do.</param>
/// <param name="GenomesWithBoth">Genomes that have homologs of both genes, near each other or not.</param>
/// <param name="Genomes">Genomes in which such homologs are neighbours too.</param>
/// <param name="WeightedGenomes">The same, close relatives counted about as one; see <see cref="GenomeWeights"/>.</param>
/// <param name="NearestGenome">Of those, the genome most similar to the region's; null for none. Untrusted text.</param>
/// <param name="NearestTaxon">Its narrowest known taxon; null where none is known. Untrusted text.</param>
/// <param name="MostDistantGenome">Of those, the genome least similar to the region's; null for none. Untrusted text.</param>
/// <param name="MostDistantTaxon">Its narrowest known taxon; null where none is known. Untrusted text.</param>
public sealed record NeighbourPair(
    int First,
    bool IsOnOneStrand,
    int GenomesWithBoth,
    int Genomes,
    double WeightedGenomes,
    string? NearestGenome,
    string? NearestTaxon,
    string? MostDistantGenome,
    string? MostDistantTaxon
);
