using System.Globalization;
using System.Text;
using Glm.Runtime;

namespace Glm.Genomes.GeneCalling;

/// <summary>
/// Reads the protein FASTA that Prodigal has just written (<c>-a</c>). Contigs went in under the names <see cref="NameOf"/> gives them.
/// </summary>
internal static class ProdigalOutput
{
    /// <summary>The name that stands for a contig: ids from users may hold anything, also nothing.</summary>
    public static string NameOf(int contig) => "c" + contig.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Prodigal's proteins.</param>
    /// <param name="contigs">All contigs of the run; genes get the ids of these.</param>
    /// <exception cref="GlmException">A header is not Prodigal's.</exception>
    public static IEnumerable<CalledGene> Read(string path, IReadOnlyList<Contig> contigs)
    {
        CalledGene? gene = null;
        var protein = new StringBuilder();
        foreach (var line in File.ReadLines(path))
        {
            if (!line.StartsWith('>'))
            {
                protein.Append(line);
                continue;
            }
            if (gene is not null)
                yield return Finish();
            gene = GeneOf(line, path, contigs);
        }
        if (gene is not null)
            yield return Finish();

        CalledGene Finish()
        {
            var finished = gene with { Protein = protein.ToString().TrimEnd('*').ToUpperInvariant() };
            protein.Clear();
            return finished;
        }
    }

    private static CalledGene GeneOf(string line, string path, IReadOnlyList<Contig> contigs)
    {
        var id = line[1..].Split(' ', 2);
        if (
            id is not [var name, var description]
            || CalledGeneHeader.ParseProdigal(name, description) is not { } header
            || !int.TryParse(header.Contig.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var contig)
            || contig >= contigs.Count
        )
            throw new GlmException(
                $"{path}: the gene caller wrote a header that is not Prodigal's: {LineText.Quoted(line)}. Install Prodigal 2.6.3 or a "
                    + $"recent Pyrodigal."
            );
        return new CalledGene(
            contigs[contig].Id + name[name.LastIndexOf('_')..],
            contigs[contig].Id,
            header.Start,
            header.End,
            header.Strand,
            header.Partial ?? PartialEnds.None,
            ""
        );
    }
}
