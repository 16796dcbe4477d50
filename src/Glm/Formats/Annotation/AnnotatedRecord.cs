using Glm.Formats.Ledger;

namespace Glm.Formats.Annotation;

/// <summary>A sequence record (contig, chromosome, plasmid) with its coding sequences. All strings are untrusted.</summary>
/// <param name="Id">Accession with version, or whatever else names the record in its file.</param>
/// <param name="Cds">In file order.</param>
public sealed record AnnotatedRecord(string Id, IReadOnlyList<AnnotatedCds> Cds)
{
    /// <summary>The description in the file; empty if there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Length in bases; null if the file does not say.</summary>
    public int? Length { get; init; }

    /// <summary>Whether the molecule is circular.</summary>
    public bool IsCircular { get; init; }

    /// <summary>The organism's name; null if the file does not say.</summary>
    public string? Organism { get; init; }

    /// <summary>
    /// Taxa from the widest to the narrowest, without ranks, as GenBank's ORGANISM block has them; empty where the file has none.
    /// </summary>
    public IReadOnlyList<string> Taxa { get; init; } = [];

    /// <summary>NCBI's number of the taxon, as the source feature has it; null where the file does not say.</summary>
    internal string? TaxonId { get; init; }

    /// <summary>The bases, in the file's case; empty where the file has none.</summary>
    public ReadOnlyMemory<byte> Sequence { get; init; }

    /// <summary>Other files that the record's proteins or bases come from.</summary>
    internal IReadOnlyList<string> Companions { get; init; } = [];

    /// <summary>
    /// Why coding sequences without a translation have no protein either, where the record has no bases; null where nothing else was
    /// searched.
    /// </summary>
    internal MissingProtein? Missing { get; init; }

    /// <summary>
    /// What the reader did with the record that its file does not say, or passed over: one sentence each, without the file's name.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The length that the record announces; null if it does not say.</summary>
    internal int? AnnouncedLength { get; init; }

    /// <summary>The line that announces it.</summary>
    internal long Line { get; init; }

    /// <summary>
    /// The record with its coding sequences by their first base; those that begin at one base stay in the order of the file.
    /// </summary>
    internal AnnotatedRecord SortedByStart() => this with { Cds = [.. Cds.OrderBy(cds => cds.Location.Start)] };
}
