using Microsoft.Data.Analysis;

namespace Glm.Genomes;

/// <summary>Scaffold sets, and what they consist of, as tables of genes.</summary>
public static class ScaffoldSetTables
{
    /// <summary>
    /// One row per gene, scaffold by scaffold. <c>window</c> is the index in <see cref="ScaffoldSet.Windows"/>, null for a gene that no
    /// window covers; <c>position</c> counts from 1 on the scaffold; <c>strand</c> is + or -; <c>length</c> is in residues; what is
    /// unknown is null; several EC numbers, GO terms, COGs or Pfams are joined by semicolons. <c>family</c> is the gene's family,
    /// <c>taxonomic_family</c> the rank.
    /// </summary>
    public static DataFrame ToDataFrame(this ScaffoldSet scaffolds)
    {
        var rows = scaffolds
            .Scaffolds.SelectMany(scaffold =>
                scaffold.Genes.Select((gene, index) => new Row(scaffold, gene, index + 1, scaffolds.GenomeOf(scaffold).Lineage))
            )
            .ToList();
        var windowOf = new Dictionary<(string Scaffold, int Position), int>();
        for (var window = 0; window < scaffolds.Windows.Count; window++)
        {
            var (scaffold, start, length) = scaffolds.Windows[window];
            for (var i = start; i < start + length; i++)
                windowOf.TryAdd((scaffold.Id, i + 1), window);
        }

        return Table(
            rows,
            withLineage: true,
            row => windowOf.TryGetValue((row.Scaffold.Id, row.Position), out var window) ? window : null,
            row => scaffolds.Proteins[row.Gene.ProteinId].Sequence.Length
        );
    }

    /// <summary>
    /// One row per gene, with the columns of a set's table except <c>window</c> and <c>length</c>, which only the set knows.
    /// </summary>
    public static DataFrame ToDataFrame(this Genome genome) =>
        Table(
            [
                .. genome.Scaffolds.SelectMany(scaffold =>
                    scaffold.Genes.Select((gene, index) => new Row(scaffold, gene, index + 1, genome.Lineage))
                ),
            ],
            withLineage: true
        );

    /// <summary>One row per gene, with the columns of a genome's table except the taxonomy.</summary>
    public static DataFrame ToDataFrame(this Scaffold scaffold) => new GeneWindow(scaffold, 0, scaffold.Genes.Count).ToDataFrame();

    /// <inheritdoc cref="ToDataFrame(Scaffold)"/>
    public static DataFrame ToDataFrame(this GeneWindow window) =>
        Table(
            [.. window.Genes.Select((gene, index) => new Row(window.Scaffold, gene, window.Start + index + 1, null))],
            withLineage: false
        );

    private static DataFrame Table(List<Row> rows, bool withLineage, Func<Row, int?>? window = null, Func<Row, int?>? length = null)
    {
        return new DataFrame([
            Text("scaffold", row => row.Scaffold.Id),
            Text("genome", row => row.Scaffold.GenomeId),
            .. window is null ? [] : new[] { Number("window", window) },
            Number("position", row => row.Position),
            Text("gene", row => row.Gene.Id),
            Text("name", row => row.Gene.Name),
            Text("locus_tag", row => row.Gene.LocusTag),
            Text("product", row => row.Gene.Product),
            Text("strand", row => row.Gene.Strand == Strand.Forward ? "+" : "-"),
            Text("protein", row => row.Gene.ProteinId),
            .. length is null ? [] : new[] { Number("length", length) },
            Number("start", row => row.Gene.Start),
            Number("end", row => row.Gene.End),
            Text("family", row => row.Gene.Family),
            Text("operon", row => row.Gene.Operon),
            Text("ec", row => Joined(row.Gene.EcNumbers)),
            Text("go", row => Joined(row.Gene.GoTerms)),
            Text("cog", row => Joined(row.Gene.Cogs)),
            Text("pfam", row => Joined(row.Gene.Pfams)),
            .. withLineage
                ? Enum.GetValues<TaxonomicRank>()
                    .Select(rank =>
                        Text(rank == TaxonomicRank.Family ? "taxonomic_family" : rank.ToString().ToLowerInvariant(), row =>
                            row.Lineage is { } lineage && lineage[rank].Length > 0 ? lineage[rank] : null
                        )
                    )
                : [],
        ]);

        static string? Joined(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(';', names);

        StringDataFrameColumn Text(string name, Func<Row, string?> value) => new(name, rows.Select(value));

        PrimitiveDataFrameColumn<int> Number(string name, Func<Row, int?> value) => new(name, rows.Select(value));
    }

    private readonly record struct Row(Scaffold Scaffold, Gene Gene, int Position, Lineage? Lineage);
}
