using Glm.Genomes;

namespace Glm.Formats.Loading;

/// <summary>Genomes as they were read, before their scaffolds are cut into windows.</summary>
/// <param name="Genomes">In the order of the source.</param>
/// <param name="Proteins">All proteins that their genes name, by id.</param>
/// <param name="Dropped">What was left out, and why.</param>
internal sealed record LoadedGenomes(
    IReadOnlyList<Genome> Genomes,
    IReadOnlyDictionary<string, Protein> Proteins,
    IReadOnlyList<DroppedScaffold> Dropped
)
{
    /// <summary>NCBI's number of the taxon of each genome that has one in a table, by its id.</summary>
    public IReadOnlyDictionary<string, string> TaxonIds { get; init; } = new Dictionary<string, string>();
}
