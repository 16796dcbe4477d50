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
    /// <summary>Whether a header says where its gene lies, be it readable or not.</summary>
    public static bool HasPlace(string id, string description) =>
        CalledGeneHeader.ParseProdigal(id, description) is not null
        || CalledGeneHeader.ParseFragGeneScan(id) is not null
        || ContigEnd(id) > 0 && FastaHeader.Parse(description).Location is not null;

    /// <summary>The gene of a header, and the contig it lies on; null where the header does not say.</summary>
    /// <exception cref="GlmException">The place cannot be read.</exception>
    public static (string Contig, AnnotatedCds Gene)? Read(string id, string description, string source)
    {
        if ((CalledGeneHeader.ParseProdigal(id, description) ?? CalledGeneHeader.ParseFragGeneScan(id)) is { } called)
        {
            var part = new CdsPart(called.Start, called.End, called.Strand);
            return (called.Contig, new AnnotatedCds(new CdsLocation([part], called.Partial ?? PartialEnds.None), 0) { Id = id });
        }
        var end = ContigEnd(id);
        if (end < 0 || FastaHeader.Parse(description) is not { Location: { } location } header)
            return null;
        try
        {
            return (
                id[4..end],
                new AnnotatedCds(CdsLocation.Parse(location), 0)
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
                $"{source}: the location of {LineText.Quoted(id)}, {LineText.Quoted(location)}, cannot be read: {fault.Message}. "
                    + $"Correct it, or remove the gene.",
                fault
            );
        }
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
