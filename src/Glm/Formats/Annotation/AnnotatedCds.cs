namespace Glm.Formats.Annotation;

/// <summary>A coding sequence as a file describes it. All strings are untrusted.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
public sealed record AnnotatedCds(CdsLocation Location, long Line)
{
    /// <summary>The file's own id (GFF3's ID, a FASTA id); null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The protein's accession (/protein_id).</summary>
    public string? ProteinId { get; init; }

    /// <summary>The locus tag.</summary>
    public string? LocusTag { get; init; }

    /// <summary>The gene symbol.</summary>
    public string? Name { get; init; }

    /// <summary>The product.</summary>
    public string? Product { get; init; }

    /// <summary>The protein as the file gives it, in upper case without spaces; null if it gives none.</summary>
    public string? Translation { get; init; }

    /// <summary>Number of bases to skip before the first codon, 0 to 2.</summary>
    public int Phase { get; init; }

    /// <summary>NCBI's number of the genetic code; null if the file does not say.</summary>
    public int? GeneticCode { get; init; }

    /// <summary>
    /// Residues that differ from the genetic code (/transl_except): the first base of the codon on the record, and the residue; * ends the
    /// protein.
    /// </summary>
    public IReadOnlyList<(int Base, char Residue)> Exceptions { get; init; } = [];

    /// <summary>Whether the file calls it a pseudogene.</summary>
    public bool IsPseudo { get; init; }

    /// <summary>Enzyme Commission numbers.</summary>
    public IReadOnlyList<string> EcNumbers { get; init; } = [];

    /// <summary>Gene Ontology terms, "GO:" and seven digits.</summary>
    public IReadOnlyList<string> GoTerms { get; init; } = [];

    /// <summary>Clusters of Orthologous Genes.</summary>
    public IReadOnlyList<string> Cogs { get; init; } = [];

    /// <summary>Pfam accessions.</summary>
    public IReadOnlyList<string> Pfams { get; init; } = [];

    /// <summary>Locus tags of earlier annotations.</summary>
    public IReadOnlyList<string> OldLocusTags { get; init; } = [];

    /// <summary>Other cross-references, "database:id".</summary>
    public IReadOnlyList<string> DbXrefs { get; init; } = [];
}
