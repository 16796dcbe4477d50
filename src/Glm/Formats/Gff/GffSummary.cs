namespace Glm.Formats.Gff;

/// <summary>What a GFF3 file holds, in numbers.</summary>
/// <param name="FeatureLines">Lines of nine columns.</param>
/// <param name="CdsLines">Those whose type is CDS.</param>
/// <param name="PseudoCdsLines">Those of them that are marked as pseudogenes.</param>
/// <param name="CdsIds">Coding sequences: lines that share sequence and ID are one; a line without an ID is one.</param>
/// <param name="Plus">Coding sequences on the forward strand.</param>
/// <param name="Minus">Coding sequences on the reverse strand.</param>
/// <param name="SequenceIds">Different sequences that features lie on.</param>
/// <param name="FastaRecords">Sequences at the end of the file.</param>
/// <param name="LinesWithoutNineColumns">Lines that are no features, and were passed over.</param>
public sealed record GffSummary(
    int FeatureLines,
    int CdsLines,
    int PseudoCdsLines,
    int CdsIds,
    int Plus,
    int Minus,
    int SequenceIds,
    int FastaRecords,
    int LinesWithoutNineColumns
);
