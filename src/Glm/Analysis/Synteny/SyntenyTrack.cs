using Glm.Genomes;

namespace Glm.Analysis.Synteny;

/// <summary>A stretch of a scaffold as one line of a synteny map. Immutable.</summary>
/// <param name="Region">The genes.</param>
/// <param name="Flipped">Whether it is read from right to left, so that its genes point the way of their homologs on the track
/// above.</param>
/// <param name="Groups">For each gene of the region its homology group, counted from 0 over the whole map; -1 for a gene without
/// homologs.</param>
public sealed record SyntenyTrack(GeneWindow Region, bool Flipped, IReadOnlyList<int> Groups)
{
    /// <summary>What the track is called, such as the species; null to call it by its scaffold. Untrusted text.</summary>
    public string? Title { get; init; }

    /// <summary>Index of the gene that the map is about; null for none.</summary>
    public int? Marked { get; init; }
}
