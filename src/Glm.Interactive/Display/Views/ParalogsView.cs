using System.Globalization;
using Glm.Analysis.Paralogs;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Modeling;

namespace Glm.Interactive.Display.Views;

/// <summary>How often the own gene of a place is picked out of all candidates, beside baselines, and what is picked instead.</summary>
public static class ParalogsView
{
    public static MimeBundle Create(ParalogResult result)
    {
        var loader = ChartLoader.Current ?? new ChartLoader();
        var chart = PlotlyBlock.Part(
            EstimateRows.Draw(
                [.. result.Scores.Select(score => Html.PlotlyText(score.Name, 40))],
                [.. result.Scores.Select(score => score.ReciprocalRank)],
                [.. result.Scores.Select(score => EstimateRows.Words(score.ReciprocalRank))],
                Palette.Category(0),
                "mean reciprocal rank of the own gene",
                leaks: false,
                zero: false
            ),
            loader
        );
        var html =
            Html.Heading(Title(result))
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + Scores(result).ToHtml()
            + chart.Html
            + Html.Heading("Place by place")
            + Choices(result).ToHtml();
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), chart.StaticSvg);
    }

    internal static string Text(ParalogResult result) =>
        $"{Title(result)}. {Setting(result)}\n{result.Conclusion}\n{Scores(result).ToText(cellWidth: 40)}\nPlace by place:\n"
        + Choices(result).ToText();

    private static string Title(ParalogResult result) =>
        $"Which {Html.Line(result.Options.Family, 60)} fits where"
        + (result.Options.Partner is { } partner ? $", beside {Html.Line(partner, 60)}" : "");

    private static string Setting(ParalogResult result)
    {
        var left = string.Join("; ", result.Left.Select(one => $"{Html.Count(one.Value, "gene")} {Html.Line(one.Key, 100)}"));
        return $"{Html.Line(result.Source, 120)}: {Html.Count(result.Choices.Count, "place")}, "
            + $"{Html.Count(result.Candidates, "candidate")} with {Html.Count(result.Answers, "different label")}; "
            + (result.Options.Distance == LabelDistance.Cosine ? "distances are angles. " : "distances are Euclidean. ")
            + $"95% intervals over {Html.Count(result.Genomes, "genome")}. Baselines see no gene of the own genome but the partner."
            + (left.Length > 0 ? $" Left out: {left}." : "");
    }

    private static DataTable Scores(ParalogResult result)
    {
        var table = new DataTable(["chosen by", "first", "among 5", "among 10", "mean reciprocal rank", "the model over it"]);
        foreach (var score in result.Scores)
            table.Add(
                Html.Line(score.Name, 60),
                BaselineComparisonView.Interval(score.RecallAt1),
                BaselineComparisonView.Interval(score.RecallAt5),
                BaselineComparisonView.Interval(score.RecallAt10),
                score.ReciprocalRank.ToString(),
                score.Lead.ToString()
            );
        return table;
    }

    private static DataTable Choices(ParalogResult result)
    {
        var table = new DataTable(["place of", "product", "partner", "genome", "rank", "fits best", "its product", "its genome"])
        {
            Total = result.Choices.Count,
        };
        foreach (var choice in result.Choices.OrderBy(choice => choice.Rank).Take(DataTable.RowLimit))
            table.Add(
                Html.Line(choice.Gene.Label, 40),
                Html.Line(choice.Gene.Product ?? "", 60),
                Html.Line(choice.Partner?.Label ?? "", 40),
                Html.Line(choice.GenomeId, 40),
                choice.Rank.ToString("0.#", CultureInfo.InvariantCulture),
                Html.Line(choice.Best.Label, 40),
                Html.Line(choice.Best.Product ?? "", 60),
                Html.Line(choice.BestGenomeId, 40)
            );
        return table;
    }
}
