using System.Text.RegularExpressions;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.TaxonomyTable;

/// <summary>
/// Reads taxonomy tables: tab-separated with a header line. The first column is <c>scaffold</c> (or <c>contig</c>) or <c>genome</c>, or
/// what GTDB-Tk (<c>user_genome</c>), CheckM (<c>Bin Id</c>) and other programs call it; a table of scaffolds may have a column
/// <c>genome</c> too. The lineage is either in rank columns (<c>domain</c>, <c>phylum</c>, <c>class</c>, <c>order</c>, <c>family</c>,
/// <c>genus</c>, <c>species</c>, as many as there are) or in one column <c>lineage</c>, <c>classification</c>, <c>taxonomy</c>,
/// <c>gtdb_taxonomy</c> or <c>Marker lineage</c>. Other columns are ignored.
/// </summary>
internal static partial class TaxonomyTableReader
{
    /// <summary>The columns of the seven ranks, from the domain down.</summary>
    internal static readonly string[] RankColumns = [.. Enum.GetNames<TaxonomicRank>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] GenomeColumns = ["genome", "user_genome", "bin id", "bin_id", "bin", "genome_id", "mag", "accession"];

    private static readonly string[] ScaffoldColumns = ["scaffold", "contig", "scaffold_id", "contig_id"];

    // The first that a table has counts: some have several, of which the last say the least.
    private static readonly string[] LineageColumns =
    [
        "lineage",
        "classification",
        "gtdb_classification",
        "gtdb_taxonomy",
        "taxonomy",
        "taxonomy (contained)",
        "marker lineage",
    ];

    /// <summary>Whether a table with these columns, in lower case, is one of lineages.</summary>
    public static bool IsHeader(string[] columns) =>
        (GenomeColumns.Contains(columns[0]) || ScaffoldColumns.Contains(columns[0]))
        && (LineageColumns.Any(columns.Contains) || RankColumns.Any(columns.Contains));

    /// <summary>Reads a file, plain or gzip, in its order.</summary>
    /// <exception cref="GlmException">One line with file and line: a wrong header, a row of the wrong length, a key twice, an unreadable
    /// lineage.</exception>
    public static IReadOnlyList<TaxonomyRow> Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static IReadOnlyList<TaxonomyRow> Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var table = new Table(stream, source);
        if (table.IndexOf("completeness") >= 0 && !LineageColumns.Concat(RankColumns).Any(table.Columns.Contains))
            throw new GlmException(
                $"{source}:1: no column holds the taxonomy; the table says how complete genomes are. Use a table of lineages, "
                    + $"such as the summary that GTDB-Tk writes."
            );
        var ofGenomes = GenomeColumns.Contains(table.Columns[0]);
        if (!ofGenomes && !ScaffoldColumns.Contains(table.Columns[0]))
            throw new GlmException(
                $"{source}:1: the first column is {LineText.Quoted(table.Columns[0])}; a taxonomy table begins with scaffold, "
                    + $"contig or genome. Rename or move the column."
            );
        var genomeColumn = table.IndexOf("genome");
        var readLineage = LineageOf(table);

        var rows = new List<TaxonomyRow>();
        var lineOfKey = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in table.Rows(cancellation))
        {
            var key = row.Cells[0];
            if (key.Length == 0)
                throw new GlmException($"{source}:{row.Line}: the {table.Columns[0]} is empty. Name it.");
            if (!lineOfKey.TryAdd(key, row.Line))
                throw new GlmException(
                    $"{source}:{row.Line}: {table.Columns[0]} {LineText.Quoted(key)} was already on line {lineOfKey[key]}. Remove "
                        + $"one of the rows."
                );
            // GTDB puts the database before the accession.
            if (table.Columns[0] == "accession" && key.AsSpan(0, Math.Min(3, key.Length)) is "RS_" or "GB_")
                key = key[3..];
            var genome =
                ofGenomes ? key
                : genomeColumn < 0 || row.Cells[genomeColumn].Length == 0 ? null
                : row.Cells[genomeColumn];
            rows.Add(new TaxonomyRow(ofGenomes ? null : key, genome, readLineage(row), row.Line));
        }
        return rows.Count > 0 ? rows : throw new GlmException($"{source} has a header and no rows. Add rows, or do without the table.");
    }

    /// <summary>
    /// Reads a lineage in GTDB notation (<c>d__Bacteria;p__Bacillota;…</c>, ranks told by their prefixes, also with <c>|</c> between them)
    /// or as plain names from the domain down (<c>Bacteria; Bacillota; …</c>): seven ranks or the first of them, or as many as NCBI has,
    /// which get their ranks by their endings (<see cref="NcbiTaxa"/>); null if it names nothing.
    /// </summary>
    /// <exception cref="FormatException">The string is neither; the message says why.</exception>
    public static Lineage? ParseLineage(string text)
    {
        // CheckM: o__Clostridiales (UID1212); GTDB-Tk: Unclassified Bacteria.
        text = MarkerSet().Replace(text.TrimEnd(';', ' ', '.'), "");
        if (text.StartsWith("Unclassified", StringComparison.OrdinalIgnoreCase))
            text = text["Unclassified".Length..].Trim();
        if (
            text is "" or "-" or "root"
            || text.Equals("N/A", StringComparison.OrdinalIgnoreCase)
            || text.Equals("None", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        var parts = text.Split(
            text.Contains(';') || !text.Contains("__", StringComparison.Ordinal) ? ';' : '|',
            StringSplitOptions.TrimEntries
        );
        var names = new string[RankColumns.Length];
        Array.Fill(names, "");
        if (parts.Any(part => part.Contains("__", StringComparison.Ordinal)))
            foreach (var part in parts.Where(part => part.Length > 0))
            {
                var rank = part.Split("__", 2)[0] switch
                {
                    "k" or "sk" => 0,
                    ['D', '_', >= '0' and <= '6' and var number] => number - '0',
                    [var letter] => "dpcofgs".IndexOf(letter, StringComparison.Ordinal),
                    _ => -1,
                };
                if (rank < 0 || part.IndexOf("__", StringComparison.Ordinal) < 0)
                    throw new FormatException($"{LineText.Quoted(part)} has none of the prefixes d__ p__ c__ o__ f__ g__ s__");
                if (names[rank].Length > 0)
                    throw new FormatException($"the lineage names its {RankColumns[rank]} twice");
                names[rank] = part.Split("__", 2)[1].Trim();
            }
        else if (OfNcbi(parts) is { } lineage)
            return lineage;
        else if (parts.Length > names.Length)
            throw new FormatException(
                $"the lineage has {parts.Length} names and there are {names.Length} ranks, domain to species; give rank columns, "
                    + $"or prefixes as in d__Bacteria;p__…"
            );
        else
            parts.CopyTo(names, 0);
        return Array.TrueForAll(names, name => name.Length == 0) ? null : new Lineage(names);
    }

    /// <summary>NCBI's lineages skip ranks or have more than seven; null where the names stand at their ranks.</summary>
    private static Lineage? OfNcbi(string[] parts)
    {
        string[] taxa = [.. parts.SkipWhile(part => part is "root" or "cellular organisms")];
        var fits =
            taxa.Length == parts.Length
            && taxa.Length <= RankColumns.Length
            && !taxa.Where(
                    (name, rank) =>
                        StandsWrongly(name, (TaxonomicRank)rank)
                        || (name.EndsWith("idae", StringComparison.Ordinal) && taxa[0] != "Eukaryota")
                )
                .Any();
        // Strains and species have two words; a "group" of species is not a species.
        return fits || taxa.Contains("")
            ? null
            : NcbiTaxa.ToLineage(
                taxa,
                Array.FindLast(taxa, name =>
                    name.Contains(' ')
                    && !name.EndsWith("group", StringComparison.Ordinal)
                    && !name.EndsWith("complex", StringComparison.Ordinal)
                )
            );

        static bool StandsWrongly(string name, TaxonomicRank rank) =>
            rank != TaxonomicRank.Order && name.EndsWith("ales", StringComparison.Ordinal)
            || rank != TaxonomicRank.Family && name.EndsWith("aceae", StringComparison.Ordinal)
            || rank != TaxonomicRank.Species && name.EndsWith("ati", StringComparison.Ordinal);
    }

    private static Func<TableRow, Lineage?> LineageOf(Table table)
    {
        var lineageColumn = LineageColumns.Select(table.IndexOf).FirstOrDefault(column => column >= 0, -1);
        var rankColumns = RankColumns.Select(table.IndexOf).ToArray();
        if (rankColumns[0] < 0)
            rankColumns[0] = table.IndexOf("superkingdom");
        var hasRanks = rankColumns.Any(column => column >= 0);
        if (hasRanks && lineageColumn >= 0 && table.Columns[lineageColumn] != LineageColumns[0])
            lineageColumn = -1;
        if (hasRanks == lineageColumn >= 0)
            throw new GlmException(
                hasRanks
                    ? $"{table.Source}:1: the table has both rank columns and a column lineage. Remove one of them."
                    : $"{table.Source}:1: no column holds the taxonomy. Add a column lineage, or rank columns such as class."
            );
        if (!hasRanks)
            return row =>
            {
                try
                {
                    return ParseLineage(row.Cells[lineageColumn]);
                }
                catch (FormatException e)
                {
                    throw new GlmException(
                        $"{table.Source}:{row.Line}: lineage {LineText.Quoted(row.Cells[lineageColumn])}: {e.Message}.",
                        e
                    );
                }
            };
        return row =>
        {
            var names = rankColumns.Select(column => column < 0 ? "" : row.Cells[column]).ToArray();
            return Array.TrueForAll(names, name => name.Length == 0) ? null : new Lineage(names);
        };
    }

    [GeneratedRegex(@"\s*\(UID\d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex MarkerSet();
}
