using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>
/// Reads a table with tabs whose first line names the columns: ids of genomes, scaffolds or windows in the first, labels in another, of
/// which several are separated by semicolons.
/// </summary>
public static class GenomeLabelReader
{
    /// <summary>Reads a table.</summary>
    /// <param name="set">Whose genomes, scaffolds and windows are meant.</param>
    /// <param name="path">Plain or compressed.</param>
    /// <param name="column">Name of the column of the labels; null for the second.</param>
    /// <param name="cancellation">Polled between rows.</param>
    /// <exception cref="GlmException">The file cannot be read, has no such column, or names nothing of the set.</exception>
    public static GenomeLabels Read(ScaffoldSet set, string path, string? column = null, CancellationToken cancellation = default)
    {
        var ids = set
            .Genomes.Select(genome => genome.Id)
            .Concat(set.Scaffolds.Select(scaffold => scaffold.Id))
            .Concat(set.Windows.Select(window => window.Id))
            .ToHashSet(StringComparer.Ordinal);
        using var lines = new TableLines(path);
        if (!lines.TryRead(out var header) || header.Split('\t') is not [_, _, ..] names)
            throw new GlmException($"{path}: the first line names no two columns with a tab between them: ids, and labels.");
        var at = column is null ? 1 : Array.FindIndex(names, name => name.Trim() == column);
        if (at < 1)
            throw new GlmException(
                $"{path}:1: there is no column {LineText.Quoted(column!)} behind the ids; there are "
                    + $"{string.Join(", ", names.Skip(1).Take(12).Select(name => LineText.Quoted(name.Trim())))}. Name one of them "
                    + $"({Setting.Of("Column")})."
            );
        var labels = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var (rows, unmatched, first) = (0, 0, "");
        while (lines.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (line.Length == 0)
                continue;
            var cells = line.Split('\t');
            rows++;
            if (!ids.Contains(cells[0].Trim()))
            {
                unmatched++;
                first = first.Length > 0 ? first : cells[0].Trim();
                continue;
            }
            if (cells.Length <= at)
                throw new GlmException($"{lines.Where}: the row has {cells.Length} columns and {names.Length} are named in line 1.");
            if (!labels.TryGetValue(cells[0].Trim(), out var known))
                labels.Add(cells[0].Trim(), known = []);
            foreach (var label in cells[at].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (!known.Contains(label, StringComparer.Ordinal))
                    known.Add(label);
        }
        if (labels.Count == 0)
            throw new GlmException(
                $"{path}: none of its {rows} rows names a genome, scaffold or window of {LineText.Shown(set.Source)}"
                    + (first.Length > 0 ? $": it names {LineText.Quoted(first)}" : "")
                    + ", and the genomes are called "
                    + $"{string.Join(", ", set.Genomes.Take(3).Select(genome => LineText.Quoted(genome.Id)))}. Use their "
                    + "ids in the first column."
            );
        return new GenomeLabels(
            names[at].Trim(),
            labels.ToDictionary(one => one.Key, one => (IReadOnlyList<string>)one.Value, StringComparer.Ordinal),
            unmatched
        );
    }
}
