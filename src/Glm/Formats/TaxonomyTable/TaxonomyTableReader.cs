using System.Text.RegularExpressions;
using Glm.Formats.Annotation;
using Glm.Formats.Sources;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.TaxonomyTable;

/// <summary>
/// Reads taxonomy tables: tab-separated with a header line. One column says what a row is about: <c>scaffold</c> (or <c>contig</c>),
/// <c>genome</c> or what GTDB-Tk (<c>user_genome</c>), CheckM (<c>Bin Id</c>) and other programs call it, <c>accession</c>, or
/// <c>file</c>, whose genome is named after it as a load names it; of several, the leftmost. A table of scaffolds may have a column
/// <c>genome</c> too. The lineage is either in rank columns (<c>domain</c>, <c>phylum</c>, <c>class</c>, <c>order</c>, <c>family</c>,
/// <c>genus</c>, <c>species</c>, as many as there are) or in one column <c>lineage</c>, <c>classification</c>, <c>taxonomy</c>,
/// <c>gtdb_taxonomy</c> or <c>Marker lineage</c>. A column <c>taxid</c> has NCBI's numbers. Other columns are ignored.
/// </summary>
internal static partial class TaxonomyTableReader
{
    /// <summary>The columns of the seven ranks, from the domain down.</summary>
    internal static readonly string[] RankColumns = [.. Enum.GetNames<TaxonomicRank>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] FileColumns = ["file", "filename", "file_name", "genome_file", "path"];

    private static readonly string[] AccessionColumns = ["accession", "assembly", "assembly_accession", "genome_accession"];

    private static readonly string[] GenomeColumns =
    [
        "genome",
        "genome_id",
        "genome_name",
        "user_genome",
        "bin id",
        "bin_id",
        "bin",
        "mag",
        .. AccessionColumns,
        .. FileColumns,
    ];

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

    private static readonly string[] TaxonIdColumns = ["taxid", "tax_id", "taxon_id", "ncbi_taxid", "ncbi_taxon_id", "taxonomy_id"];

    /// <summary>Whether a table with these columns, in lower case, is one of lineages.</summary>
    public static bool IsHeader(string[] columns) =>
        KeyColumnOf(columns) switch
        {
            < 0 => false,
            0 => LineageColumns.Any(columns.Contains) || RankColumns.Any(columns.Contains),
            // Behind other columns, one called domain or family alone is not enough: it may be that of a protein.
            _ => LineageColumns.Any(columns.Contains) || RankColumns.Count(columns.Contains) > 1,
        };

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
        var keyColumn = KeyColumnOf(table.Columns);
        if (keyColumn < 0)
            throw new GlmException(
                $"{source}:1: no column says what a row is about (the first is {LineText.Quoted(table.Columns[0])}); a taxonomy table "
                    + $"has one called scaffold, contig, genome, accession or file. Rename the column."
            );
        var column = table.Columns[keyColumn];
        var ofGenomes = GenomeColumns.Contains(column);
        var genomeColumn = table.IndexOf("genome");
        var idColumn = TaxonIdColumns.Select(table.IndexOf).FirstOrDefault(at => at >= 0, -1);
        var readLineage = LineageOf(table);

        var rows = new List<TaxonomyRow>();
        var rowOfKey = new Dictionary<string, (string Cell, TaxonomyRow Row)>(StringComparer.Ordinal);
        foreach (var row in table.Rows(cancellation))
        {
            var cell = row.Cells[keyColumn];
            if (cell.Length == 0)
                throw new GlmException($"{source}:{row.Line}: the {column} is empty. Name it.");
            var key = KeyOf(cell, column);
            var genome =
                ofGenomes ? key
                : genomeColumn < 0 || row.Cells[genomeColumn].Length == 0 ? null
                : row.Cells[genomeColumn];
            var read = new TaxonomyRow(ofGenomes ? null : key, genome, readLineage(row), row.Line)
            {
                TaxonId = idColumn >= 0 && row.Cells[idColumn].Length > 0 ? row.Cells[idColumn] : null,
            };
            if (!rowOfKey.TryAdd(key, (cell, read)))
                RequireSame(rowOfKey[key], cell, read);
            rows.Add(read);
        }
        return rows.Count > 0 ? rows : throw new GlmException($"{source} has a header and no rows. Add rows, or do without the table.");

        // A genome of several files has a row for each.
        void RequireSame((string Cell, TaxonomyRow Row) first, string cell, TaxonomyRow read)
        {
            if (first.Cell == cell)
                throw new GlmException(
                    $"{source}:{read.Line}: {column} {LineText.Quoted(cell)} was already on line {first.Row.Line}. Remove one of the rows."
                );
            if (!Equals(first.Row.Lineage, read.Lineage))
                throw new GlmException(
                    $"{source}:{read.Line}: {column} {LineText.Quoted(cell)} has another lineage than {LineText.Quoted(first.Cell)} on "
                        + $"line {first.Row.Line}, and both are of genome {LineText.Quoted(read.Key)}. Correct one of the rows."
                );
        }
    }

    private static int KeyColumnOf(string[] columns) =>
        Array.FindIndex(columns, column => ScaffoldColumns.Contains(column) || GenomeColumns.Contains(column));

    private static string KeyOf(string cell, string column) =>
        FileColumns.Contains(column) ? GenomeFileName.NameOf(cell)
        // GTDB puts the database before the accession.
        : AccessionColumns.Contains(column) && cell is ['R', 'S', '_', ..] or ['G', 'B', '_', ..] ? cell[3..]
        : cell;

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
                var (rank, name) = SplitPrefix(part)
                    ?? throw new FormatException($"{LineText.Quoted(part)} has none of the prefixes d__ p__ c__ o__ f__ g__ s__");
                if (names[(int)rank].Length > 0)
                    throw new FormatException($"the lineage names its {RankColumns[(int)rank]} twice");
                names[(int)rank] = name;
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

    /// <summary>The rank and the name of a taxon with a prefix, as g__Escherichia or D_5__Bacillus; null if it has none.</summary>
    public static (TaxonomicRank Rank, string Name)? SplitPrefix(string taxon)
    {
        if (taxon.Split("__", 2) is not [var prefix, var name])
            return null;
        var rank = prefix.TrimStart() switch
        {
            "k" or "sk" => 0,
            ['D', '_', >= '0' and <= '6' and var number] => number - '0',
            [var letter] => "dpcofgs".IndexOf(letter, StringComparison.Ordinal),
            _ => -1,
        };
        return rank < 0 ? null : ((TaxonomicRank)rank, name.Trim());
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
        // Strains and species have two words; a "group" of species is not a species, nor is a genus that was never cultured.
        return fits || taxa.Contains("")
            ? null
            : NcbiTaxa.ToLineage(
                taxa,
                Array.FindLast(taxa, name =>
                    name.Contains(' ')
                    && !name.EndsWith("group", StringComparison.Ordinal)
                    && !name.EndsWith("complex", StringComparison.Ordinal)
                    && !(name.StartsWith("Candidatus ", StringComparison.Ordinal) && name.IndexOf(' ') == name.LastIndexOf(' '))
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
