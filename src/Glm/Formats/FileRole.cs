namespace Glm.Formats;

/// <summary>What a file contributes to a genome or a data set.</summary>
internal enum FileRole
{
    /// <summary>Nothing: the file is empty, or in no format that is read.</summary>
    None,

    /// <summary>Genes with their places; proteins and bases may stand in other files of the same name.</summary>
    Annotation,

    /// <summary>Proteins whose headers say where their genes lie: a genome by itself, or the proteins of an annotation.</summary>
    CalledGenes,

    /// <summary>Proteins that say nothing about places; they belong to an annotation or to a contig map.</summary>
    Proteins,

    /// <summary>Bases: those of an annotation, or bare contigs on which genes are called.</summary>
    Contigs,

    /// <summary>The order and strands of genes whose proteins stand in a FASTA file.</summary>
    ContigMap,

    /// <summary>Lineages of genomes or scaffolds.</summary>
    Taxonomy,

    /// <summary>Operons of genes.</summary>
    Operons,
}
