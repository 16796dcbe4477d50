using Glm.Genomes;

namespace Glm.Corpora;

/// <summary>A genome file, or as much of a large one as is kept in memory at once.</summary>
/// <param name="Source">The file's name.</param>
/// <param name="Sha256">Checksum of the whole file.</param>
/// <param name="Number">Which part, from 0.</param>
/// <param name="IsLast">Whether the file ends with it.</param>
internal sealed record CorpusPart(string Source, string Sha256, int Number, bool IsLast)
{
    public IReadOnlyList<Genome> Genomes { get; init; } = [];

    public IReadOnlyDictionary<string, Protein> Proteins { get; init; } = new Dictionary<string, Protein>();

    public IReadOnlyList<GeneWindow> Windows { get; init; } = [];

    public IReadOnlyList<DroppedScaffold> Dropped { get; init; } = [];
}
