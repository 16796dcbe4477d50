namespace Glm.Formats.Gff;

/// <summary>Counts of a GFF3 file.</summary>
/// <param name="FeatureLines">Lines of nine columns.</param>
/// <param name="CdsLines">Lines whose type is CDS.</param>
/// <param name="PseudoCdsLines">Lines among these that are marked as pseudogenes.</param>
/// <param name="CdsIds">Coding sequences: lines that share sequence and ID are one; a line without an ID is one.</param>
/// <param name="Plus">Coding sequences on the forward strand.</param>
/// <param name="Minus">Coding sequences on the reverse strand.</param>
/// <param name="SequenceIds">Distinct sequences that have features.</param>
/// <param name="FastaRecords">Sequences at the end of the file.</param>
/// <param name="LinesWithoutNineColumns">Lines that are not features and were skipped.</param>
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
