using System.Globalization;
using System.Text;
using Glm.Genomes;

namespace Glm.Testing;

/// <summary>Genomes as a gene caller writes them: a file of proteins each, with the places of their genes.</summary>
internal static class CalledGenes
{
    /// <summary>Writes a file per genome, and beside the folder a table of operons.</summary>
    /// <param name="set">With coordinates.</param>
    /// <param name="folder">Receives the genomes.</param>
    /// <param name="operons">Receives the table of genes and operons.</param>
    public static void Write(ScaffoldSet set, string folder, string operons)
    {
        Directory.CreateDirectory(folder);
        var table = new StringBuilder("gene\toperon\n");
        foreach (var genome in set.Genomes)
        {
            var text = new StringBuilder();
            foreach (var scaffold in genome.Scaffolds)
                for (var i = 0; i < scaffold.Genes.Count; i++)
                {
                    var (gene, id) = (scaffold.Genes[i], $"{scaffold.Id}_{i + 1}");
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $">{id} # {gene.Start} # {gene.End} # {(int)gene.Strand} # ID=1_{i + 1};partial=00\n"
                    );
                    text.Append(set.Proteins[gene.ProteinId].Sequence).Append('\n');
                    table.Append(
                        CultureInfo.InvariantCulture,
                        $"{id}\t{(gene.Operon is { } operon ? $"{scaffold.Id} {operon}" : "None")}\n"
                    );
                }
            File.WriteAllText(Path.Combine(folder, $"{genome.Id}.faa"), text.ToString());
        }
        File.WriteAllText(operons, table.ToString());
    }
}
