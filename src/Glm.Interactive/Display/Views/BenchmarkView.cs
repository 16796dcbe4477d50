using System.Globalization;
using Glm.Analysis.Benchmark;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Statistics;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>Every task of a benchmark with every space in one table, and what gLM adds to the vectors that it reads.</summary>
public static class BenchmarkView
{
    private const string Title = "Benchmark of vectors";
    private const string None = "–";

    public static MimeBundle Create(BenchmarkResult result)
    {
        var (chart, still) = ("", (string?)null);
        if (Chart(result) is { } figure)
        {
            var part = PlotlyBlock.Part(figure, ChartLoader.Current ?? new ChartLoader());
            (chart, still) = (part.Html, part.StaticSvg);
        }
        var html =
            Html.Heading(Title)
            + Html.Note(Setting(result))
            + Html.Note(result.Conclusion)
            + Table(result).ToHtml()
            + string.Concat(Plain(result).Select(Html.Note))
            + chart
            + Html.Details("tasks", Tasks(result).ToHtml())
            + Html.Details("all metrics", Metrics(result).ToHtml(200))
            + (result.Skipped.Count == 0 ? "" : Html.Details("tasks that were not done", Skipped(result).ToHtml()));
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html), still);
    }

    internal static string Text(BenchmarkResult result) =>
        string.Join(
            '\n',
            [$"{Title}. {Setting(result)}", result.Conclusion, Table(result).ToText(), .. Plain(result), .. NotDone(result)]
        );

    private static string Setting(BenchmarkResult result)
    {
        var left = string.Concat(result.LeftOut.Select(one => $" Left out: {Html.Count(one.Value, "gene")} {Html.Line(one.Key, 100)}."));
        return $"{Html.Line(result.Source, 120)}: {Html.Count(result.Genes, "gene")}, {Html.Count(result.Tasks.Count, "task")}, seed "
            + $"{result.Options.Seed}. 95% intervals; what they are drawn over is listed with the tasks.{left}";
    }

    /// <summary>What is known without vectors, by task.</summary>
    private static IEnumerable<string> Plain(BenchmarkResult result) =>
        from task in result.Tasks
        let plain = task.Scores.Where(score => score.Space.Kind == BenchmarkSpaceKind.None).ToArray()
        where plain.Length > 0
        select $"{Html.Line(task.Name, 80)}, without vectors: "
            + string.Join("; ", plain.Select(score => $"{Html.Line(score.Space.Name, 60)} {score.Value}"))
            + ".";

    private static IEnumerable<string> NotDone(BenchmarkResult result) =>
        result.Skipped.Select(task => $"Not done: {task.Key}, because {Html.Line(task.Value, 300)}.");

    private static DataTable Table(BenchmarkResult result)
    {
        var table = new DataTable(["task", "metric", .. result.Spaces.Select(space => Html.Line(space.Name, 40))]);
        foreach (var task in result.Tasks)
            table.Add([
                task.Name,
                task.Metric,
                .. result.Spaces.Select(space => Score(task, space) is { } score ? score.Value.ToString() : None),
            ]);
        return table;
    }

    /// <summary>Masked genes are predicted by the model as a whole, which stands for its last layer.</summary>
    private static BenchmarkScore? Score(BenchmarkTask task, BenchmarkSpace space) =>
        task.Scores.FirstOrDefault(score =>
            score.Space == space
            || (task.Kind == BenchmarkKind.MaskedGene && score.Space.Kind == space.Kind && score.Space.Layer == space.Layer)
        );

    private static DataTable Tasks(BenchmarkResult result)
    {
        var table = new DataTable(["task", "what is asked", "of", "intervals over", "to be known"]);
        foreach (var task in result.Tasks)
            table.Add(task.Name, task.Description, task.Items, task.Unit, string.Join(' ', task.Notes));
        return table;
    }

    private static DataTable Metrics(BenchmarkResult result)
    {
        var table = new DataTable(["task", "vectors", "metric", "value"]);
        foreach (var task in result.Tasks)
        foreach (var score in task.Scores)
        foreach (var (metric, value) in score.Metrics)
            table.Add(task.Id, score.Space.Name, metric, value.ToString("0.000", CultureInfo.InvariantCulture));
        return table;
    }

    private static DataTable Skipped(BenchmarkResult result)
    {
        var table = new DataTable(["task", "why"]);
        foreach (var (task, reason) in result.Skipped)
            table.Add(task, reason);
        return table;
    }

    /// <summary>What gLM adds to protein vectors; without a model, what those add to random ones.</summary>
    private static GenericChart? Chart(BenchmarkResult result)
    {
        var hasModel = result.Spaces.Any(space => space.Kind == BenchmarkSpaceKind.Model);
        (string Label, Estimate Gain)[] rows =
        [
            .. from task in result.Tasks
            from score in task.Scores
            where score.Space.Kind == (hasModel ? BenchmarkSpaceKind.Model : BenchmarkSpaceKind.Random)
            where score.Gain is not null
            let gain = score.Gain.GetValueOrDefault()
            select hasModel
                ? ($"L{score.Space.Layer} {Html.Line(task.Name, 40)}", new Estimate(gain.Value, gain.Low, gain.High))
                : (Html.Line(task.Name, 40), new Estimate(-gain.Value, -gain.High, -gain.Low)),
        ];
        return rows.Length == 0
            ? null
            : EstimateRows.Draw(
                Node.Rows(rows.Select(row => row.Label)),
                [.. rows.Select(row => row.Gain)],
                [.. rows.Select(row => EstimateRows.Words(row.Gain))],
                Palette.Category(0),
                hasModel ? "gain of gLM's layers over the protein vectors" : "gain of the protein vectors over random ones",
                leaks: false,
                zero: true
            );
    }
}
