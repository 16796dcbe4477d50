using Glm.Formats.Annotation;
using Glm.Formats.CalledGeneFasta;
using Glm.Formats.Fasta;
using Glm.Genomes.GeneCalling;
using Glm.Runtime;

namespace Glm.Formats.ContigFasta;

/// <summary>Reads bare contigs and has their genes called.</summary>
internal static class ContigFastaReader
{
    /// <summary>The contigs of a file, those without genes included.</summary>
    /// <exception cref="GlmException">The file holds genes or an id twice, or genes cannot be called.</exception>
    public static List<AnnotatedRecord> Read(string path, LoadOptions options, CancellationToken cancellation)
    {
        var contigs = ReadContigs(path, cancellation);
        var called = GeneCaller.Call(
            contigs.ConvertAll(contig => new Contig(contig.Id, contig.Letters)),
            path,
            options.Calling,
            options.GeneticCode,
            cancellation
        );
        var genes = called.Genes.ToLookup(gene => gene.Contig, StringComparer.Ordinal);
        var note = $"genes called by {called.Caller}, {called.Mode.ToString().ToLowerInvariant()} mode";
        return contigs.ConvertAll(contig => new AnnotatedRecord(contig.Id, [.. genes[contig.Id].Select(CdsOf)])
        {
            Length = contig.Letters.Length,
            Sequence = contig.Letters,
            Description = contig.Description.Length == 0 ? note : $"{contig.Description} ({note})",
        });
    }

    private static AnnotatedCds CdsOf(CalledGene gene) =>
        new(new CdsLocation([new CdsPart(gene.Start, gene.End, gene.Strand)], gene.Partial), 0)
        {
            Id = gene.Id,
            Translation = gene.Protein,
        };

    private static List<FastaRecord> ReadContigs(string path, CancellationToken cancellation)
    {
        var contigs = FastaRecord.Enumerate(path, FastaLetters.Bases, cancellation).ToList();
        if (contigs is [var first, ..] && PlacedGene.Read(first, path) is not null)
            throw new GlmException(
                $"{path} holds genes, not contigs: the header of {LineText.Quoted(first.Id)} says where it lies. Load their "
                    + $"proteins (.faa), or the contigs."
            );
        return contigs;
    }
}
