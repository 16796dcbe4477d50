namespace Glm.Genomes;

/// <summary>
/// A protein-coding gene (CDS) at its place on a scaffold. Immutable. Several genes may code for the same protein. All strings come from a
/// file and are untrusted: encode them before they become HTML, SVG or a file name.
/// </summary>
/// <param name="Id">Unique within the scaffold set.</param>
/// <param name="Strand">Orientation on the scaffold.</param>
/// <param name="ProteinId">The key of its protein in <see cref="ScaffoldSet.Proteins"/>; empty for one that has none (see
/// <see cref="Scaffold.Untranslated"/>).</param>
public sealed record Gene(string Id, Strand Strand, string ProteinId)
{
    /// <summary>Gene symbol such as "thrA"; null where none is known.</summary>
    public string? Name { get; init; }

    /// <summary>Product such as "homoserine kinase"; null where none is known.</summary>
    public string? Product { get; init; }

    /// <summary>Locus tag such as "b0003"; null where none is known.</summary>
    public string? LocusTag { get; init; }

    /// <summary>Locus tags that the gene had in earlier annotations, in file order; empty where none is known.</summary>
    public IReadOnlyList<string> OldLocusTags { get; init; } = [];

    /// <summary>First base on the scaffold, 1-based; null where the source has no coordinates.</summary>
    public int? Start { get; init; }

    /// <summary>Last base on the scaffold, 1-based and inclusive; null where the source has no coordinates.</summary>
    public int? End { get; init; }

    /// <summary>
    /// Where translation begins within the gene's first bases: 0, 1 or 2 to skip (the phase of GFF3; GenBank's codon_start less one). 0
    /// where unknown.
    /// </summary>
    public int Phase { get; init; }

    /// <summary>Which ends of the gene lie beyond the scaffold or are unknown.</summary>
    public PartialEnds Partial { get; init; }

    /// <summary>Whether the source calls it a pseudogene.</summary>
    public bool IsPseudo { get; init; }

    /// <summary>Enzyme Commission numbers such as "2.7.1.39", in file order; empty where none is known.</summary>
    public IReadOnlyList<string> EcNumbers { get; init; } = [];

    /// <summary>Gene Ontology terms such as "GO:0004413", in file order; empty where none is known.</summary>
    public IReadOnlyList<string> GoTerms { get; init; } = [];

    /// <summary>
    /// Clusters of Orthologous Genes such as "COG0083", or their category letters where the source has no more; empty where none is known.
    /// </summary>
    public IReadOnlyList<string> Cogs { get; init; } = [];

    /// <summary>Pfam accessions such as "PF00288", in file order; empty where none is known.</summary>
    public IReadOnlyList<string> Pfams { get; init; } = [];

    /// <summary>Other cross-references as "database:id", in file order; empty where none is known.</summary>
    public IReadOnlyList<string> DbXrefs { get; init; } = [];

    /// <summary>The line of the source file on which the gene begins, from 1; null where it has none.</summary>
    public long? SourceLine { get; init; }

    /// <summary>Protein family or other homology group; null where none is known.</summary>
    public string? Family { get; init; }

    /// <summary>Name of the operon (unique within its scaffold); null for a gene outside any known operon.</summary>
    public string? Operon { get; init; }

    /// <summary>What a person would call the gene: its symbol, or else its locus tag, or else its id.</summary>
    public string Label => Name ?? LocusTag ?? Id;
}
