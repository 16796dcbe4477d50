using Glm.Genomes;

namespace Glm.Formats.Labels;

/// <summary>Gives genes the labels of rows, and keeps the ledger.</summary>
/// <param name="genes">Of the set.</param>
/// <param name="columns">Where ids and labels stand.</param>
/// <param name="keys">In the order in which ids are looked up.</param>
internal sealed class LabelJoin(GeneIndex genes, LabelColumns columns, GeneKey[] keys)
{
    private readonly List<string>?[] _labels = new List<string>?[genes.Genes.Count];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal); // one string for equal labels
    private readonly HashSet<string> _unmatched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);
    private readonly List<string> _unmatchedExamples = [];
    private readonly List<string> _ambiguousExamples = [];
    private readonly int[] _rowsOfKey = new int[GeneIndex.Keys];
    private int _rows;
    private int _matched;
    private int _withoutLabel;

    public void Add(LabelRow row, IEnumerable<string> labels)
    {
        _rows++;
        var (found, key) = Find(row);
        if (key is { } by)
        {
            _matched++;
            _rowsOfKey[(int)by]++;
        }
        var isEmpty = true;
        foreach (var label in labels)
        {
            isEmpty = false;
            if (!_known.TryGetValue(label, out var kept))
                _known.Add(label, kept = label);
            foreach (var gene in found)
                if ((_labels[gene] ??= new List<string>(1)) is var list && !list.Contains(kept))
                    list.Add(kept);
        }
        _withoutLabel += isEmpty ? 1 : 0;
    }

    public LabelTable Finish(string name, string path, string format)
    {
        var ids = genes.Genes.Select(gene => gene.Id).ToArray();
        string[] unlabelled = [.. ids.Where((_, gene) => _labels[gene] is null)];
        return new LabelTable(
            new GeneLabels(name, [.. _labels.Select(labels => (IReadOnlyList<string>)(labels ?? []))]),
            ids,
            new LabelLedger(path, format, columns.IdName, columns.LabelName)
            {
                Rows = _rows,
                RowsMatched = _matched,
                RowsWithoutLabel = _withoutLabel,
                Keys =
                [
                    .. Enum.GetValues<GeneKey>()
                        .Select(key => (Key: key, Rows: _rowsOfKey[(int)key]))
                        .Where(key => key.Rows > 0)
                        .OrderByDescending(key => key.Rows),
                ],
                UnmatchedIds = new LabelExamples(_unmatched.Count, _unmatchedExamples),
                AmbiguousIds = new LabelExamples(_ambiguous.Count, _ambiguousExamples),
                UnlabelledGenes = new LabelExamples(unlabelled.Length, [.. unlabelled.Take(LabelExamples.Most)]),
            }
        );
    }

    /// <summary>The genes of a row, and by what it names them; null where it names none.</summary>
    private (IReadOnlyCollection<int> Genes, GeneKey? Key) Find(LabelRow row)
    {
        var cell = row[columns.Id];
        var whole = FindId(cell, row);
        if (whole is not null)
            return whole.Value;
        var (found, key) = (new SortedSet<int>(), default(GeneKey?));
        foreach (var part in GeneIndex.PartsOf(cell))
            if (FindId(part, row) is { } named)
            {
                found.UnionWith(named.Genes);
                key ??= named.Key;
            }
        if (key is null)
            Note(cell, _unmatched, _unmatchedExamples);
        return (found, key);
    }

    private (IReadOnlyCollection<int> Genes, GeneKey? Key)? FindId(string id, LabelRow row)
    {
        foreach (var key in keys)
            if (genes.Find(key, id) is { Count: > 0 } named)
            {
                if (genes.AreOne(key, named))
                    return ((IReadOnlyCollection<int>)named, key);
                if (Meant(named, row) is { } gene)
                    return ([gene], key);
                Note(id, _ambiguous, _ambiguousExamples);
                return ([], key);
            }
        return null;
    }

    /// <summary>The one of several genes that another id of the row names; null for none or more.</summary>
    private int? Meant(IReadOnlyList<int> named, LabelRow row)
    {
        for (var column = 0; column < row.Cells.Count; column++)
        {
            if (column == columns.Id || column == columns.Label)
                continue;
            foreach (var key in (ReadOnlySpan<GeneKey>)[GeneKey.LocusTag, GeneKey.GeneId, GeneKey.ProteinId, GeneKey.Place])
                if (genes.Find(key, row[column]).Intersect(named).ToArray() is [var one])
                    return one;
        }
        return null;
    }

    private static void Note(string id, HashSet<string> all, List<string> examples)
    {
        if (all.Add(id) && examples.Count < LabelExamples.Most)
            examples.Add(id);
    }
}
