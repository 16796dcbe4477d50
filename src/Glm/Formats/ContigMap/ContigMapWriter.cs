using System.Buffers;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.ContigMap;

/// <summary>Writes contig maps that <see cref="ContigMapReader"/> reads back: LF line ends, no ";" after the last gene.</summary>
internal static class ContigMapWriter
{
    private static readonly SearchValues<char> Separators = SearchValues.Create("\t\r\n;");

    /// <summary>Writes one line per scaffold; an existing file is replaced at once when all is written.</summary>
    /// <exception cref="GlmException">An id with a tab, line break or ';', or a folder that cannot be written.</exception>
    public static void Write(string path, IEnumerable<Scaffold> scaffolds) => TextFile.Replace(path, writer =>
        {
            foreach (var scaffold in scaffolds)
            {
                writer.Write(Checked(scaffold.Id, "Scaffold"));
                var separator = '\t';
                foreach (var gene in scaffold.Genes)
                {
                    writer.Write(separator);
                    writer.Write(gene.Strand == Strand.Forward ? '+' : '-');
                    writer.Write(Checked(gene.ProteinId, "Protein"));
                    separator = ';';
                }
                writer.WriteLine();
            }
        });

    private static string Checked(string id, string kind) =>
        id.AsSpan().ContainsAny(Separators) || id.Length == 0
            ? throw new GlmException(
                $"{kind} id {LineText.Quoted(id)} cannot be written to a contig map: ids there have no tab, line break or ';' "
                    + $"and are not empty. Rename it."
            )
            : id;
}
