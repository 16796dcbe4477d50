namespace Glm.Formats.Sources;

/// <summary>The files of one genome. Immutable.</summary>
/// <param name="Name">The genome's name.</param>
/// <param name="Path">The file that makes the genome: an annotation, called genes or bare contigs.</param>
/// <param name="Format">That file's format.</param>
internal sealed record GenomeFiles(string Name, string Path, GenomeFormat Format)
{
    /// <summary>A FASTA file with proteins for an annotation; null if there is none.</summary>
    public string? Proteins { get; init; }

    /// <summary>FASTA files with bases for an annotation, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];
}
