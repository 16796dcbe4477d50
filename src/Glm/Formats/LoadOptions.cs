using Glm.Genomes;

namespace Glm.Formats;

/// <summary>What <see cref="ScaffoldFiles.Load"/> may be told. Immutable. A file name is taken as it is, else as one beside the contig map.</summary>
public sealed record LoadOptions
{
    /// <summary>Protein FASTA; null for the only one beside the contig map.</summary>
    public string? Proteins { get; init; }

    /// <summary>Taxonomy table; null for the one in the folder, if a folder is loaded and has one.</summary>
    public string? Taxonomy { get; init; }

    /// <summary>Operon table; null for the one in the folder, if a folder is loaded and has one.</summary>
    public string? Operons { get; init; }

    /// <summary>Fewest genes in a window, 1 to <see cref="MaxGenes"/>.</summary>
    public int MinGenes { get; init; } = WindowCutter.DefaultMinGenes;

    /// <summary>Most genes in a window, up to <see cref="WindowCutter.MaxGenesLimit"/>.</summary>
    public int MaxGenes { get; init; } = WindowCutter.DefaultMaxGenes;
}
