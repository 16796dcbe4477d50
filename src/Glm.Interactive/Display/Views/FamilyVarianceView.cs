using System.Globalization;
using System.Text;
using Glm.Analysis.Variance;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>Families by their variance before and after context, those that vary most, and whether mobile ones stand in front.</summary>
public static class FamilyVarianceView
{
    private const string Title = "Variance of protein families in context";

    /// <summary>More points than these are a cloud, of which an even sample says as much.</summary>
    private const int MostPoints = 4000;

    private const int Listed = 25;

    public static MimeBundle Create(FamilyVarianceResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var points = PlotlyBlock.Part(Points(result), loader);
        var rankings = result.Mobile > 0 && result.Mobile < result.Known ? PlotlyBlock.Part(Rankings(result), loader).Html : "";
        var html =
            Html.Heading(Title)
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + points.Html
            + Html.Note(Meaning(result))
            + RankingTable(result).ToHtml()
            + rankings
            + Html.Heading("The families that vary most")
            + Families(result).ToHtml(Listed)
            + Html.Heading($"Enriched among them: {Html.Line(result.TermsOf, 80)}")
            + Html.Note(TermNote(result))
            + Terms(result).ToHtml()
            + (result.Dropped.Count == 0 ? "" : Html.Details("families that were left out", DroppedFamilies(result).ToHtml(100)));
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), points.StaticSvg);
    }

    internal static string Text(FamilyVarianceResult result) =>
        $"{Title}. {Setting(result)}\n{result.Conclusion}\n{RankingTable(result).ToText(cellWidth: 40)}\n{Meaning(result)}\n"
        + $"The families that vary most:\n{Families(result).ToText(Listed)}\n"
        + $"Enriched among them, {Html.Line(result.TermsOf, 80)}. {TermNote(result)}\n{Terms(result).ToText()}";

    private static string Setting(FamilyVarianceResult result)
    {
        var text = new StringBuilder(
            $"{Html.Line(result.Source, 120)}, layer {result.Layer}: {Html.Count(result.Occurrences, "gene")} of "
                + $"{Html.Count(result.Families.Count, "family", "families")}, told by {Html.Line(result.FamiliesBy, 120)}. "
                + $"95% intervals over families, of distances over genomes. The tail is the first {Html.Percent(result.Options.Tail)}."
        );
        var left = string.Join("; ", result.Left.Select(one => $"{Html.Count(one.Value, "gene")} {Html.Line(one.Key, 100)}"));
        if (left.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" Left out: {left}.");
        return text.ToString();
    }

    private static string Meaning(FamilyVarianceResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Distances are roots of mean squared Euclidean distances between two genes of a family. Excess is how far the contextual one "
                + $"lies above the line of all other families (a robust fit: {result.Line.Intercept:0.00} + {result.Line.Slope:0.000} × "
                + $"distance of proteins), in robust standard deviations. Turnover is the probability that neighbours of two "
                + $"occurrences are of different families."
        );

    private static string TermNote(FamilyVarianceResult result) =>
        $"Exact one-sided permutation tests, false discovery rates by Benjamini and Hochberg over "
        + $"{Html.Count(result.Terms.Count, "term")}; {Html.Count(result.RareTerms, "term")} of fewer than "
        + $"{result.Options.MinFamilies} families not tested.";

    private static DataTable RankingTable(FamilyVarianceResult result)
    {
        var table = new DataTable([
            "order of families by",
            "AUROC of mobile ones",
            "mobile in the tail",
            "times expected",
            "p",
            "gLM beyond sequence, over it",
        ]);
        foreach (var ranking in result.Rankings)
            table.Add(
                ranking.Name + (ranking.IsBaseline ? " (baseline)" : ""),
                ranking.Auroc.ToString(),
                $"{Html.Number(ranking.TailMobile)} of {Html.Number(ranking.TailKnown)}",
                double.IsNaN(ranking.Fold.Value) ? "–" : ranking.Fold.ToString(),
                P(ranking.PValue),
                ranking.Lead.ToString()
            );
        return table;
    }

    private static DataTable Families(FamilyVarianceResult result)
    {
        var table = new DataTable([
            "family",
            "product",
            "genes",
            "genomes",
            "distance in context",
            "of proteins",
            "excess",
            "turnover",
            "mobile",
        ])
        {
            Total = result.Families.Count,
        };
        foreach (var family in result.Families.Take(Listed))
            table.Add(
                Html.Line(family.Name, 60),
                Html.Line(family.Product ?? "", 80),
                Html.Number(family.Occurrences),
                Html.Number(family.Genomes),
                Distance(family),
                family.Protein.ToString("0.00", CultureInfo.InvariantCulture),
                family.Excess.ToString("0.0", CultureInfo.InvariantCulture),
                family.NeighbourTurnover.ToString("0.00", CultureInfo.InvariantCulture),
                family.IsMobile switch
                {
                    null => "–",
                    true => "yes",
                    false => "no",
                }
            );
        return table;
    }

    private static DataTable Terms(FamilyVarianceResult result)
    {
        var table = new DataTable(["term", "families in the tail", "families", "times expected", "p", "false discovery rate"]);
        foreach (var term in result.Terms.Take(DataTable.RowLimit))
            table.Add(
                Html.Line(term.Term, 80),
                Html.Number(term.InTail),
                Html.Number(term.Families),
                double.IsNaN(term.Fold) ? "–" : term.Fold.ToString("0.0", CultureInfo.InvariantCulture),
                P(term.PValue),
                P(term.FalseDiscoveryRate)
            );
        table.Total = result.Terms.Count;
        return table;
    }

    private static DataTable DroppedFamilies(FamilyVarianceResult result)
    {
        var table = new DataTable(["family", "genes", "why"]);
        foreach (var family in result.Dropped.Take(100))
            table.Add(Html.Line(family.Name, 60), Html.Number(family.Genes), family.Reason);
        table.Total = result.Dropped.Count;
        return table;
    }

    private static GenericChart Rankings(FamilyVarianceResult result) =>
        EstimateRows.Draw(
            [.. result.Rankings.Select(ranking => Html.PlotlyText(ranking.Name, 40))],
            [.. result.Rankings.Select(ranking => ranking.Auroc)],
            [.. result.Rankings.Select(ranking => EstimateRows.Words(ranking.Auroc))],
            Palette.Category(0),
            "AUROC of mobile families (0.5 by chance)",
            leaks: false,
            zero: false
        );

    /// <summary>Contextual over protein distance, with the line from which excess is measured.</summary>
    private static GenericChart Points(FamilyVarianceResult result)
    {
        var step = (result.Families.Count + MostPoints - 1) / MostPoints;
        var drawn = result.Families.Where((family, i) => i % step == 0 || family.IsMobile == true).ToArray();
        var traces = new List<Node>();
        Add("other families", family => family is { IsTail: false, IsMobile: not true }, Palette.Neutral, "circle", 5);
        Add("in the tail", family => family is { IsTail: true, IsMobile: not true }, Palette.Category(0), "circle", 7);
        Add("mobile", family => family is { IsTail: false, IsMobile: true }, Palette.Category(1), "diamond", 8);
        Add("mobile, in the tail", family => family is { IsTail: true, IsMobile: true }, Palette.Category(3), "diamond", 10);
        double[] ends = [result.Families.Min(family => family.Protein), result.Families.Max(family => family.Protein)];
        traces.Add(
            new Node
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = "explained by proteins",
                ["x"] = ends,
                ["y"] = Node.Numbers(ends.Select(result.Line.At)),
                ["hoverinfo"] = "skip",
                ["line"] = new Node { ["color"] = Palette.Category(2), ["width"] = 2 },
            }
        );
        return Node.Chart(
            traces,
            new Node
            {
                ["height"] = 420,
                ["hovermode"] = "closest",
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 14,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node
                {
                    ["title"] = new Node
                    {
                        ["text"] =
                            "distance of protein vectors"
                            + (step > 1 ? string.Create(CultureInfo.InvariantCulture, $" (every {step}th family is drawn)") : ""),
                    },
                },
                ["yaxis"] = new Node { ["title"] = new Node { ["text"] = "distance in context" } },
            }
        );

        void Add(string name, Func<FamilyVariance, bool> isOf, string color, string symbol, int size)
        {
            var of = drawn.Where(isOf).ToArray();
            if (of.Length > 0)
                traces.Add(
                    new Node
                    {
                        ["type"] = "scatter",
                        ["mode"] = "markers",
                        ["name"] = name,
                        ["x"] = Node.Numbers(of.Select(family => family.Protein)),
                        ["y"] = Node.Numbers(of.Select(family => family.Context.Value)),
                        ["text"] = of.Select(Hover).ToArray(),
                        ["hovertemplate"] = "%{text}<extra></extra>",
                        ["marker"] = new Node
                        {
                            ["color"] = color,
                            ["symbol"] = symbol,
                            ["size"] = size,
                        },
                    }
                );
        }
    }

    private static string Hover(FamilyVariance family) =>
        $"{Html.PlotlyText(family.Name, 60)}<br>"
        + (string.IsNullOrEmpty(family.Product) ? "" : $"{Html.PlotlyText(family.Product, 80)}<br>")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{Html.Count(family.Occurrences, "gene")} in {Html.Count(family.Genomes, "genome")}, excess {family.Excess:0.0}"
        );

    private static string Distance(FamilyVariance family) =>
        double.IsNaN(family.Context.Low)
            ? family.Context.Value.ToString("0.00", CultureInfo.InvariantCulture)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{family.Context.Value:0.00} [{family.Context.Low:0.00}, {family.Context.High:0.00}]"
            );

    private static string P(double value) =>
        double.IsNaN(value) ? "–"
        : value < 0.0001 ? "< 0.0001"
        : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
