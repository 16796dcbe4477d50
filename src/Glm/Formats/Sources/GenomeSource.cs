using Glm.Genomes;

namespace Glm.Formats.Sources;

/// <summary>
/// What a path stands for: either genomes, each with its files, or a contig map; and the tables that go with them. Made once by
/// <see cref="SourceResolver.Resolve"/>; whatever reads genomes starts from it and looks no file up again. Immutable.
/// </summary>
/// <param name="Path">As the user gave it.</param>
internal sealed record GenomeSource(string Path)
{
    /// <summary>By the names of their files; empty for a contig map.</summary>
    public IReadOnlyList<GenomeFiles> Genomes { get; init; } = [];

    /// <summary>The contig map; null where there are genomes.</summary>
    public ContigMapFiles? ContigMap { get; init; }

    /// <summary>A table of lineages; null if there is none.</summary>
    public string? Taxonomy { get; init; }

    /// <summary>A table of operons; null if there is none.</summary>
    public string? Operons { get; init; }

    /// <summary>Every listed file, with the reason to pass it over unless it is read after all.</summary>
    public IReadOnlyList<PassedOverFile> PassedOver { get; init; } = [];

    /// <summary>
    /// What to call the data: the path, but of a full path only the last name, because a report that is passed on should not say where its
    /// author keeps files.
    /// </summary>
    public string Name =>
        System.IO.Path.IsPathRooted(Path) ? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path)) : Path;
}
