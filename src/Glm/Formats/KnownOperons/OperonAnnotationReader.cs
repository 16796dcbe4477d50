using System.Globalization;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.KnownOperons;

/// <summary>
/// Reads the tables in which operons are published, tab-separated or, with a header line, separated by commas; plain or gzip. The form is
/// told by the header, or by the cells of the first line where there is none. Lines that begin with # are comments.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>One gene per row, with a header that names a column of genes (gene, gene_id, locus_tag, synonym, protein_id, …) and one of
/// operons (operon, operon_id, …): this library's operon tables, which may have a
/// column family, DOOR's, and Operon-mapper's, where the operon stands on a line of its own
/// above its genes.</item>
/// <item>One operon per row, with a header that names a list of genes (genes, locus_tags, …): SubtiWiki's export and others.</item>
/// <item>One pair per row, with a header that names two genes and their label: gene_a, gene_b, label (1, true, operonic, …).</item>
/// <item>RegulonDB's OperonSet: no header; name, first and last position, strand, number of genes, genes.</item>
/// <item>The published gLM's operon.annot: no header; number, gene, product, operon or None, and a fifth column that is not used.</item>
/// <item>Two columns without a header: gene and operon.</item>
/// </list>
/// </remarks>
public static class OperonAnnotationReader
{
    // In the order of preference: names that are unique in a genome before symbols, which may occur twice.
    private static readonly string[] GeneColumns =
    [
        "locus_tag",
        "locustag",
        "locus",
        "synonym",
        "gene_id",
        "geneid",
        "idgene",
        "protein_id",
        "protein",
        "accession",
        "id",
        "gene",
        "gene_name",
        "name",
        "symbol",
    ];

    private static readonly string[] OperonColumns = ["operon", "operon_id", "operonid", "operon_name", "operonname", "tu", "cluster"];

    private static readonly string[] ListColumns = ["locus_tags", "loci", "genes", "gene_list", "members", "operon_genes"];

    private static readonly (string First, string Second)[] PairColumns =
    [
        ("gene_a", "gene_b"),
        ("genea", "geneb"),
        ("gene1", "gene2"),
        ("gene_1", "gene_2"),
        ("first", "second"),
    ];

    private static readonly string[] LabelColumns = ["label", "operonic", "same_operon", "is_operon", "operon"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="GlmException">One line with file and line: it is missing or empty, of no known form, or a row is
    /// damaged.</exception>
    public static OperonAnnotation Read(string path, CancellationToken cancellation = default)
    {
        using var lines = new TableLines(path);
        return Read(lines, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    /// <param name="stream">Plain text or gzip.</param>
    /// <param name="source">The name that messages give it.</param>
    /// <param name="cancellation">Polled at every line.</param>
    /// <exception cref="GlmException">As for a file.</exception>
    public static OperonAnnotation Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var lines = new TableLines(stream, source);
        return Read(lines, cancellation);
    }

    private static OperonAnnotation Read(TableLines lines, CancellationToken cancellation)
    {
        string? header = null;
        while (lines.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line))
                continue;
            // A commented header is one all the same: "#gene	operon".
            if (line.StartsWith('#') && FormOf(ColumnsOf(line[1..], SeparatorOf(line))) is null)
                continue;
            header = line.TrimStart('#');
            break;
        }
        if (header is null)
            throw new GlmException($"{lines.Source}: no line of it is of an operon table. Check that it is the right file.");
        var separator = SeparatorOf(header);
        var columns = ColumnsOf(header, separator);
        var rows = new Rows(lines, separator, cancellation);
        var annotation = FormOf(columns) switch
        {
            Form.Pairs => Pairs(rows, columns),
            Form.Lists => Lists(rows, columns),
            Form.Genes => Genes(rows, columns),
            _ => WithoutHeader(rows, header.Split('\t', StringSplitOptions.TrimEntries), lines.Line),
        };
        return annotation.Members.Count + annotation.Pairs.Count > 0
            ? annotation
            : throw new GlmException($"{lines.Source} has a header and no rows. Check that it is the right file.");
    }

    private enum Form
    {
        Pairs,
        Lists,
        Genes,
    }

    private static Form? FormOf(string[] columns)
    {
        if (PairOf(columns) is not null && IndexOf(columns, LabelColumns) >= 0)
            return Form.Pairs;
        if (IndexOf(columns, ListColumns) >= 0)
            return Form.Lists;
        return IndexOf(columns, GeneColumns) >= 0 && IndexOf(columns, OperonColumns) >= 0 ? Form.Genes : null;
    }

    private static OperonAnnotation Pairs(Rows rows, string[] columns)
    {
        var (first, second) = PairOf(columns)!.Value;
        var label = IndexOf(columns, LabelColumns);
        var pairs = new List<LabelledGenePair>();
        while (rows.TryRead(columns.Length) is { } cells)
        {
            // A pair of which nothing is known stays unknown.
            if (cells[label].Length == 0 || IsNone(cells[label]))
                continue;
            pairs.Add(
                new LabelledGenePair(
                    rows.Named(cells[first], "gene"),
                    rows.Named(cells[second], "gene"),
                    rows.Truth(cells[label]),
                    rows.Line
                )
            );
        }
        return new OperonAnnotation(rows.Source, "labelled pairs of genes", [], pairs);
    }

    private static OperonAnnotation Lists(Rows rows, string[] columns)
    {
        var (list, name) = (IndexOf(columns, ListColumns), IndexOf(columns, OperonColumns));
        var members = new List<OperonMember>();
        while (rows.TryRead(columns.Length) is { } cells)
            AddList(members, cells[list], name < 0 ? cells[list] : cells[name], rows.Line);
        return new OperonAnnotation(rows.Source, "list of operons", members, []);
    }

    private static OperonAnnotation Genes(Rows rows, string[] columns)
    {
        var (operon, family) = (IndexOf(columns, OperonColumns), Array.IndexOf(columns, "family"));
        int[] genes = [.. GeneColumns.Select(name => Array.IndexOf(columns, name)).Where(index => index >= 0 && index != operon)];
        var members = new List<OperonMember>();
        string? above = null;
        while (rows.TryRead(columns.Length) is { } cells)
        {
            string[] names = [.. genes.Select(index => cells[index]).Where(name => !IsNone(name)).Distinct(StringComparer.Ordinal)];
            // Operon-mapper gives an operon a line of its own, and its genes lines without one.
            if (names.Length == 0)
            {
                above = rows.Named(cells[operon], "gene");
                continue;
            }
            var own = cells[operon];
            members.Add(
                new OperonMember(
                    names,
                    own.Length == 0 && above is not null ? above
                        : IsNone(own) ? null
                        : own,
                    rows.Line
                )
                {
                    Family = family < 0 || IsNone(cells[family]) ? null : cells[family],
                }
            );
        }
        return new OperonAnnotation(rows.Source, "table of genes", members, []);
    }

    private static OperonAnnotation WithoutHeader(Rows rows, string[] first, long line)
    {
        var isNumbered = first.Length >= 4 && int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var members = new List<OperonMember>();
        if (
            first.Length >= 6
            && first[3] is "forward" or "reverse" or "+" or "-"
            && int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        )
        {
            const int Genes = 5;
            for (var cells = first; cells is not null; cells = rows.TryRead(first.Length), line = rows.Line)
                AddList(members, cells[Genes], cells[0], line);
            return new OperonAnnotation(rows.Source, "RegulonDB's set of operons", members, []);
        }
        var (gene, operon) =
            isNumbered ? (1, 3)
            : first.Length == 2 ? (0, 1)
            : throw new GlmException(
                $"{rows.Source}:{line}: {LineText.Quoted(string.Join(" | ", first))} begins no known form of operon "
                    + $"table. Use a table with "
                    + $"the columns gene and operon, or genes (a list), or gene_a, gene_b and label; or RegulonDB's, "
                    + $"SubtiWiki's, DOOR's or "
                    + $"Operon-mapper's own."
            );
        for (var cells = first; cells is not null; cells = rows.TryRead(first.Length), line = rows.Line)
            members.Add(new OperonMember([rows.Named(cells[gene], "gene")], IsNone(cells[operon]) ? null : cells[operon], line));
        return new OperonAnnotation(rows.Source, isNumbered ? "operon.annot" : "gene and operon", members, []);
    }

    /// <summary>
    /// Genes of one cell: separated by commas, semicolons, bars or blanks, or where there are none of these by hyphens, which symbols such
    /// as <c>ssrA-like</c> may have too.
    /// </summary>
    private static void AddList(List<OperonMember> members, string cell, string operon, long line)
    {
        const string Clear = ",;| ";
        var separators = cell.AsSpan().ContainsAny(Clear) ? Clear : "-";
        foreach (var gene in cell.Split([.. separators], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (!IsNone(gene))
                members.Add(new OperonMember([gene], operon, line));
    }

    private static bool IsNone(string cell) =>
        cell is "" or "-" or "."
        || cell.Equals("None", StringComparison.OrdinalIgnoreCase)
        || cell.Equals("NA", StringComparison.OrdinalIgnoreCase)
        || cell.Equals("NaN", StringComparison.OrdinalIgnoreCase);

    private static (int First, int Second)? PairOf(string[] columns)
    {
        foreach (var (first, second) in PairColumns)
            if (Array.IndexOf(columns, first) is >= 0 and var a && Array.IndexOf(columns, second) is >= 0 and var b)
                return (a, b);
        return null;
    }

    private static int IndexOf(string[] columns, string[] names)
    {
        foreach (var name in names)
            if (Array.IndexOf(columns, name) is >= 0 and var index)
                return index;
        return -1;
    }

    private static char SeparatorOf(string line) => line.Contains('\t') || !line.Contains(',') ? '\t' : ',';

    private static string[] ColumnsOf(string header, char separator) =>
        [.. header.Split(separator, StringSplitOptions.TrimEntries).Select(name => name.Trim('"').ToLowerInvariant().Replace(' ', '_'))];

    /// <summary>The rows below the first line.</summary>
    private sealed class Rows(TableLines lines, char separator, CancellationToken cancellation)
    {
        public string Source => lines.Source;

        public long Line => lines.Line;

        /// <summary>The cells of the next row, as many as there are columns; null at the end.</summary>
        /// <remarks>Tables lose the tabs behind their last value in many editors: what is missing at the end is empty.</remarks>
        public string[]? TryRead(int columns)
        {
            while (lines.TryRead(out var line))
            {
                cancellation.ThrowIfCancellationRequested();
                if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                    continue;
                var cells = DelimitedText.Split(line, separator, lines);
                if (cells.Length > columns)
                    throw new GlmException(
                        $"{lines.Where}: the row has {cells.Length} cells and the first line {columns}; a row must not "
                            + $"have more. Check the "
                            + $"{(separator == ',' ? "commas" : "tabs")}."
                    );
                return cells.Length == columns ? cells : [.. cells, .. Enumerable.Repeat("", columns - cells.Length)];
            }
            return null;
        }

        public string Named(string cell, string what) =>
            IsNone(cell)
                ? throw new GlmException($"{lines.Where}: the {what} is {LineText.Quoted(cell)}. Name it, or remove the row.")
                : cell;

        public bool Truth(string cell) =>
            cell.ToLowerInvariant() switch
            {
                "1" or "true" or "yes" or "operonic" or "operon" or "same" or "positive" => true,
                "0" or "false" or "no" or "nonoperonic" or "non-operonic" or "different" or "negative" => false,
                _ => throw new GlmException(
                    $"{lines.Where}: the label of a pair is {LineText.Quoted(cell)}; it must be 1 or 0, true or false, operonic or "
                        + $"nonoperonic, or empty where nothing is known. Correct it."
                ),
            };
    }
}
