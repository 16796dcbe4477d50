using System.Globalization;
using System.Text;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The same points on two maps, context-free on the left and contextual on the right, coloured by class or number. Clicking a legend entry
/// isolates its class; points that are drawn around on one map, or searched for, are marked on both, and their ids can be saved or copied.
/// </summary>
public static class EmbeddingMapView
{
    /// <summary>Points in the picture that stands where scripts do not run.</summary>
    private const int StillLimit = 12_000;

    private const string Controls =
        "<div class=\"glm-controls\"><label>search <input type=\"search\" class=\"glm-search\" size=\"18\" "
        + "placeholder=\"name, product, taxon…\"></label>"
        + "<span class=\"glm-note glm-count\" aria-live=\"polite\">nothing selected</span>"
        + "<button type=\"button\" class=\"glm-link glm-tsv\">save TSV</button>"
        + "<button type=\"button\" class=\"glm-link glm-copy\">copy as C# array</button>"
        + "<button type=\"button\" class=\"glm-link glm-clear\">clear</button></div>";

    public static MimeBundle Create(EmbeddingMap map)
    {
        var classes = PointClasses.Of(map);
        var loader = ChartLoader.Current ?? new ChartLoader();
        var shown = classes.Where(group => !group.IsMark).Sum(group => group.Points.Count);
        var still = shown > StillLimit ? EmbeddingMapCharts.Maps(map, PointClasses.Of(map, StillLimit)) : null;
        var chart = PlotlyBlock.Part(EmbeddingMapCharts.Maps(map, classes), loader, still);
        var html = new StringBuilder(Html.Heading(Title(map))).Append(Html.Note(Count(map, shown)));
        if (Meaning(map) is { Length: > 0 } meaning)
            html.Append(Html.Note(meaning));
        html.Append(
                Html.Live(
                    Html.Note(
                        "Click a legend entry to isolate its class, double-click to add or remove it. Draw around points to mark them on "
                            + "both maps; double-click a map to clear."
                    ) + Controls
                )
            )
            .Append(chart.Html);
        if (map.Family is not null)
            html.Append(Html.Note(Axes(map)))
                .Append(map.FamilyAxes is { } axes ? Html.Note(AxesNote(axes)) + AxesTable(axes).ToHtml() : "")
                .Append(PlotlyBlock.Part(EmbeddingMapCharts.Axes(map), loader).Html);
        html.Append(
            Html.Data(
                new
                {
                    Box = chart.BoxId,
                    Classes = classes.Count,
                    Keys = classes.Select(group => group.Points.Select(point => Html.Line(map.Keys[point], Html.LabelLimit))),
                    Level = map.Level.ToString().ToLowerInvariant(),
                }
            )
        );
        return Html.Bundle(Text(map), Html.View(Html.NewId(), html.ToString(), "embedding.js"), chart.StaticSvg);
    }

    internal static string Text(EmbeddingMap map)
    {
        var classes = PointClasses.Of(map);
        var text = new StringBuilder(
            $"{EmbeddingMapCharts.MethodName(map)} of {Html.Count(map.Ids.Count, Level(map))}{OfFamily(map)}{ColouredBy(map)}"
        );
        if (map.Settings.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" ({map.Settings})");
        foreach (var projection in (PlanarProjection[])[map.ContextFree, map.Contextual])
        {
            var (first, second) = projection.ExplainedVariance;
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  {Html.Line(projection.Name)}: {EmbeddingMapCharts.Axis(map, first, 1)}, {EmbeddingMapCharts.Axis(map, second, 2)}"
            );
            if (double.IsFinite(projection.Trustworthiness))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $", trustworthiness {projection.Trustworthiness:0.000} at {map.TrustNeighbours} neighbours"
                );
        }
        if (map.Family is not null)
        {
            text.Append("\n  ").Append(Axes(map));
            if (map.FamilyAxes is { } axes)
                text.Append("\n  ").Append(AxesNote(axes)).Append('\n').Append(AxesTable(axes).ToText(cellWidth: 40));
        }
        text.Append("\n  classes: ")
            .AppendJoin(", ", classes.OrderBy(group => group.Rank).Select(group => $"{Html.Line(group.Name, 40)} {group.Points.Count}"));
        return text.ToString();
    }

    private static string Title(EmbeddingMap map) =>
        $"{EmbeddingMapCharts.MethodName(map)} of {Level(map)}s{OfFamily(map)}{ColouredBy(map)}";

    private static string OfFamily(EmbeddingMap map) => map.Family is null ? "" : $" of {Html.Line(map.Family)}";

    private static string ColouredBy(EmbeddingMap map) => map.ColorColumn.Length == 0 ? "" : $", coloured by {Html.Line(map.ColorColumn)}";

    private static string Count(EmbeddingMap map, int shown)
    {
        var count =
            shown < map.Ids.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {map.Ids.Count:N0} {Level(map)}s, evenly sampled.")
                : Html.Count(shown, Level(map)) + ".";
        return map.Settings.Length == 0 ? count : $"{count} {char.ToUpperInvariant(map.Settings[0])}{map.Settings[1..]}.";
    }

    /// <summary>How a layout is to be read, and how far it can be trusted.</summary>
    private static string Meaning(EmbeddingMap map)
    {
        var parts = new List<string>();
        if (map.Method != "pca")
            parts.Add("Points that lie together are alike; the sizes of groups, and the distances between them, mean little.");
        if (double.IsFinite(map.Contextual.Trustworthiness) || double.IsFinite(map.ContextFree.Trustworthiness))
            parts.Add(
                $"Trustworthiness at {map.TrustNeighbours} neighbours: {map.ContextFree.Name} {Trust(map.ContextFree)}, "
                    + $"{map.Contextual.Name} {Trust(map.Contextual)} (1: neighbours on the map are neighbours in space; 0.5: by chance)."
            );
        return string.Join(' ', parts);
    }

    private static string Trust(PlanarProjection projection) =>
        double.IsFinite(projection.Trustworthiness) ? projection.Trustworthiness.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Axes(EmbeddingMap map) =>
        map.FamilyAxes?.Conclusion
        ?? $"The first two principal axes hold {FirstTwo(map.ContextFree)} of the variance of {Html.Line(map.Family)} before context, and "
            + $"{FirstTwo(map.Contextual)} after.";

    private static string AxesNote(FamilyAxes axes) =>
        $"{Html.Count(axes.Genes, "gene")} of {Html.Count(axes.Genomes, "genome")}, each once; 95% intervals by the jackknife over "
        + "genomes. By chance: every column shuffled for itself"
        + (
            axes.Classes < 2
                ? "."
                : $"; for the variance between classes, {Html.Line(axes.ClassOf, 40)} dealt anew to {Html.Line(axes.DealtBy, 20)}."
        );

    private static DataTable AxesTable(FamilyAxes axes)
    {
        var hasClasses = axes.Classes >= 2;
        var table = new DataTable([
            "vectors",
            "variance on two axes",
            "by chance",
            "less that of proteins",
            .. hasClasses ? [$"between {Html.Number(axes.Classes)} classes", "dealt anew", "p"] : Array.Empty<string>(),
        ]);
        foreach (var score in axes.Scores)
            table.Add([
                Html.Line(score.Name, 60) + (score.IsBaseline ? " (baseline)" : ""),
                score.Share.ToString(),
                score.ByChance.ToString(),
                score.BeyondProteins.ToString(),
                .. hasClasses
                    ?
                    [
                        score.Separation.ToString(),
                        score.SeparationByChance.ToString(),
                        double.IsNaN(score.SeparationP) ? "–" : score.SeparationP.ToString("0.000", CultureInfo.InvariantCulture),
                    ]
                    : Array.Empty<string>(),
            ]);
        return table;
    }

    private static string FirstTwo(PlanarProjection projection) =>
        projection.AxisShares.Take(2).Sum() is var share && share > 0 ? Html.Percent(share) : "– (nothing varies)";

    private static string Level(EmbeddingMap map) => map.Level.ToString().ToLowerInvariant();
}
