using Glm.Genomes;

namespace Glm.Analysis.Taxonomy;

/// <summary>The taxon of an unknown scaffold. Immutable by convention.</summary>
/// <param name="Scaffold">The scaffold.</param>
/// <param name="Genome">The genome that it belongs to.</param>
/// <param name="Windows">How many windows of it were read.</param>
/// <param name="Genes">How many genes these have.</param>
/// <param name="Taxon">The most probable of the known taxa. Untrusted text.</param>
/// <param name="Probabilities">[classes], calibrated on held-out genomes; they sum to 1, because they know of no other taxa.</param>
/// <param name="Distance">The mean over its windows of the distance to the nearest known genome, in standard deviations within
/// genomes.</param>
/// <param name="KnownShare">The share of held-out stretches of known taxa that are at least as far from other genomes,
/// above 0 to 1: how usual its distance is for something known.</param>
/// <param name="Nearest">The known genome that one of its windows is nearest to.</param>
/// <param name="IsUnlike">Whether it is unlike anything known: further away than nearly all held-out stretches of known taxa.</param>
public sealed record AssignedScaffold(
    Scaffold Scaffold,
    Genome Genome,
    int Windows,
    int Genes,
    string Taxon,
    double[] Probabilities,
    double Distance,
    double KnownShare,
    Genome Nearest,
    bool IsUnlike
)
{
    /// <summary>The calibrated probability of <see cref="Taxon"/>, if it is one of the known taxa at all.</summary>
    public double Confidence => Probabilities.Max();
}
