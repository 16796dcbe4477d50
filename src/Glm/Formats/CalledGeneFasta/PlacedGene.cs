using Glm.Formats.Annotation;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;

namespace Glm.Formats.CalledGeneFasta;

/// <summary>
/// FASTA headers that say where a gene lies: those of gene callers (<see cref="CalledGeneHeader"/>), and NCBI's
/// <c>lcl|NC_000913.3_prot_NP_414542.1_1 [gene=thrL] [locus_tag=b0001] [protein_id=NP_414542.1] [location=190..255]</c>.
/// </summary>
internal static class PlacedGene
{
    // The share of the residues of a gene with shifted frames that may be missing or too many.
    private const int Slack = 10;

    /// <summary>Whether a header says where its gene lies, be it readable or not.</summary>
    public static bool HasPlace(string id, string description) =>
        CalledGeneHeader.Parse(id, description) is not null || ContigEnd(id) > 0 && FastaHeader.Parse(description).Location is not null;

    /// <summary>The gene of a record, without its protein, and the contig it lies on; null where the header does not say.</summary>
    /// <exception cref="GlmException">The place cannot be read.</exception>
    public static (string Contig, AnnotatedCds Gene)? Read(FastaRecord record, string source)
    {
        var (id, description) = (record.Id, record.Description);
        if (CalledGeneHeader.Parse(id, description) is { } called)
        {
            if (called.Start > called.End)
                throw new GlmException(
                    $"{source}:{record.Line}: gene {LineText.Quoted(id)} runs from {called.Start} to {called.End}; the smaller "
                        + $"number comes first. Correct it, or remove the gene."
                );
            var part = new CdsPart(called.Start, called.End, called.Strand);
            return (called.Contig, new AnnotatedCds(new CdsLocation([part], called.Partial ?? PartialEnds.None), record.Line) { Id = id });
        }
        var end = ContigEnd(id);
        if (end < 0 || FastaHeader.Parse(description) is not { Location: { } location } header)
            return null;
        try
        {
            return (
                id[4..end],
                new AnnotatedCds(CdsLocation.Parse(location), record.Line)
                {
                    Id = id[4..],
                    ProteinId = header.ProteinId,
                    LocusTag = header.LocusTag,
                    Name = header.Gene,
                    Product = header.Product,
                }
            );
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"{source}:{record.Line}: the location of {LineText.Quoted(id)}, {LineText.Quoted(location)}, cannot be read: "
                    + $"{fault.Message}. Correct it, or remove the gene.",
                fault
            );
        }
    }

    /// <summary>Requires that a record has the residues for which its header has room.</summary>
    /// <exception cref="GlmException">The sequence was cut, or is another gene's.</exception>
    public static void RequireLength(FastaRecord record, CdsLocation location, string source)
    {
        var called = CalledGeneHeader.Parse(record.Id, record.Description);
        var (least, most) = ProteinLength.Of(location);
        if (called is null)
            // NCBI's coordinates include the bases before the first codon.
            least--;
        else if (called.Value.Residues is { } stated)
            (least, most) = (stated, stated);
        else if (called.Value.IsCorrected)
            (least, most) = (least - (least / Slack), most + (most / Slack));
        if (record.Letters.Length < least || record.Letters.Length > most)
            throw new GlmException(
                $"{source}:{record.Line}: the coordinates of gene {LineText.Quoted(record.Id)} ask for "
                    + $"{most - (least < most ? 1 : 0)} residues, "
                    + $"and {record.Letters.Length} are there. The sequence was cut or is that of another gene: fetch or write the "
                    + $"file again."
            );
    }

    /// <summary>Where the contig ends in an id of NCBI's, lcl|NC_000913.3_prot_NP_414542.1_1; -1 in any other.</summary>
    private static int ContigEnd(string id)
    {
        if (!id.StartsWith("lcl|", StringComparison.Ordinal))
            return -1;
        var end = id.LastIndexOf("_prot_", StringComparison.Ordinal);
        if (end <= 4)
            end = id.LastIndexOf("_cds_", StringComparison.Ordinal);
        return end > 4 ? end : -1;
    }
}
