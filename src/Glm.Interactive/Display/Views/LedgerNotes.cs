using Glm.Genomes;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>What a load did not take, in sentences for people.</summary>
internal static class LedgerNotes
{
    private const int MostPerKind = 8;

    // More files than these are counted and not listed, where one reason holds for all.
    private const int MostOfReason = 3;

    /// <summary>One sentence for each thing; many of a kind end with how many more there are.</summary>
    public static IEnumerable<string> Of(LoadLedger ledger) =>
        [
            .. Several(
                ledger.Unreadable,
                file => $"Could not be read: {Name(file.File)}: {Html.Line(file.Reason, 300)}",
                "unreadable files"
            ),
            .. Several(
                ledger.LeftOut,
                group =>
                    $"Left out: {Html.Count(group.Count, "gene")}: {Html.Line(group.Reason, 300)} "
                    + $"({Examples(group.Examples, group.Count)})",
                "reasons"
            ),
            .. Several(
                ledger.Unmatched,
                table =>
                    $"{Name(table.Table)}: {Html.Count(table.Count, "entry names", "entries name")} nothing that was loaded "
                    + $"({Examples(table.Examples, table.Count)})",
                "tables"
            ),
            .. Several(ledger.Notes, note => Html.Line(note, 400), "notes"),
            .. ledger.PassedOver.Where(file => !file.IsUnreadable).ToList() is { Count: > 0 } others
                ? [$"Not used: {NotUsed(others)}."]
                : Array.Empty<string>(),
        ];

    /// <summary>Every file with what became of it; null if none was read.</summary>
    public static DataTable? Files(LoadLedger ledger)
    {
        if (ledger.FilesRead.Count == 0)
            return null;
        var table = new DataTable(["file", "what became of it"]) { Total = ledger.FilesRead.Count + ledger.PassedOver.Count };
        foreach (var file in ledger.PassedOver.Take(DataTable.RowLimit))
            table.Add(Name(file.File), Html.Line((file.IsUnreadable ? "could not be read: " : "not used: ") + file.Reason, 300));
        foreach (var file in ledger.FilesRead.Take(DataTable.RowLimit))
            table.Add(Name(file), "read");
        return table;
    }

    private static string NotUsed(List<PassedOverFile> files)
    {
        var reasons = files.GroupBy(file => file.Reason, StringComparer.Ordinal).ToList();
        var single = reasons.Where(reason => reason.Count() <= MostOfReason).SelectMany(reason => reason).ToList();
        IEnumerable<string> several = reasons
            .Where(reason => reason.Count() > MostOfReason)
            .Select(reason => $"{reason.Count()} files such as {Name(reason.First().File)} ({Html.Line(reason.Key, 200)})");
        return string.Join("; ", single.Take(MostPerKind).Select(Sentence).Concat(several.Take(MostPerKind))) + More(single.Count);
    }

    private static string Sentence(PassedOverFile file) => $"{Name(file.File)} ({Html.Line(file.Reason, 200)})";

    // A report that is passed on should not reveal where its author keeps files.
    private static string Name(string file) => Html.Line(Path.IsPathRooted(file) ? Path.GetFileName(file) : file, 120);

    private static string Examples(IReadOnlyList<string> examples, int count) =>
        string.Join(", ", examples.Select(example => Html.Line(example, 40))) + (count > examples.Count ? ", …" : "");

    private static string More(int count) => count > MostPerKind ? $"; and {Html.Count(count - MostPerKind, "more file")}" : "";

    private static IEnumerable<string> Several<T>(IEnumerable<T> items, Func<T, string> sentence, string noun)
    {
        var all = items.ToList();
        foreach (var item in all.Take(MostPerKind))
            yield return sentence(item).TrimEnd('.') + ".";
        if (all.Count > MostPerKind)
            yield return $"… and {all.Count - MostPerKind} more {noun}; the ledger of the set lists them all.";
    }
}
