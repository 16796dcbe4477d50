using System.Globalization;
using Glm.Genomes;

namespace Glm.Formats.Ledger;

/// <summary>
/// Collects what a load read and what it did not take. Each file that a source lists is either read or passed over; the ledger names it
/// either way. Thread-safe.
/// </summary>
internal sealed class LedgerBuilder
{
    private const int MostExamples = 5;

    private readonly Lock _lock = new();
    private readonly List<string> _read = [];
    private readonly HashSet<string> _readOnce = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PassedOverFile> _passedOver = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Reason, int Count, List<string> Examples)> _leftOut = new(StringComparer.Ordinal);
    private readonly List<UnmatchedRows> _unmatched = [];
    private readonly Dictionary<string, (List<string> Texts, int Count)> _notes = new(StringComparer.Ordinal);

    /// <param name="listed">Files of the source with the reason to pass each over unless it is read after all.</param>
    public LedgerBuilder(IEnumerable<PassedOverFile> listed)
    {
        foreach (var file in listed)
            _passedOver.TryAdd(file.File, file);
    }

    /// <summary>Enters a file as read.</summary>
    public void Read(string? file)
    {
        if (file is null)
            return;
        lock (_lock)
            if (_readOnce.Add(file))
                _read.Add(file);
    }

    /// <summary>Enters a file as not used, even if it was read to find that out.</summary>
    public void PassOver(PassedOverFile file)
    {
        lock (_lock)
        {
            _passedOver[file.File] = file;
            if (_readOnce.Remove(file.File))
                _read.Remove(file.File);
        }
    }

    /// <summary>Enters a coding sequence that became no gene.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="gene">Its name.</param>
    public void LeaveOut(MissingProtein fault, string gene)
    {
        lock (_lock)
        {
            if (!_leftOut.TryGetValue(fault.Kind, out var group))
                group = (fault.Reason, 0, []);
            if (group.Examples.Count < MostExamples)
                group.Examples.Add(gene);
            _leftOut[fault.Kind] = group with { Count = group.Count + 1 };
        }
    }

    /// <summary>Enters the rows of a table that name nothing that was loaded, unless there are none.</summary>
    public void Unmatched(string table, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return;
        lock (_lock)
            _unmatched.Add(new UnmatchedRows(table, names.Count, [.. names.Take(MostExamples)]));
    }

    /// <summary>Enters a sentence; of many of a kind, the first few and their number.</summary>
    /// <param name="kind">The same for all sentences that say the same of different things.</param>
    /// <param name="text">One line.</param>
    public void Note(string kind, string text)
    {
        lock (_lock)
        {
            var (texts, count) = _notes.GetValueOrDefault(kind, ([], 0));
            if (texts.Count < MostExamples && !texts.Contains(text, StringComparer.Ordinal))
                texts.Add(text);
            _notes[kind] = (texts, count + 1);
        }
    }

    /// <summary>The reasons so far with their counts, the most frequent first: "4 genes: no protein in a.faa (b0003, b0004, …)".</summary>
    public string LeftOutInWords() =>
        string.Join(
            "; ",
            Build().LeftOut.Select(group => $"{group.Count} {(group.Count == 1 ? "gene" : "genes")}: {group.Reason} ({Names(group)})")
        );

    /// <summary>The ledger as it is now.</summary>
    public LoadLedger Build()
    {
        lock (_lock)
            return new LoadLedger
            {
                FilesRead = [.. _read],
                PassedOver =
                [
                    .. _passedOver
                        .Values.Where(file => !_readOnce.Contains(file.File))
                        .OrderByDescending(file => file.IsUnreadable)
                        .ThenBy(file => file.File, StringComparer.Ordinal),
                ],
                LeftOut =
                [
                    .. _leftOut
                        .Values.OrderByDescending(group => group.Count)
                        .ThenBy(group => group.Reason, StringComparer.Ordinal)
                        .Select(group => new LeftOutGenes(group.Reason, group.Count, [.. group.Examples])),
                ],
                Unmatched = [.. _unmatched],
                Notes =
                [
                    .. _notes.Values.SelectMany(kind =>
                        kind.Count > MostExamples
                            ? kind.Texts.Append(
                                string.Create(CultureInfo.InvariantCulture, $"… and {kind.Count - MostExamples} more like that.")
                            )
                            : kind.Texts
                    ),
                ],
            };
    }

    private static string Names(LeftOutGenes group) =>
        string.Join(", ", group.Examples) + (group.Count > group.Examples.Count ? ", …" : "");
}
