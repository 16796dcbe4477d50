using Glm.Formats.KnownOperons;
using Glm.Formats.Ledger;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>Gives genes the operons and families of a table of operons.</summary>
internal static class OperonLabels
{
    /// <summary>
    /// The genomes with what the table says; genes that it does not name stay as they are, and rows that name no gene go into the ledger.
    /// </summary>
    /// <exception cref="GlmException">The table is damaged, labels pairs of genes, gives a gene two operons, or names no gene of these
    /// genomes.</exception>
    public static List<Genome> Add(IReadOnlyList<Genome> genomes, string table, LedgerBuilder ledger, CancellationToken cancellation)
    {
        var annotation = OperonAnnotationReader.Read(table, cancellation);
        if (annotation.Pairs.Count > 0)
            throw new GlmException(
                $"{table}: it labels pairs of genes, which does not say in which operon a gene is. Use a table of genes and operons here; "
                    + "an analysis of operons takes pairs as what is known."
            );
        ledger.Read(table);
        var set = new ScaffoldSet(table, genomes, new Dictionary<string, Protein>(), [], []);
        var genes = new OperonGenes(set, annotation);
        var rows = new Dictionary<Gene, OperonMember>(ReferenceEqualityComparer.Instance);
        var unmatched = new List<string>();
        foreach (var member in annotation.Members)
        {
            var found = genes.FindAll(member);
            if (found.Count == 0)
                unmatched.Add(member.Names[0]);
            // What names one gene goes before what names several.
            var taken = found.Where(gene => !rows.TryAdd(gene, member) && rows[gene].Operon != member.Operon).ToList();
            if (found.Count == 1 && taken.Count == 1)
                throw new GlmException(
                    $"{table}:{member.Line}: gene {LineText.Quoted(member.Names[0])} was already on line {rows[found[0]].Line}, in "
                        + "another operon. Remove one of the rows."
                );
        }
        if (rows.Count == 0)
            throw new GlmException(
                $"{table}:{annotation.Members[0].Line}: no gene of the scaffolds is called "
                    + $"{LineText.Quoted(annotation.Members[0].Names[0])}, nor any other name in this operon table. Use gene ids, protein "
                    + "ids, locus tags or symbols of the loaded files."
            );
        ledger.Unmatched(table, unmatched);
        return [.. genomes.Select(genome => genome with { Scaffolds = [.. genome.Scaffolds.Select(OfScaffold)] })];

        Scaffold OfScaffold(Scaffold scaffold) =>
            scaffold with
            {
                Genes = [.. scaffold.Genes.Select(OfGene)],
                Untranslated = [.. scaffold.Untranslated.Select(OfGene)],
            };

        Gene OfGene(Gene gene) =>
            rows.GetValueOrDefault(gene) is { } row ? gene with { Operon = row.Operon, Family = row.Family ?? gene.Family } : gene;
    }
}
