using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Training;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>The chart of a <see cref="TrainingView"/>: loss on the left, accuracies on the right.</summary>
internal static class TrainingChart
{
    public static GenericChart Create(TrainingHistory history, IReadOnlyList<TrainingStep> steps)
    {
        var x = steps.Select(step => step.Step).ToArray();
        var (blue, orange, green) = (Palette.Category(0), Palette.Category(1), Palette.Category(2));
        Node Unsmoothed(IEnumerable<double> y, string axis, string color) =>
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
                ["y"] = Node.Numbers(Curves.Smooth(y, 0.8)),
                ["xaxis"] = "x" + axis,
                ["yaxis"] = "y" + axis,
                ["line"] = new Node { ["color"] = color, ["width"] = 2 },
            };
        Node Held(string name, Func<EvaluationPoint, double> y, string axis, string color) =>
            new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines+markers",
                ["cliponaxis"] = false, // points at 0 are whole
                ["name"] = name,
                ["x"] = history.Evaluations.Select(point => point.Step).ToArray(),
                ["y"] = Node.Numbers(history.Evaluations.Select(y)),
                ["xaxis"] = "x" + axis,
                ["yaxis"] = "y" + axis,
                ["line"] = new Node { ["color"] = color, ["width"] = 1 },
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
            Unsmoothed(steps.Select(step => step.Loss), "", blue),
            Unsmoothed(steps.Select(step => step.PseudoAccuracy), "2", orange),
            Unsmoothed(steps.Select(step => step.AbsoluteAccuracy), "2", green),
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
        var yardsticks = TrainingYardstick.Of(history);
        var highest = Highest(history, steps, yardsticks);
        // Few are named in the legend, where no curve runs through their names; many would look alike there.
        var isNamedThere = history.Baselines.Count == 0;
        traces.AddRange(yardsticks.Select(yardstick => Line(yardstick, last, isNamedThere)));
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
                    ["range"] = new[] { 0, highest },
                    ["tickformat"] = ".0%",
                },
                ["hovermode"] = "x unified",
                ["annotations"] = isNamedThere ? null : Labels(yardsticks, highest, last),
            }
        );
    }

    /// <summary>A yardstick from end to end of the accuracies, named in the legend or else by its label.</summary>
    private static Node Line(TrainingYardstick yardstick, int last, bool inLegend) =>
        new()
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = inLegend ? Words(yardstick) : Html.PlotlyText(yardstick.Name),
            ["x"] = new[] { 0, last },
            ["y"] = new[] { yardstick.Accuracy.Value, yardstick.Accuracy.Value },
            ["xaxis"] = "x2",
            ["yaxis"] = "y2",
            ["line"] = new Node
            {
                ["color"] = Color(yardstick),
                ["width"] = 1.5,
                ["dash"] = "dot",
            },
            ["showlegend"] = inLegend,
            ["hovertemplate"] = $"{Html.PlotlyText(yardstick.Name)} {Interval(yardstick)}<extra></extra>",
        };

    /// <summary>
    /// The names of the yardsticks at the right ends of their lines, moved apart where lines are close, so that every name can be read.
    /// </summary>
    private static Node[] Labels(IReadOnlyList<TrainingYardstick> yardsticks, double highest, int last)
    {
        const double Spacing = 0.052; // of the height of the panel: a line of small type
        var (labels, free) = (new List<Node>(), 0.0);
        foreach (var yardstick in yardsticks.OrderBy(yardstick => yardstick.Accuracy.Value))
        {
            var y = Math.Max(free, yardstick.Accuracy.Value);
            free = y + (Spacing * highest);
            labels.Add(
                new Node
                {
                    ["text"] = Words(yardstick),
                    ["x"] = last,
                    ["y"] = y,
                    ["xref"] = "x2",
                    ["yref"] = "y2",
                    ["showarrow"] = false,
                    ["xanchor"] = "right",
                    ["yanchor"] = "bottom",
                    ["borderpad"] = 0,
                    ["font"] = new Node { ["size"] = 10, ["color"] = Color(yardstick) },
                }
            );
        }
        return [.. labels];
    }

    private static string Words(TrainingYardstick yardstick) =>
        $"{Html.PlotlyText(yardstick.Name)} {Html.Percent(yardstick.Accuracy.Value)}";

    /// <summary>The upper end of the axis of accuracies: a little above all of them.</summary>
    private static double Highest(TrainingHistory history, IReadOnlyList<TrainingStep> steps, IReadOnlyList<TrainingYardstick> yardsticks)
    {
        var all = steps
            .SelectMany(step => new[] { step.PseudoAccuracy, step.AbsoluteAccuracy })
            .Concat(history.Evaluations.SelectMany(point => new[] { point.PseudoAccuracy, point.AbsoluteAccuracy }))
            .Concat(yardsticks.Select(yardstick => yardstick.Accuracy.Value));
        return 1.08 * all.Where(double.IsFinite).Append(0.05).Max();
    }

    /// <summary>That of the curve that is measured by it.</summary>
    private static string Color(TrainingYardstick yardstick) => yardstick.IsPseudo ? Palette.Category(1) : Palette.Category(2);

    private static string Interval(TrainingYardstick yardstick) =>
        double.IsFinite(yardstick.Accuracy.Low)
            ? $"{Html.Percent(yardstick.Accuracy.Value)} [{Html.Percent(yardstick.Accuracy.Low)}, {Html.Percent(yardstick.Accuracy.High)}]"
            : Html.Percent(yardstick.Accuracy.Value);
}
