using System.Globalization;
using Glm.Formats.Labels;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Pairs;

/// <summary>
/// Reads tables of two ids, and a distance where a third column has one; separated by tabs, commas or semicolons, plain or compressed.
/// A first row whose ids name no gene is a header. Lines that begin with # are comments.
/// </summary>
public static class NamedPairReader
{
    private const int FewestCells = 2;

    /// <summary>Reads a table and looks the genes up.</summary>
    /// <param name="set">Whose genes.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Polled at every row.</param>
    /// <exception cref="GlmException">One line with file and line: it is missing or empty, a row has fewer than two cells or a third one
    /// that is no number, or no row names two genes of the set.</exception>
    public static NamedPairs Read(ScaffoldSet set, string path, CancellationToken cancellation = default)
    {
        var genes = new GeneIndex(set, cancellation: cancellation);
        var (pairs, rows, example) = (new List<(int, int, double?)>(), 0, "");
        using var lines = new TableLines(path);
        char? separator = null;
        while (lines.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                continue;
            var isFirst = separator is null;
            separator ??= DelimitedText.SeparatorOf([line]);
            var cells = DelimitedText.Split(line, separator.Value, lines);
            if (cells.Length < FewestCells)
                throw new GlmException(
                    $"{lines.Where}: {LineText.Quoted(line)} names one gene; a row needs two ids, separated by a tab or a comma."
                );
            var (first, second) = (Find(cells[0]), Find(cells[1]));
            if (isFirst && first < 0 && second < 0)
                continue;
            rows++;
            if (first < 0 || second < 0)
            {
                example = example.Length > 0 ? example : cells[first < 0 ? 0 : 1];
                continue;
            }
            pairs.Add((first, second, cells.Length > FewestCells && cells[2].Length > 0 ? Number(cells[2]) : null));
        }
        return pairs.Count > 0
            ? new NamedPairs(path, pairs, rows)
            : throw new GlmException(
                $"{path}: none of its {rows} rows names two genes of {LineText.Quoted(set.Source)}"
                    + $"{(example.Length > 0 ? $"; {LineText.Quoted(example)}, for example, is none" : "")}. Use a table of these genomes."
            );

        double Number(string cell) =>
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : throw new GlmException(
                    $"{lines.Where}: {LineText.Quoted(cell)} in the third column is no number, and distances are. Write 0.25, or leave it "
                        + "out."
                );

        int Find(string id)
        {
            for (var key = 0; key < GeneIndex.Keys; key++)
                if (genes.Find((GeneKey)key, id) is { Count: > 0 } found && genes.AreOne((GeneKey)key, found))
                    return found[0];
            return -1;
        }
    }
}
