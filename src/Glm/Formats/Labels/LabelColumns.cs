using System.Globalization;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>Which column of a table holds the ids and which the labels. Immutable.</summary>
/// <param name="Id">Of the ids, from 0.</param>
/// <param name="IdName">Its name, or its number from 1.</param>
/// <param name="Label">Of the labels; null for a list of ids.</param>
/// <param name="LabelName">Its name, or its number from 1; empty for a list of ids.</param>
/// <param name="HasHeader">Whether the first row only names the columns.</param>
/// <param name="ListLabel">The label of all ids of a list.</param>
internal sealed record LabelColumns(int Id, string IdName, int? Label, string LabelName, bool HasHeader, string ListLabel)
{
    /// <summary>Chooses, once all rows were counted.</summary>
    /// <exception cref="GlmException">There is no such column, or several may be meant.</exception>
    public static LabelColumns Choose(string path, LabelRows rows, IdColumns ids, GeneLabelOptions options)
    {
        var named = rows.Columns ?? rows.First?.Cells ?? [];
        var isByName = false;
        int? label = (options.Column ?? rows.StandardColumn) is { } column
            ? Find(column, Setting.Of(nameof(GeneLabelOptions.Column)))
            : null;
        var id = options.Id is { } given
            ? Find(given, Setting.Of(nameof(GeneLabelOptions.Id)))
            : ids.Best(label is { } taken ? [taken] : []);
        if (id == label)
            throw new GlmException(
                $"{path}: column {LineText.Quoted(named[id], 40)} is named for the ids and for the labels; they must be two. Name another."
            );
        // A row that names a gene of the set is no header; any other first row may be one, and labels nothing in either case.
        var hasHeader = rows.Columns is null && ids.Rows > 1 && (isByName || !ids.FirstNames(id));
        var isNamed = rows.Columns is not null || hasHeader;
        if (label is null && ids.Count > 1)
        {
            int[] others = [.. Enumerable.Range(0, ids.Count).Where(other => other != id)];
            if (others.Length > 1)
                throw new GlmException(
                    $"{path}: the ids stand in column {LineText.Quoted(NameOf(id), 40)}, and {others.Length} others may hold the labels: "
                        + $"{GeneLabelReader.Listed(others.Select(NameOf))}. Name one with {Setting.Of(nameof(GeneLabelOptions.Column))}."
                );
            label = others[0];
        }
        return new LabelColumns(
            id,
            NameOf(id),
            label,
            label is { } chosen ? NameOf(chosen) : "",
            hasHeader,
            options.Name ?? Path.GetFileName(path).Split('.')[0]
        );

        string NameOf(int number) =>
            isNamed && number < named.Count && named[number].Length > 0
                ? named[number]
                : (number + 1).ToString(CultureInfo.InvariantCulture);

        int Find(string name, Setting option)
        {
            for (var i = 0; i < named.Count; i++)
                if (named[i].TrimStart('#').Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    isByName = true;
                    return i;
                }
            if (
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= 1
                && number <= Math.Max(ids.Count, named.Count)
            )
                return number - 1;
            throw new GlmException(
                $"{path}: there is no column {LineText.Quoted(name, 40)}. Its {Math.Max(ids.Count, named.Count)} columns are "
                    + $"{GeneLabelReader.Listed(named)}; name one of them, or its number, with {option}."
            );
        }
    }

    /// <summary>The labels of a row.</summary>
    public IEnumerable<string> LabelsOf(LabelRows rows, LabelRow row) =>
        Label is { } column ? rows.LabelsOf(row[column], LabelName) : [ListLabel];

    /// <summary>What the labels are called where nothing else is said.</summary>
    public string StandardName(string path) =>
        LabelName.Length == 0 || LabelName.All(char.IsAsciiDigit) ? Path.GetFileName(path).Split('.')[0] : LabelName;
}
