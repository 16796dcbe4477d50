using System.Globalization;
using System.Text;
using Glm.Corpora;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>What a corpus holds, what was added, what is in no window, and what to do next.</summary>
public static class CorpusView
{
    /// <summary>The variable that holds the corpus of a command.</summary>
    internal const string Variable = "corpus";

    private const int ReasonLimit = 8;

    /// <param name="corpus">An open one.</param>
    /// <param name="addition">What was just added; null for nothing.</param>
    /// <param name="verified">Whether the whole corpus was just found to match its checksums.</param>
    /// <param name="withoutHomolog">How many of the proteins just embedded have no homolog; null where that was not the question.</param>
    /// <param name="remarks">Of what embedded proteins just now; untrusted text.</param>
    public static MimeBundle Create(
        Corpus corpus,
        CorpusAddition? addition = null,
        bool verified = false,
        int? withoutHomolog = null,
        IReadOnlyList<string>? remarks = null
    )
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Folder));
        (string Name, string Value)[] facts =
        [
            ("windows", Html.Number(corpus.WindowCount)),
            ("scaffolds", Html.Number(corpus.ScaffoldCount)),
            ("genes in windows", Html.Number(corpus.GeneCount)),
            ("distinct proteins", Html.Number(corpus.ProteinCount)),
            ("vectors", corpus.Vectors is { } vectors ? $"{Html.Number(vectors.Count)} × {Html.Number(vectors.Width)}" : "0"),
            .. Homologs(corpus),
            ("on disk", Size(corpus.Folder)),
        ];
        var notes = Notes(corpus, addition, verified, name).ToList();
        notes.InsertRange(0, (remarks ?? []).Select(remark => Html.Line(remark, 400)));
        if (withoutHomolog is { } without)
            notes.Insert(0, $"Without a homolog, and so embedded by composition: {Html.Count(without, "protein")}.");
        var html = new StringBuilder(Html.Heading($"Corpus {name}")).Append(Html.Facts(facts));
        foreach (var note in notes)
            html.Append(Html.Note(note));
        var plain = new StringBuilder($"{Html.Line(name, 120)}: ").AppendJoin(", ", facts.Select(fact => $"{fact.Value} {fact.Name}"));
        foreach (var note in notes)
            plain.Append("\n  ").Append(Html.Line(note, 1000));
        return new MimeBundle(plain.ToString(), Html.View(Html.NewId(), html.ToString()));
    }

    private static IEnumerable<string> Notes(Corpus corpus, CorpusAddition? addition, bool verified, string name)
    {
        if (addition is not null)
            yield return $"Added {Html.Count(addition.Files, "file")}: {Html.Count(addition.Windows, "window")}, "
                + $"{Html.Count(addition.NewProteins, "new protein")}."
                + (addition.KnownFiles > 0 ? $" Already in the corpus: {Html.Count(addition.KnownFiles, "file")}." : "");
        var dropped = addition?.Dropped
            ?? corpus
                .Steps.SelectMany(step => step.Dropped)
                .GroupBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);
        if (dropped.Count > 0)
            yield return "Not in any window: "
                + string.Join(
                    "; ",
                    dropped
                        .OrderByDescending(pair => pair.Value)
                        .Take(ReasonLimit)
                        .Select(pair => $"{Html.Count(pair.Value, "scaffold or tail", "scaffolds or tails")}: {Html.Line(pair.Key, 120)}")
                )
                + ".";
        foreach (var note in addition is null ? [] : LedgerNotes.Of(addition.Ledger))
            yield return note;
        if (corpus.Vectors?.Origin is { } origin)
            yield return $"The vectors are of {origin}.";
        if (verified)
            yield return $"{Html.Count(corpus.Steps.Count, "step")} verified: every byte is as it was written.";
        yield return corpus.ProteinCount == 0 ? $"It is still empty. Next: #!glm load FILES --corpus {name}"
        : corpus.MissingVectors > 0
            ? $"{Html.Count(corpus.MissingVectors, "protein has", "proteins have")} no vector yet. Next: #!glm embed --corpus {name}"
        : $"Every protein has a vector, by {Html.Line(corpus.Vectors?.Source ?? "none", 60)}. Next: #!glm train --corpus {name}";
    }

    private static IEnumerable<(string Name, string Value)> Homologs(Corpus corpus)
    {
        if (corpus.Homologs is { } homologs)
            yield return (
                "homologous pairs",
                $"{homologs.HitCount.ToString("N0", CultureInfo.InvariantCulture)} hits by {homologs.Source}"
            );
    }

    private static string Size(string folder)
    {
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => (double)file.Length);
        return bytes < 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
            : bytes < 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
    }
}
