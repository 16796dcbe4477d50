using Glm.Formats.Ledger;
using Glm.Formats.OperonTable;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>Gives genes the operons and families of an operon table.</summary>
internal static class OperonLabels
{
    /// <summary>
    /// The genomes with what the table says; genes that it does not name stay as they are, and rows that name no gene go into the ledger.
    /// </summary>
    /// <exception cref="GlmException">The table is damaged, or names no gene of these genomes.</exception>
    public static List<Genome> Add(IReadOnlyList<Genome> genomes, string table, LedgerBuilder ledger, CancellationToken cancellation)
    {
        var rows = OperonTableReader.Read(table, cancellation);
        ledger.Read(table);
        var rowOfGene = rows.ToDictionary(row => row.Gene, StringComparer.Ordinal);
        var found = new HashSet<OperonRow>(ReferenceEqualityComparer.Instance);
        List<Genome> labelled = [.. genomes.Select(genome => genome with { Scaffolds = [.. genome.Scaffolds.Select(OfScaffold)] })];
        if (found.Count == 0)
            throw new GlmException(
                $"{table}:{rows[0].Line}: no gene of the scaffolds is called {LineText.Quoted(rows[0].Gene)}, nor any other name "
                    + $"in this operon table. Use gene ids, protein ids or locus tags of the loaded files."
            );
        ledger.Unmatched(table, [.. rows.Where(row => !found.Contains(row)).Select(row => row.Gene)]);
        return labelled;

        Scaffold OfScaffold(Scaffold scaffold) => scaffold with { Genes = [.. scaffold.Genes.Select(OfGene)] };

        Gene OfGene(Gene gene)
        {
            var row = rowOfGene.GetValueOrDefault(gene.Id)
                ?? rowOfGene.GetValueOrDefault(gene.ProteinId)
                ?? (gene.LocusTag is null ? null : rowOfGene.GetValueOrDefault(gene.LocusTag));
            if (row is null)
                return gene;
            found.Add(row);
            return gene with { Operon = row.Operon, Family = row.Family };
        }
    }
}
