using Glm.Arrays.Storage;
using Glm.Formats.ContigMap;
using Glm.Formats.Fasta;
using Glm.Formats.Text;
using Glm.Genomes;

namespace Glm.Formats;

/// <summary>Writes a scaffold set as the files that <see cref="Formats.ScaffoldFiles.Load"/> reads.</summary>
public static class SimulationFiles
{
    /// <summary>Protein FASTA.</summary>
    public const string Proteins = "proteins.faa";

    /// <summary>Contig map.</summary>
    public const string Scaffolds = "scaffolds.tsv";

    /// <summary>Table of lineages.</summary>
    public const string Taxonomy = "taxonomy.tsv";

    /// <summary>Table of operons and families.</summary>
    public const string Operons = "operons.tsv";

    /// <summary>
    /// Writes the four files into a folder, which is made if it does not exist; files of these names are replaced, all or none. Equal sets
    /// give equal bytes.
    /// </summary>
    /// <exception cref="Runtime.GlmException">The folder cannot be written, or an id does not fit the format.</exception>
    public static void Write(ScaffoldSet set, string folder)
    {
        StoredFile.RequireWritable(Path.Combine(folder, Proteins));
        StoredFolder.Replace(folder, stage => WriteFiles(set, stage));
    }

    private static void WriteFiles(ScaffoldSet set, string folder)
    {
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToList();
        FastaWriter.Write(
            Path.Combine(folder, Proteins),
            genes.Select(gene => gene.ProteinId).Distinct(StringComparer.Ordinal).Select(id => set.Proteins[id])
        );
        ContigMapWriter.Write(Path.Combine(folder, Scaffolds), set.Scaffolds);
        WriteTable(
            Path.Combine(folder, Taxonomy),
            ["scaffold", "genome", .. Enum.GetNames<TaxonomicRank>().Select(rank => rank.ToLowerInvariant())],
            set.Scaffolds.Select(scaffold =>
                (string[])
                    [
                        scaffold.Id,
                        scaffold.GenomeId,
                        .. Enum.GetValues<TaxonomicRank>().Select(rank => set.GenomeOf(scaffold).Lineage?[rank] ?? ""),
                    ]
            )
        );
        WriteTable(
            Path.Combine(folder, Operons),
            ["gene", "operon", "family"],
            genes.Select(gene => (string[])[gene.Id, gene.Operon ?? "None", gene.Family ?? ""])
        );
    }

    private static void WriteTable(string path, string[] header, IEnumerable<string[]> rows) => TextFile.Replace(path, writer =>
        {
            foreach (var row in rows.Prepend(header))
                writer.WriteLine(string.Join('\t', row.Select(cell => cell.ReplaceLineEndings(" ").Replace('\t', ' '))));
        });
}
