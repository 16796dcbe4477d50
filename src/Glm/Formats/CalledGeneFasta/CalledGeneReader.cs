using Glm.Formats.Annotation;
using Glm.Formats.Fasta;
using Glm.Runtime;

namespace Glm.Formats.CalledGeneFasta;

/// <summary>Reads the proteins of called genes.</summary>
internal static class CalledGeneReader
{
    /// <summary>
    /// The contigs of a file with their genes, in parts of about <paramref name="genesPerPart"/> genes, each of whole contigs as long as
    /// the genes of a contig stand together.
    /// </summary>
    /// <exception cref="GlmException">A header does not say where its gene lies.</exception>
    public static IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(string path, int genesPerPart, CancellationToken cancellation)
    {
        var contigs = new Dictionary<string, List<AnnotatedCds>>(StringComparer.Ordinal);
        var order = new List<string>();
        var count = 0;
        foreach (var record in FastaRecord.Enumerate(path, FastaLetters.ProteinsWithStops, cancellation))
        {
            if (PlacedGene.Read(record, path) is not var (contig, gene))
                throw new GlmException(
                    $"{path}:{record.Line}: the header of {LineText.Quoted(record.Id)} does not say where the gene lies, as Prodigal's, "
                        + $"FragGeneScan's, GeneMark's and those of NCBI's _translated_cds.faa do. Load a GenBank or GFF3 file, or "
                        + $"a contig map "
                        + $"(contig, tab, +protein1;-protein2;…), and name this file as {Setting.Of(nameof(LoadOptions.Proteins))}."
                );
            if (!contigs.TryGetValue(contig, out var genes))
            {
                if (count >= genesPerPart)
                {
                    yield return Records();
                    contigs.Clear();
                    (order, count) = ([], 0);
                }
                contigs.Add(contig, genes = []);
                order.Add(contig);
            }
            PlacedGene.RequireLength(record, gene.Location, path);
            genes.Add(gene with { Translation = record.ToProtein() });
            count++;
        }
        if (count > 0)
            yield return Records();

        List<AnnotatedRecord> Records() => order.ConvertAll(contig => new AnnotatedRecord(contig, contigs[contig]).SortedByStart());
    }
}
