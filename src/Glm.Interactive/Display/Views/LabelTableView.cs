using Glm.Formats.Labels;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>Labels of genes: how many, the commonest as bars, and what of the table did not fit the genes.</summary>
public static class LabelTableView
{
    private const int Bars = 20;

    public static MimeBundle Create(LabelTable table)
    {
        var chart = table.Counts.Count == 0 ? null : PlotlyBlock.Part(Commonest(table), ChartLoader.Current ?? new ChartLoader());
        var html =
            Html.Heading(Title(table))
            + Html.Facts(
                ("genes labelled", Html.Number(table.Labels.LabelledGenes)),
                ("different labels", Html.Number(table.Counts.Count)),
                ("rows matched", Html.Number(table.Ledger.RowsMatched))
            )
            + string.Concat(Notes(table).Select(Html.Note))
            + chart?.Html;
        return Html.Bundle(Text(table), Html.View(Html.NewId(), html), chart?.StaticSvg);
    }

    internal static string Text(LabelTable table) =>
        $"{Title(table)}. {string.Join("\n", Notes(table))}" + (table.Counts.Count == 0 ? "" : $"\n{Rows(table).ToText()}");

    private static string Title(LabelTable table) => $"Labels of genes: {Html.Line(table.Labels.Name, 80)}";

    /// <summary>The ledger in sentences.</summary>
    private static IEnumerable<string> Notes(LabelTable table)
    {
        var ledger = table.Ledger;
        // A report that is passed on should not reveal where its author keeps files.
        var file = Html.Line(Path.GetFileName(ledger.File), 120);
        yield return $"{Html.Number(table.Labels.LabelledGenes)} of {Html.Count(table.GeneIds.Count, "gene")} have a label, "
            + $"{Html.Number(table.Labels.PerGene.Count(labels => labels.Count > 1))} more than one; "
            + $"{Html.Count(table.Counts.Count, "different label")} in all.";
        yield return $"{file}, read as {Html.Line(ledger.Format, 60)}: {Html.Number(ledger.RowsMatched)} of "
            + $"{Html.Count(ledger.Rows, "row names", "rows name")} a gene, by column {LabelNameOf(ledger.IdColumn)} as "
            + $"{string.Join(", ", ledger.Keys.Select(key => $"{WordsOf(key.Key)} ({Html.Number(key.Rows)})"))}; "
            + $"{Html.Count(ledger.RowsWithoutLabel, "row has", "rows have")} no label"
            + (ledger.LabelColumn.Length == 0 ? "." : $" in column {LabelNameOf(ledger.LabelColumn)}.");
        if (Examples(ledger.UnmatchedIds) is { } unmatched)
            yield return $"Ids that name no gene: {unmatched}.";
        if (Examples(ledger.AmbiguousIds) is { } ambiguous)
            yield return $"Ids that may mean several genes, and so label none: {ambiguous}.";
        if (Examples(ledger.UnlabelledGenes) is { } unlabelled)
            yield return $"Genes without a label: {unlabelled}.";
    }

    private static string LabelNameOf(string column) => $"'{Html.Line(column, 60)}'";

    private static string WordsOf(GeneKey key) =>
        key switch
        {
            GeneKey.GeneId => "gene id",
            GeneKey.LocusTag => "locus tag",
            GeneKey.ProteinId => "protein id",
            GeneKey.ProteinAccession => "protein accession without version",
            GeneKey.OldLocusTag => "old locus tag",
            GeneKey.Symbol => "gene symbol",
            GeneKey.CrossReference => "cross-reference",
            _ => "place",
        };

    private static string? Examples(LabelExamples ids) =>
        ids.Count == 0
            ? null
            : $"{Html.Number(ids.Count)} ({string.Join(", ", ids.Examples.Select(id => Html.Line(id, 40)))}"
                + $"{(ids.Count > ids.Examples.Count ? ", …" : "")})";

    private static DataTable Rows(LabelTable table)
    {
        var rows = new DataTable(["label", "genes"]) { Total = table.Counts.Count };
        foreach (var (label, genes) in table.Counts.Take(DataTable.RowLimit))
            rows.Add(Html.Line(label, 80), Html.Number(genes));
        return rows;
    }

    private static GenericChart Commonest(LabelTable table)
    {
        var shown = table.Counts.Take(Bars).ToList();
        return Node.Chart(
            [
                new Node
                {
                    ["type"] = "bar",
                    ["name"] = "genes",
                    // Numbered, since two long labels may be cut to one text.
                    ["x"] = shown.Select((count, i) => Html.PlotlyText($"{i + 1}. {count.Label}", 24)).ToArray(),
                    ["y"] = shown.Select(count => count.Genes).ToArray(),
                    ["text"] = shown.Select(count => Html.PlotlyText(count.Label)).ToArray(),
                    ["textposition"] = "none",
                    ["hovertemplate"] = "%{text}<br>%{y} genes<extra></extra>",
                    ["marker"] = new Node { ["color"] = Palette.Category(0) },
                },
            ],
            new Node
            {
                ["height"] = 320,
                ["showlegend"] = false,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 14,
                    ["b"] = 110,
                },
                ["xaxis"] = new Node { ["title"] = new Node { ["text"] = $"the {Html.Count(shown.Count, "commonest label")}" } },
                ["yaxis"] = new Node { ["title"] = new Node { ["text"] = "genes" } },
            }
        );
    }
}
