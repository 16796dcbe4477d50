namespace Glm.Formats.Labels;

/// <summary>By what an id of a table may name a gene, the surest first.</summary>
public enum GeneKey
{
    /// <summary>The locus tag: every coding sequence of the locus.</summary>
    LocusTag,

    /// <summary><see cref="Genomes.Gene.Id"/>, which one gene has.</summary>
    GeneId,

    /// <summary>The protein's id as it was loaded: every gene that codes for it.</summary>
    ProteinId,

    /// <summary>The protein's accession, the version behind its point left out on both sides: every gene that codes for it.</summary>
    ProteinAccession,

    /// <summary>A locus tag of an earlier annotation (old_locus_tag).</summary>
    OldLocusTag,

    /// <summary>The gene symbol.</summary>
    Symbol,

    /// <summary>A cross-reference, with its database ("GeneID:944742") or without: every gene that codes for that protein.</summary>
    CrossReference,

    /// <summary>The place, "scaffold:first-last", as the coordinates of a GFF3 file tell it.</summary>
    Place,
}
