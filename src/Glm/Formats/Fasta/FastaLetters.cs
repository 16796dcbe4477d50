namespace Glm.Formats.Fasta;

/// <summary>What the letters of a FASTA file stand for.</summary>
internal enum FastaLetters
{
    /// <summary>Residues of proteins, any letter, with one stop at the end.</summary>
    Proteins,

    /// <summary>
    /// The same, but stops inside are kept: where an annotation lists the genes, such a protein costs its gene and not the file.
    /// </summary>
    ProteinsWithStops,

    /// <summary>The same, and gaps are kept too, for readers that have a rule for both.</summary>
    ProteinsWithGaps,

    /// <summary>Bases in the letters of the IUPAC, and X for an unknown one.</summary>
    Bases,
}
