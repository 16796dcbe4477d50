using Glm.Arrays;
using Glm.Arrays.Pickle;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Proteins.Sentences;

/// <summary>
/// Files that PlasGO's preprocessing writes into a folder, read as data: <c>plasmids.csv</c>, the proteins of each segment of a plasmid
/// joined by ';'; <c>raw_embeddings.pkl</c>, a pickled array of vectors; <c>prot_idx.dict</c>, a pickled dict of each protein's row, from
/// 1.
/// </summary>
public static class PlasgoFiles
{
    private const string Plasmids = "plasmids.csv";
    private const string Vectors = "raw_embeddings.pkl";
    private const string Rows = "prot_idx.dict";
    private const string Labels = "labels.dict";
    private const string Padding = "None";

    private static readonly PickleOptions Options = new()
    {
        AllowedGlobals = new HashSet<string>(
            [.. NumpyPickle.Globals, "collections.defaultdict", "collections.OrderedDict", "builtins.dict", "__builtin__.dict"],
            StringComparer.Ordinal
        ),
    };

    /// <summary>Reads a folder.</summary>
    /// <returns>One sentence per line of <c>plasmids.csv</c>; items are the proteins.</returns>
    /// <exception cref="GlmException">A file is missing, damaged, or names a protein that has no vector.</exception>
    public static ProteinSentences Read(string folder, CancellationToken cancellation = default)
    {
        var vectors = NumpyPickle.ToArray(PickleReader.Read(PathOf(folder, Vectors), Options), PathOf(folder, Vectors));
        if (vectors.Shape is not [> 0, > 0] || vectors.Type is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64))
            throw new GlmException(
                $"{PathOf(folder, Vectors)}: {vectors.Type} of shape [{string.Join(", ", vectors.Shape.Take(8))}]; floating-point "
                    + "vectors, one per protein, are needed. Write it again."
            );
        var ids = Ids(PathOf(folder, Rows), (int)vectors.Shape[0]);
        var rows = ids.Index().Where(one => one.Item.Length > 0).ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        var sentences = new List<IReadOnlyList<int>>();
        using var lines = new TableLines(PathOf(folder, Plasmids));
        if (!lines.TryRead(out var header))
            throw new GlmException($"{lines.Source}: the file is empty; a header 'proteins' and a line per plasmid are needed.");
        var columns = DelimitedText.Split(header, ',', lines);
        var column = Array.IndexOf(columns, "proteins");
        if (column < 0)
            throw new GlmException(
                $"{lines.Source}: no column is called 'proteins'; the header is {LineText.Quoted(header, 80)}. Name it so."
            );
        while (lines.TryRead(out var line))
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var cells = DelimitedText.Split(line, ',', lines);
            if (cells.Length != columns.Length)
                throw new GlmException(
                    $"{lines.Where}: the row has {cells.Length} cells and the header {columns.Length}; they must agree."
                );
            var sentence = new List<int>();
            foreach (var name in cells[column].Split(';', StringSplitOptions.TrimEntries))
                if (name is not (Padding or ""))
                    // Training files mark proteins without labels with a star.
                    sentence.Add(
                        rows.TryGetValue(name, out var row) || name[0] == '*' && rows.TryGetValue(name[1..], out row)
                            ? row
                            : throw new GlmException(
                                $"{lines.Where}: protein {LineText.Quoted(name, 60)} is not among the {rows.Count} of {Rows}. Write the "
                                    + "files again from one set of proteins."
                            )
                    );
            if (sentence.Count > 0)
                sentences.Add(sentence);
        }
        if (sentences.Count == 0)
            throw new GlmException($"{lines.Source}: no line names a protein; one line per plasmid is needed.");
        return new ProteinSentences(folder, ids, (int)vectors.Shape[1], vectors.ToSingle(), sentences);
    }

    /// <summary>
    /// Reads <c>labels.dict</c>, a pickled dict of each label's number, by category where there are several ("mf", "bp", "cc").
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="category">Which category, in any case; not used where the file has none.</param>
    /// <returns>The labels by number. Untrusted text.</returns>
    /// <exception cref="GlmException">The file is damaged, has no such category, or its numbers have a gap.</exception>
    public static IReadOnlyList<string> ReadLabels(string path, string category)
    {
        var root = Entries(PickleReader.Read(path, Options), path);
        if (root.Count > 0 && root.All(entry => IsDict(entry.Value)))
        {
            var names = root.Select(entry => entry.Key as string ?? "").ToArray();
            var chosen = Array.FindIndex(names, name => name.Equals(category, StringComparison.OrdinalIgnoreCase));
            if (chosen < 0)
                throw new GlmException(
                    $"{path}: it has labels of {LineText.Shown(string.Join(", ", names), 60)} and none of {LineText.Quoted(category, 40)}"
                        + ". Name the folder of the model for its category."
                );
            root = Entries(root[chosen].Value, path);
        }
        var labels = new string[root.Count];
        foreach (var (key, value) in root)
        {
            // Written both ways round.
            var (label, number) = (key, value) switch
            {
                (string text, long index) => (text, index),
                (long index, string text) => (text, index),
                _ => throw new GlmException(
                    $"{path}: {NumpyPickle.Kind(key)} with {NumpyPickle.Kind(value)} where a label and its number are needed."
                ),
            };
            if (number < 0 || number >= labels.Length || labels[number] is not null)
                throw new GlmException(
                    $"{path}: label {LineText.Quoted(label, 40)} has the number {number}; {labels.Length} labels are numbered from 0 "
                        + "without a gap or a repeat. Write the file again."
                );
            labels[number] = label;
        }
        return labels;
    }

    /// <summary>The file of labels of a model's folder: in it, or above it; null for none.</summary>
    internal static string? LabelsOf(string folder)
    {
        var full = Path.GetFullPath(folder);
        var own = Path.Combine(full, Labels);
        if (File.Exists(own))
            return own;
        var above = Path.GetDirectoryName(full) is { } parent ? Path.Combine(parent, Labels) : null;
        return File.Exists(above) ? above : null;
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name);

    /// <summary>[proteins] the id of each row; empty where the dict has none.</summary>
    private static string[] Ids(string path, int count)
    {
        var ids = new string[count];
        Array.Fill(ids, "");
        foreach (var (key, value) in Entries(PickleReader.Read(path, Options), path))
            if (key is not string id || value is not long number)
                throw new GlmException(
                    $"{path}: {NumpyPickle.Kind(key)} with {NumpyPickle.Kind(value)} where a protein and its row are needed. Write it "
                        + "again."
                );
            else if (number < 1 || number > count || ids[number - 1].Length > 0)
                throw new GlmException(
                    $"{path}: protein {LineText.Quoted(id, 60)} has row {number}; rows are numbered from 1 to {count}, each once. Write "
                        + "the files again from one set of proteins."
                );
            else
                ids[number - 1] = id;
        return ids;
    }

    private static bool IsDict(object? value) => value is PickleDict or PickleObject { Entries: not null };

    private static IReadOnlyList<KeyValuePair<object?, object?>> Entries(object? value, string path) =>
        value switch
        {
            PickleDict dict => dict,
            PickleObject { Entries: { } entries } => entries,
            _ => throw new GlmException($"{path}: {NumpyPickle.Kind(value)} where a dict is needed. Write it again."),
        };
}
