using Glm.Genomes;
using Glm.Genomes.GeneCalling;

namespace Glm.Formats;

/// <summary>
/// Options of <see cref="ScaffoldFiles.Load"/>. Immutable. A file name is used as it is, or else is looked up beside the contig map.
/// </summary>
public sealed record LoadOptions
{
    /// <summary>Protein FASTA; null for the only one beside the contig map.</summary>
    public string? Proteins { get; init; }

    /// <summary>Nucleotide FASTA for annotations without bases; null for the one of the same name beside each.</summary>
    public string? Bases { get; init; }

    /// <summary>Whether the folders inside a folder are searched too.</summary>
    public bool Recursive { get; init; }

    /// <summary>
    /// Whether genome files that cannot be read are passed over and entered into the ledger, instead of ending the load.
    /// </summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>Taxonomy table; null for the one in the folder, if a folder with a contig map is loaded and has one.</summary>
    public string? Taxonomy { get; init; }

    /// <summary>
    /// The lineage of annotated genomes that no table names, in GTDB notation or as names from the domain down; null for the file's own.
    /// </summary>
    public string? Lineage { get; init; }

    /// <summary>
    /// Only genomes of these taxa are loaded; empty for all. Each is a name at any rank, with or without GTDB's or Greengenes' prefix
    /// (<c>g__Escherichia</c>, <c>Escherichia coli</c>), a lineage from the domain down (<c>d__Bacteria;p__Bacillota</c>), NCBI's taxonomy
    /// id where the table (a column <c>taxid</c>) or the GenBank record has it, or one genome by its id or its file's name. Case does not
    /// matter. Genomes without a lineage are left out.
    /// </summary>
    /// <remarks>A taxon that no genome has is an error, and so is a choice that leaves no genome.</remarks>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// Genomes of these taxa, named as for <see cref="Only"/>, are not loaded; empty to load all. Genomes without a lineage stay.
    /// </summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>
    /// Table of operons, in any form that <see cref="KnownOperons.OperonAnnotationReader"/> reads but pairs; null for the one in the
    /// folder, if a folder with a contig map is loaded and has one.
    /// </summary>
    public string? Operons { get; init; }

    /// <summary>How genes are called on bare contigs.</summary>
    public CallingMode Calling { get; init; }

    /// <summary>NCBI's number of the genetic code with which genes are called on bare contigs: 11, or 4 for mycoplasmas.</summary>
    public int GeneticCode { get; init; } = global::Glm.Genomes.Translation.GeneticCode.Prokaryotic;

    /// <summary>Fewest genes in a window, 1 to <see cref="MaxGenes"/>.</summary>
    public int MinGenes { get; init; } = WindowCutter.DefaultMinGenes;

    /// <summary>Most genes in a window, up to <see cref="WindowCutter.MaxGenesLimit"/>.</summary>
    public int MaxGenes { get; init; } = WindowCutter.DefaultMaxGenes;

    /// <summary>
    /// Genes from the start of a window to the start of the next, 1 to <see cref="MaxGenes"/>; null for windows side by side.
    /// </summary>
    public int? Stride { get; init; }

    /// <summary>Whether scaffolds and last pieces of fewer than <see cref="MinGenes"/> genes become windows too.</summary>
    public bool KeepShort { get; init; }
}
