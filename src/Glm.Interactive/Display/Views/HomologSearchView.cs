using System.Globalization;
using System.Text;
using Glm.Analysis.Homologs;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>The homologs of a gene as a table, and the neighbourhoods of the best hit of each genome below the gene's own.</summary>
public static class HomologSearchView
{
    /// <summary>Hits in the table unless told otherwise.</summary>
    public const int DefaultRows = 50;

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="rows">The most hits in the table, at least 1.</param>
    public static MimeBundle Create(HomologSearchResult result, int rows = DefaultRows)
    {
        if (result.Hits.Count == 0)
            return new MimeBundle(Text(result, rows), Html.View(Html.NewId(), Html.Note(Text(result, rows))));
        var html = new StringBuilder(Html.Heading($"Homologs of {Queries(result)}"))
            .Append(Html.Facts([.. Facts(result)]))
            .Append(Html.Note(Setting(result)));
        string? picture = null;
        if (result.Neighbourhoods is { } map)
        {
            var (body, drawing) = SyntenyView.Body(map);
            html.Append(Html.Note(MapNote(result))).Append(body);
            picture = drawing.Standalone();
        }
        html.Append(Table(result, rows).ToHtml(rows));
        IReadOnlyList<string> scripts = result.Neighbourhoods is null ? [] : [SyntenyView.ScriptAsset];
        return Html.Bundle(Text(result, rows), Html.View(Html.NewId(), html.ToString(), scripts), picture);
    }

    internal static string Text(HomologSearchResult result, int rows = DefaultRows)
    {
        if (result.Hits.Count == 0)
            return $"No homologs of {Queries(result)}. {Setting(result)}";
        var text = new StringBuilder($"Homologs of {Queries(result)}: ")
            .AppendJoin(", ", Facts(result).Select(fact => $"{fact.Value} {fact.Name}"))
            .Append(CultureInfo.InvariantCulture, $". {Setting(result)}\n{Table(result, rows).ToText(rows)}");
        if (result.Neighbourhoods is { } map)
            text.Append(CultureInfo.InvariantCulture, $"\n{MapNote(result)}\n{SyntenyView.Text(map)}");
        return text.ToString();
    }

    private static string Queries(HomologSearchResult result) =>
        result.Queries.Count == 1 ? Html.Line(result.Queries[0]) : Html.Count(result.Queries.Count, "protein");

    private static IEnumerable<(string Name, string Value)> Facts(HomologSearchResult result)
    {
        yield return (result.Hits.Count == 1 ? "homolog" : "homologs", Html.Number(result.Hits.Count));
        if (result.DatabaseGenomes is { } genomes)
            yield return ($"of {Html.Count(genomes, "genome")} with one", Html.Number(result.GenomesWithHit));
        if (result.Queries.Count > 1)
            yield return ($"of {Html.Count(result.Queries.Count, "protein")} with one", Html.Number(result.QueriesWithHit));
    }

    private static string Setting(HomologSearchResult result) =>
        $"Searched: {Html.Count(result.DatabaseProteins, "distinct protein")} ({Html.Count(result.DatabaseResidues, "residue")}) of "
        + $"{Html.Line(result.Database, 100)}, e-value up to {EValue(result.Options.MaxEValue)}, by {Html.Line(result.SearchedBy, 100)}.";

    private static string MapNote(HomologSearchResult result) =>
        "Neighbourhoods of the best hit in each genome"
        + (result.Neighbourhoods!.Tracks.Count > 1 ? ", each aligned with the one above" : "")
        + "; bold outlines mark the gene and its homologs.";

    private static DataTable Table(HomologSearchResult result, int rows)
    {
        var several = result.Queries.Count > 1;
        var genomes = result.DatabaseGenomes is not null;
        var table = new DataTable([
            .. several ? ["query"] : Array.Empty<string>(),
            "gene",
            "product",
            .. genomes ? ["genome", "taxon"] : Array.Empty<string>(),
            "identity",
            "of query",
            "of hit",
            "bits",
            "e-value",
        ])
        {
            Total = result.Hits.Count,
        };
        foreach (var hit in result.Hits.Take(rows))
            table.Add([
                .. several ? [result.Queries[hit.Query]] : Array.Empty<string>(),
                hit.Gene.Label,
                hit.Gene.Product ?? "",
                .. genomes ? [hit.GenomeId ?? "", hit.Taxon ?? ""] : Array.Empty<string>(),
                Html.Percent(hit.Alignment.Identity),
                Html.Percent(hit.QueryCoverage),
                Html.Percent(hit.TargetCoverage),
                hit.Alignment.BitScore.ToString("N0", CultureInfo.InvariantCulture),
                EValue(hit.Alignment.EValue),
            ]);
        return table;
    }

    /// <summary>As BLAST writes them: 0, 2e-45, 0.001.</summary>
    private static string EValue(double value) =>
        value < 1e-180 ? "0"
        : value < 0.001 ? value.ToString("0e-0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}
