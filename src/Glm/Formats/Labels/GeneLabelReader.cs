using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>
/// Joins a table of ids and labels to the genes of a set. All ids stand in one column; each is looked up by the keys of
/// <see cref="GeneKey"/>, beginning with the one by which most rows name a gene. Where an id may mean several genes, another id of the row
/// decides, or it labels none.
/// </summary>
public static class GeneLabelReader
{
    /// <summary>Longer labels are sequences or free text.</summary>
    private const int LongestLabel = 1000;

    private const int RowsPerReport = 1 << 12;

    private const int NamesShown = 12;

    /// <summary>Reads a table, twice: first to see what its ids are.</summary>
    /// <param name="set">Whose genes get the labels.</param>
    /// <param name="path">
    /// Plain or compressed: a table with tabs, commas or semicolons, a list, eggNOG-mapper's annotations, InterProScan's or DAVID's table,
    /// GFF3, or NCBI's protein table; recognised by its first lines.
    /// </param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Bytes of the file.</param>
    /// <param name="cancellation">Polled between rows.</param>
    /// <exception cref="GlmException">The file is damaged, has no such column or several that may be meant, or names no gene.</exception>
    public static LabelTable Read(
        ScaffoldSet set,
        string path,
        GeneLabelOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new GeneLabelOptions();
        KeepPiped(path);
        var (format, head) = LabelFormats.Detect(path);
        var genes = new GeneIndex(set, cancellation: cancellation);
        var ids = new IdColumns(genes);
        LabelColumns columns;
        using (var lines = new TableLines(path))
        {
            var rows = format.Open(lines, head);
            foreach (var row in Reported(rows, lines, "find ids", progress, cancellation))
                ids.Add(row);
            if (ids.Rows == 0)
                throw new GlmException($"{path}: the {format.Name} has no row that could label a gene. Check that it is the right file.");
            columns = LabelColumns.Choose(path, rows, ids, options);
        }
        if (ids.MatchedRows(columns.Id) == 0)
            throw new GlmException(
                $"{path}: no row names a gene of {LineText.Quoted(set.Source)}: ids such as {Quoted(ids.ExamplesOf(columns.Id))} in "
                    + $"column {LineText.Quoted(columns.IdName)} and genes such as {Quoted(genes.Genes.Take(3).Select(Names))}. Name the "
                    + $"column of the ids ({Setting.Of(nameof(GeneLabelOptions.Id))}), or use the table of these genomes."
            );
        var join = new LabelJoin(genes, columns, ids.KeysOf(columns.Id));
        using (var lines = new TableLines(path))
        {
            var rows = format.Open(lines, head);
            var isFirst = true;
            foreach (var row in Reported(rows, lines, "join labels", progress, cancellation))
            {
                if (!isFirst || !columns.HasHeader)
                    join.Add(row, columns.LabelsOf(rows, row).Select(label => Checked(label, path, row.Line)));
                isFirst = false;
            }
        }
        return join.Finish(options.Name ?? columns.StandardName(path), path, format.Name);
    }

    private static IEnumerable<LabelRow> Reported(
        LabelRows rows,
        TableLines lines,
        string activity,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var count = 0;
        foreach (var row in rows.Read(cancellation))
        {
            yield return row;
            if (++count % RowsPerReport == 0)
                progress?.Report(new ProgressReport(activity, lines.BytesRead, lines.Bytes, "bytes"));
        }
    }

    private static string Checked(string label, string path, long line) =>
        label.Length <= LongestLabel
            ? label
            : throw new GlmException(
                $"{path}:{line}: the label {LineText.Quoted(label, 40)} has {label.Length} characters; a label has {LongestLabel} at "
                    + $"most. Name another column ({Setting.Of(nameof(GeneLabelOptions.Column))})."
            );

    /// <summary>What comes through a pipe comes once.</summary>
    private static void KeepPiped(string path)
    {
        PipedInput.Forget(path);
        using var stream = TextFile.Open(path);
        if (!stream.CanSeek)
            PipedInput.Keep(path, stream);
    }

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => LineText.Quoted(text, 40)));

    private static string Names(Gene gene) =>
        string.Join(" = ", new[] { gene.Id, gene.LocusTag, gene.ProteinId, gene.Name }.OfType<string>().Distinct(StringComparer.Ordinal));

    /// <summary>Names for a message.</summary>
    internal static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(NamesShown).Select(name => LineText.Shown(name, 30)))
            + (all.Count > NamesShown ? $" and {all.Count - NamesShown} more" : "");
    }
}
