using System.Globalization;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Training;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Training runs side by side: a table of what each reached, one of the options in which they differ, and their held-out curves in one
/// chart, the training's thin behind them.
/// </summary>
public static class RunOverviewView
{
    private const int CurveLimit = 300; // thin curves, of many runs

    public static MimeBundle Create(RunOverview overview)
    {
        var chart = overview.Runs.Any(run => run.Steps.Count > 0)
            ? PlotlyBlock.Part(Chart(overview.Runs), ChartLoader.Current ?? new ChartLoader())
            : null;
        var html =
            Html.Heading("Training runs")
            + string.Concat(Notes(overview).Select(Html.Note))
            + Table(overview).ToHtml()
            + (Options(overview) is { } options ? Html.Note(Differ) + options.ToHtml() : "")
            + (chart is null ? "" : Html.Note("Pale lines: training, smoothed; dark ones with points: held-out windows.") + chart.Html);
        return Html.Bundle(Text(overview), Html.View(Html.NewId(), html), chart?.StaticSvg);
    }

    internal static string Text(RunOverview overview) =>
        string.Join(
            '\n',
            [
                $"Training runs: {Html.Count(overview.Runs.Count, "run")}.",
                .. Notes(overview),
                Table(overview).ToText(),
                .. Options(overview) is { } options ? [Differ, options.ToText()] : Array.Empty<string>(),
            ]
        );

    private const string Differ = "Options in which they differ:";

    private static IEnumerable<string> Notes(RunOverview overview) =>
        overview.Unreadable.Take(DataTable.RowLimit).Select(line => Html.Line(line, 400));

    private static DataTable Table(RunOverview overview)
    {
        var table = new DataTable([
            "run",
            "steps",
            "state",
            "best held-out loss",
            "last held-out loss",
            "pseudo-accuracy",
            "absolute accuracy",
            "best baseline",
            "duration",
        ]);
        foreach (var run in overview.Runs)
            table.Add(
                run.Name,
                Whole(run.Steps.Count) + (run.Options?.Steps is { } asked && asked > run.Steps.Count ? $" of {Whole(asked)}" : ""),
                run.IsFinished ? "finished" : "broken off",
                run.Best is { } best ? $"{Loss(best.Loss)} (step {Whole(best.Step)})" : "–",
                run.Last is { } last ? Loss(last.Loss) : "–",
                run.Last is { } pseudo ? Html.Percent(pseudo.PseudoAccuracy) : "–",
                run.Last is { } absolute ? Html.Percent(absolute.AbsoluteAccuracy) : "–",
                run.Baselines.MaxBy(score => score.Accuracy.Value) is { } score
                    ? $"{Html.Percent(score.Accuracy.Value)} {score.Name}"
                    : "–",
                Html.Duration(run.Seconds)
            );
        return table;
    }

    private static DataTable? Options(RunOverview overview)
    {
        var differences = overview.Differences;
        if (differences.Count == 0)
            return null;
        var table = new DataTable(["run", .. differences.Select(difference => difference.Option)]);
        for (var i = 0; i < overview.Runs.Count; i++)
            table.Add([overview.Runs[i].Name, .. differences.Select(difference => difference.Values[i])]);
        return table;
    }

    private static GenericChart Chart(IReadOnlyList<RunSummary> runs)
    {
        var traces = new List<Node>();
        for (var i = 0; i < Math.Min(runs.Count, DataTable.RowLimit); i++)
        {
            var (run, color, group) = (runs[i], Palette.Category(i), $"run {i}");
            var steps = Curves.Thin(run.Steps, CurveLimit);
            traces.Add(Curve("", steps, step => step.Step, step => step.Loss, color, group, isTraining: true));
            traces.Add(Curve("2", steps, step => step.Step, step => step.AbsoluteAccuracy, color, group, isTraining: true));
            if (run.Evaluations.Count > 0)
            {
                traces.Add(Curve("", run.Evaluations, point => point.Step, point => point.Loss, color, group));
                traces.Add(Curve("2", run.Evaluations, point => point.Step, point => point.AbsoluteAccuracy, color, group));
                traces.Add(Curve("3", run.Evaluations, point => point.Step, point => point.PseudoAccuracy, color, group));
            }
            var named = traces.FindLastIndex(trace => (string?)trace["legendgroup"] == group && (string?)trace["xaxis"] == "x");
            traces[named]["name"] = Html.PlotlyText(run.Name, 40);
            traces[named]["showlegend"] = true;
        }
        var layout = new Node
        {
            ["height"] = 360,
            ["showlegend"] = true,
            ["margin"] = new Node
            {
                ["l"] = 60,
                ["r"] = 10,
                ["t"] = 34,
                ["b"] = 50,
            },
            ["annotations"] = new[] { Title("held-out loss", 0.125), Title("absolute accuracy", 0.5), Title("pseudo-accuracy", 0.875) },
        };
        foreach (var (suffix, left) in new[] { ("", 0.0), ("2", 0.375), ("3", 0.75) })
        {
            layout["xaxis" + suffix] = new Node
            {
                ["title"] = new Node { ["text"] = "step" },
                ["domain"] = new[] { left, left + 0.25 },
                ["anchor"] = "y" + suffix,
            };
            layout["yaxis" + suffix] = new Node
            {
                ["anchor"] = "x" + suffix,
                ["rangemode"] = suffix.Length > 0 ? "tozero" : "normal",
                ["tickformat"] = suffix.Length > 0 ? ".0%" : null,
            };
        }
        return Node.Chart(traces, layout);
    }

    private static Node Title(string text, double x)
    {
        var title = Node.PanelTitle(text, x);
        title["font"] = new Node { ["size"] = 12 };
        return title;
    }

    private static Node Curve<T>(
        string axis,
        IReadOnlyList<T> rows,
        Func<T, int> x,
        Func<T, double> y,
        string color,
        string group,
        bool isTraining = false
    ) =>
        new()
        {
            ["type"] = "scatter",
            ["mode"] = isTraining ? "lines" : "lines+markers",
            ["name"] = isTraining ? "training" : "held out",
            ["legendgroup"] = group,
            ["showlegend"] = false,
            ["x"] = rows.Select(x).ToArray(),
            ["y"] = Node.Numbers(isTraining ? Curves.Smooth(rows.Select(y), 0.8) : rows.Select(y)),
            ["xaxis"] = "x" + axis,
            ["yaxis"] = "y" + axis,
            ["line"] = new Node { ["color"] = color, ["width"] = isTraining ? 1 : 2 },
            ["opacity"] = isTraining ? 0.4 : 1,
        };

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);
}
