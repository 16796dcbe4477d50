using System.Globalization;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Training;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// How a training run went: loss, both accuracies, the evaluations and the chance line; smoothing and a logarithmic axis are chosen in the
/// page.
/// </summary>
public static class TrainingView
{
    private const int CurveLimit = 4000;

    public static MimeBundle Create(TrainingHistory history)
    {
        var steps = Thin(history.Steps);
        var chart = PlotlyBlock.Part(Chart(history, steps), ChartLoader.Current ?? new ChartLoader());
        var id = Html.NewId();
        var data = new
        {
            Box = chart.BoxId,
            Loss = Node.Numbers(steps.Select(step => step.Loss)),
            Pseudo = Node.Numbers(steps.Select(step => step.PseudoAccuracy)),
            Absolute = Node.Numbers(steps.Select(step => step.AbsoluteAccuracy)),
        };
        var html =
            Html.Heading(history.Interrupted ? "Training, interrupted" : "Training")
            + Html.Note(Summary(history))
            + "<div class=\"glm-controls glm-live\"><label>smoothing <input type=\"range\" class=\"glm-smooth\" min=\"0\" "
            + "max=\"0.99\" step=\"0.01\" value=\"0.8\"><output>0.80</output></label>"
            + "<label><input type=\"checkbox\" class=\"glm-log\">logarithmic loss</label></div>"
            + chart.Html
            + Html.Details("figures", HistoryTable.Table(history).ToHtml())
            + Html.Data(data)
            + Html.Script("training.js", id);
        return Html.Bundle(Text(history), Html.View(id, html), chart.StaticSvg);
    }

    internal static string Text(TrainingHistory history) => Summary(history) + "\n" + HistoryTable.Table(history).ToText(8);

    private static string Summary(TrainingHistory history)
    {
        var run = string.Create(
            CultureInfo.InvariantCulture,
            $"{Html.Count(history.Steps.Count, "step")} in "
                + $"{Html.Duration(history.Seconds)}{(history.Interrupted ? " (interrupted)" : "")}; {history.Parameters:N0} "
                + $"parameters; {Html.Count(history.TrainingWindows, "window")}, {history.EvaluationWindows:N0} held out."
        );
        var speed =
            history.Steps.Count > 0
                ? $" {Html.Number(Math.Round(history.Steps.Skip(history.Steps.Count / 2).Average(step => step.GenesPerSecond)))} genes/s."
                : "";
        var result = history.Evaluations.Count switch
        {
            0 when history.Steps.Count > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $" Loss {history.Steps[0].Loss:0.000} → {history.Steps[^1].Loss:0.000}; nothing was held out."
            ),
            0 => "",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $" Held out, untrained → trained: loss {history.Evaluations[0].Loss:0.000} → "
                    + $"{history.Evaluations[^1].Loss:0.000}, pseudo-accuracy {Html.Percent(history.Evaluations[0].PseudoAccuracy)} → "
                    + $"{Html.Percent(history.Evaluations[^1].PseudoAccuracy)}, absolute accuracy "
                    + $"{Html.Percent(history.Evaluations[0].AbsoluteAccuracy)} → "
                    + $"{Html.Percent(history.Evaluations[^1].AbsoluteAccuracy)}; chance {Html.Percent(history.ChanceAccuracy)}."
            ),
        };
        var saved = history.SavedTo is { } folder
            ? $" Saved to "
                + $"{Html.Line(Path.IsPathRooted(folder) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : folder, 120)}."
            : "";
        return run + speed + result + saved;
    }

    private static GenericChart Chart(TrainingHistory history, IReadOnlyList<TrainingStep> steps)
    {
        var x = steps.Select(step => step.Step).ToArray();
        var (blue, orange, green) = (Palette.Category(0), Palette.Category(1), Palette.Category(2));
        Node Raw(IEnumerable<double> y, string axis, string color) =>
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = "each step",
                ["x"] = x,
                ["y"] = Node.Numbers(y),
                ["xaxis"] = "x" + axis,
                ["yaxis"] = "y" + axis,
                ["line"] = new Node { ["color"] = color, ["width"] = 1 },
                ["opacity"] = 0.25,
                ["showlegend"] = false,
                ["hoverinfo"] = "skip",
            };
        Node Smooth(string name, IEnumerable<double> y, string axis, string color) =>
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = name,
                ["x"] = x,
                ["y"] = Node.Numbers(Smoothed(y, 0.8)),
                ["xaxis"] = "x" + axis,
                ["yaxis"] = "y" + axis,
                ["line"] = new Node { ["color"] = color, ["width"] = 2 },
            };
        Node Held(string name, Func<EvaluationPoint, double> y, string axis, string color) =>
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines+markers",
                ["name"] = name,
                ["x"] = history.Evaluations.Select(point => point.Step).ToArray(),
                ["y"] = Node.Numbers(history.Evaluations.Select(y)),
                ["xaxis"] = "x" + axis,
                ["yaxis"] = "y" + axis,
                ["line"] = new Node
                {
                    ["color"] = color,
                    ["width"] = 1.5,
                    ["dash"] = "dot",
                },
                ["marker"] = new Node
                {
                    ["color"] = color,
                    ["size"] = 8,
                    ["symbol"] = "diamond",
                },
            };
        // training.js counts on this order: three raw curves, then three smoothed ones.
        List<Node> traces =
        [
            Raw(steps.Select(step => step.Loss), "", blue),
            Raw(steps.Select(step => step.PseudoAccuracy), "2", orange),
            Raw(steps.Select(step => step.AbsoluteAccuracy), "2", green),
            Smooth("training loss", steps.Select(step => step.Loss), "", blue),
            Smooth("pseudo-accuracy", steps.Select(step => step.PseudoAccuracy), "2", orange),
            Smooth("absolute accuracy", steps.Select(step => step.AbsoluteAccuracy), "2", green),
        ];
        if (history.Evaluations.Count > 0)
        {
            traces.Add(Held("held-out loss", point => point.Loss, "", blue));
            traces.Add(Held("held-out pseudo", point => point.PseudoAccuracy, "2", orange));
            traces.Add(Held("held-out absolute", point => point.AbsoluteAccuracy, "2", green));
        }
        var last = Math.Max(
            1,
            history.Steps.Count > 0 ? history.Steps[^1].Step : history.Evaluations.Select(point => point.Step).LastOrDefault()
        );
        if (double.IsFinite(history.ChanceAccuracy) && history.ChanceAccuracy > 0)
            traces.Add(
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines",
                    ["name"] = "chance",
                    ["x"] = new[] { 0, last },
                    ["y"] = new[] { history.ChanceAccuracy, history.ChanceAccuracy },
                    ["xaxis"] = "x2",
                    ["yaxis"] = "y2",
                    ["line"] = new Node
                    {
                        ["color"] = Palette.Neutral,
                        ["width"] = 1.5,
                        ["dash"] = "dash",
                    },
                }
            );
        return Node.Chart(
            traces,
            new Node
            {
                ["height"] = 360,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 34,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "step" },
                    ["domain"] = new[] { 0, 0.43 },
                    ["anchor"] = "y",
                },
                ["yaxis"] = new Node
                {
                    ["title"] = new Node { ["text"] = "loss" },
                    ["anchor"] = "x",
                },
                ["xaxis2"] = new Node
                {
                    ["title"] = new Node { ["text"] = "step" },
                    ["domain"] = new[] { 0.55, 1 },
                    ["anchor"] = "y2",
                },
                ["yaxis2"] = new Node
                {
                    ["title"] = new Node { ["text"] = "accuracy" },
                    ["anchor"] = "x2",
                    ["rangemode"] = "tozero",
                    ["tickformat"] = ".0%",
                },
                ["hovermode"] = "x unified",
            }
        );
    }

    /// <summary>Exponential moving average with bias correction, gaps skipped; the page computes the same for other weights.</summary>
    private static IEnumerable<double> Smoothed(IEnumerable<double> values, double weight)
    {
        var (mean, mass) = (0.0, 0.0);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                (mean, mass) = ((weight * mean) + ((1 - weight) * value), (weight * mass) + 1 - weight);
            yield return mass > 0 ? mean / mass : double.NaN;
        }
    }

    private static IReadOnlyList<TrainingStep> Thin(IReadOnlyList<TrainingStep> steps) =>
        steps.Count <= CurveLimit
            ? steps
            : [.. Enumerable.Range(0, CurveLimit).Select(i => steps[(int)((long)i * (steps.Count - 1) / (CurveLimit - 1))])];
}
