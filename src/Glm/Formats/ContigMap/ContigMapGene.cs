using Glm.Genomes;

namespace Glm.Formats.ContigMap;

/// <summary>One gene of a contig map.</summary>
/// <param name="Strand">Its sign in the map.</param>
/// <param name="ProteinId">What follows the sign.</param>
internal readonly record struct ContigMapGene(Strand Strand, string ProteinId);
