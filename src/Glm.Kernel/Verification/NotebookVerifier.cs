using Glm.Interactive.Provenance;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Verification;

/// <summary>
/// Runs an executed notebook again, in a copy of its folder, and compares: first its outputs with the hashes that were kept when they were
/// made and its inputs with theirs, then every result of a command with that of the new run, number by number, and everything else that
/// cells show as text.
/// </summary>
internal static class NotebookVerifier
{
    /// <summary>A cell with this tag may show what it likes; nbval has the same.</summary>
    private const string IgnoreTag = "nbval-ignore-output";

    /// <param name="notebook">Was run, by <c>glm run</c> or in a front end.</param>
    /// <param name="options">What counts as equal.</param>
    /// <param name="interrupt">Ends the new run.</param>
    public static async Task<VerificationReport> RunAsync(
        NotebookDocument notebook,
        VerificationOptions options,
        CancellationToken interrupt
    )
    {
        var name = Path.GetFileName(notebook.Path);
        var recorded = Outputs(notebook);
        CommandRecord[] records = [.. recorded.SelectMany(cell => cell).Select(output => output.Record).OfType<CommandRecord>()];
        var folder = InputCheck.FolderOf(notebook, records);
        if (recorded.All(cell => cell.Count == 0))
            return Report([]);
        var found = Altered(recorded).Concat(InputCheck.Of(records, folder)).ToList();
        if (found.Count > 0)
            return Report(found);
        using var stage = new VerificationStage(folder, records, withNeighbours: true);
        var copy = Path.Combine(stage.Folder, name);
        notebook.Write(copy);
        var again = NotebookDocument.Read(copy);
        options.UseThreads(records);
        NotebookRun run;
        using (var cells = Workbench.CreateRunner(static (_, _) => new Progress<ProgressReport>()))
            run = await new NotebookRunner(cells)
                .RunAsync(again, new NotebookRunOptions { Log = options.Log }, interrupt)
                .ConfigureAwait(false);
        if (run.Interrupted)
            throw new OperationCanceledException(interrupt);
        var now = Outputs(again);
        CommandRecord[] newRecords = [.. now.SelectMany(cell => cell).Select(output => output.Record).OfType<CommandRecord>()];
        var other = RecordComparison.Difference(records, newRecords);
        var tolerance = other.Length > 0 ? options.Tolerance : 0;
        for (var cell = 0; cell < recorded.Count; cell++)
        {
            var hasFailed =
                run.FailedCell > 0 && run.FailedCell == cell + 1 && !recorded[cell].Any(output => output.Parts.ContainsKey("error"));
            if (hasFailed)
                found.Add(
                    new Finding($"cell [{cell + 1}]", Verdict.Different, $"it fails now: {LineText.Shown(run.Error!.Message, 300)}")
                );
            if (!Code(notebook)[cell].Tags.Contains(IgnoreTag) && !hasFailed)
                found.AddRange(Compare($"cell [{cell + 1}]", recorded[cell], now[cell], tolerance));
            if (run.FailedCell > 0 && run.FailedCell <= cell + 1)
                break;
        }
        return Report(found, other);

        VerificationReport Report(IReadOnlyList<Finding> findings, string other = "") => new(name, findings, options.Tolerance, other);
    }

    /// <summary>Cells that are run, in their order.</summary>
    private static NotebookCell[] Code(NotebookDocument notebook) =>
        [.. notebook.Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source))];

    private static IReadOnlyList<IReadOnlyList<RecordedOutput>> Outputs(NotebookDocument notebook) =>
        [.. Code(notebook).Select((cell, i) => RecordedOutput.Of(cell, $"{Path.GetFileName(notebook.Path)}, cell [{i + 1}]"))];

    private static IEnumerable<Finding> Altered(IReadOnlyList<IReadOnlyList<RecordedOutput>> cells) =>
        from cell in cells.Index()
        from output in cell.Item
        where !output.IsAsMade
        select new Finding(
            $"cell [{cell.Index + 1}]{Of(output)}",
            Verdict.Different,
            "what the notebook shows is not what was made: this output was changed afterwards"
        );

    private static string Of(RecordedOutput output) =>
        output.Record is not { } record ? ""
        : record.Makes.Count > 0 ? $", {record.Makes[0].Variable}"
        : $", {LineText.Shown(record.Line, 60)}";

    private static IEnumerable<Finding> Compare(
        string place,
        IReadOnlyList<RecordedOutput> recorded,
        IReadOnlyList<RecordedOutput> now,
        double tolerance
    )
    {
        for (var i = 0; i < recorded.Count; i++)
        {
            if (i >= now.Count)
            {
                yield return new Finding($"{place}{Of(recorded[i])}", Verdict.Different, "this output is not made any more");
                yield break;
            }
            foreach (var finding in Compare(place, recorded[i], now[i], tolerance))
                yield return finding;
        }
        if (now.Count > recorded.Count)
            yield return new Finding(place, Verdict.Different, $"recorded {recorded.Count} outputs, now {now.Count}");
    }

    private static IEnumerable<Finding> Compare(string place, RecordedOutput recorded, RecordedOutput now, double tolerance)
    {
        if (recorded.Record is { } record && now.Record is { } again)
        {
            if (record.Line != again.Line)
                yield return new Finding(
                    $"{place}{Of(recorded)}",
                    Verdict.Different,
                    $"another command made it: recorded {LineText.Quoted(record.Line)}, now {LineText.Quoted(again.Line)}"
                );
            else if (record.Makes.Count > 0)
                foreach (var finding in RecordComparison.Compare(place, record, again, tolerance))
                    yield return finding;
            else if (!RecordComparison.TellsOfMachine(record))
                yield return Text(place, recorded, now, tolerance);
        }
        else if (recorded is { Record: null, Content: { } content } && now is { Record: null, Content: { } newContent })
            yield return ContentComparison.Compare(place, content, newContent, tolerance);
        else if (recorded.Record is null && now.Record is null)
            yield return Text(place, recorded, now, tolerance);
        else
            yield return new Finding($"{place}{Of(recorded)}", Verdict.Different, "a command makes this output in one run only");
    }

    private static Finding Text(string place, RecordedOutput recorded, RecordedOutput now, double tolerance)
    {
        foreach (var mime in recorded.Parts.Keys.Where(mime => mime is "text/plain" or "stdout" or "stderr" or "error"))
            if (!now.Parts.ContainsKey(mime))
                return new Finding(place, Verdict.Different, $"it shows no {mime} any more");
            else if (
                TextComparison.Compare($"{place}, {mime}", recorded.Parts[mime], now.Parts[mime], tolerance) is
                { Verdict: not Verdict.Identical } finding
            )
                return finding;
        return new Finding(place, Verdict.Identical);
    }
}
