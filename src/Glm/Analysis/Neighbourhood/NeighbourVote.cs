using Glm.Genomes;

namespace Glm.Analysis.Neighbourhood;

/// <summary>What a homolog of a neighbour has to say about a gene: which gene stands at that place beside it. Immutable.</summary>
/// <param name="Gene">The gene that is voted for, of the reference.</param>
/// <param name="Strand">The strand that the asked gene would have on its own scaffold.</param>
/// <param name="Weight">By the homolog's identity and the neighbour's distance, above 0.</param>
/// <param name="Neighbour">The neighbour, of the query.</param>
/// <param name="Distance">How many genes lie from the asked gene to the neighbour, at least 1.</param>
/// <param name="Homolog">The neighbour's homolog, of the reference.</param>
public readonly record struct NeighbourVote(int Gene, Strand Strand, double Weight, int Neighbour, int Distance, int Homolog);
