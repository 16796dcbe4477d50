using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Training;
using Plotly.NET;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// What lies behind the curves of a <see cref="TrainingView"/>, which unfolds: parts of the loss, learning rate, gradient, speed and
/// calibration, in small panels of three a row. What a run did not count has no panel.
/// </summary>
internal static class TrainingInnerChart
{
    private const int Columns = 3;

    private sealed record Panel(string Title, string X, IReadOnlyList<Node> Traces, bool IsShare = false);

    /// <summary>Null where there is nothing to show.</summary>
    public static GenericChart? Create(TrainingHistory history, IReadOnlyList<TrainingStep> steps)
    {
        if (steps.Count == 0)
            return null;
        var panels = Panels(history, steps).Where(panel => panel.Traces.Count > 0).ToList();
        var rows = (panels.Count + Columns - 1) / Columns;
        var layout = new Node
        {
            ["height"] = (210 * rows) + 80,
            ["showlegend"] = false,
            ["margin"] = new Node
            {
                ["l"] = 55,
                ["r"] = 10,
                ["t"] = 54,
                ["b"] = 44,
            },
            ["annotations"] = panels.Select((panel, i) => Title(panel, i, rows)).ToArray(),
        };
        for (var i = 0; i < panels.Count; i++)
        {
            var (x, y) = Place(i, rows);
            layout["xaxis" + Suffix(i)] = new Node
            {
                ["title"] = new Node { ["text"] = panels[i].X },
                ["domain"] = new[] { x, x + 0.25 },
                ["anchor"] = "y" + Suffix(i),
            };
            layout["yaxis" + Suffix(i)] = new Node
            {
                ["domain"] = new[] { y, y + Height(rows) },
                ["anchor"] = "x" + Suffix(i),
                ["rangemode"] = "tozero",
                ["tickformat"] = panels[i].IsShare ? ".0%" : null,
            };
            foreach (var trace in panels[i].Traces)
                (trace["xaxis"], trace["yaxis"]) = ("x" + Suffix(i), "y" + Suffix(i));
        }
        return Node.Chart(panels.SelectMany(panel => panel.Traces), layout);
    }

    private static IEnumerable<Panel> Panels(TrainingHistory history, IReadOnlyList<TrainingStep> steps)
    {
        var (blue, orange, green) = (Palette.Category(0), Palette.Category(1), Palette.Category(2));
        IReadOnlyList<Node> Curve(string name, Func<TrainingStep, double> of, string color) =>
            steps.Any(step => double.IsFinite(of(step)))
                ? [Line(name, steps.Select(step => (double)step.Step), steps.Select(of), color)]
                : [];
        yield return new Panel("squared error of the closest prediction", "step", Curve("error", step => step.PredictionLoss, blue));
        yield return new Panel("cross-entropy of the likelihoods", "step", Curve("entropy", step => step.LikelihoodLoss, blue));
        if (steps.Any(step => double.IsFinite(step.TripletLoss)))
            yield return new Panel("triplet loss over functions", "step", Curve("triplet", step => step.TripletLoss, orange));
        yield return new Panel("norm of the gradient", "step", Curve("norm", step => step.GradientNorm, blue));
        yield return new Panel("learning rate", "step", Curve("rate", step => step.LearningRate, orange));
        yield return new Panel("windows per second", "step", Curve("windows/s", step => step.WindowsPerSecond, green));
        yield return new Panel(
            "MFU: share of the measured peak",
            "step",
            Curve("MFU", step => step.FlopsPerSecond / history.PeakFlops, green),
            IsShare: true
        );
        var calibrated = history.Evaluations.Where(point => point.Calibration is { ExpectedError: >= 0 }).ToList();
        if (calibrated.Count == 0)
            yield break;
        yield return new Panel(
            "calibration error of the likelihoods",
            "step",
            [
                Line(
                    "error",
                    calibrated.Select(point => (double)point.Step),
                    calibrated.Select(point => point.Calibration!.ExpectedError),
                    blue,
                    markers: true
                ),
            ],
            IsShare: true
        );
        var bins = calibrated[^1].Calibration!.Bins.Where(bin => bin.Genes > 0).ToList();
        yield return new Panel(
            $"closest prediction, by likelihood, after step {calibrated[^1].Step}",
            "likelihood of the likeliest",
            [
                Line("as it should be", [0, 1], [0, 1], Palette.Neutral, dash: "dot"),
                Line("genes", bins.Select(bin => bin.Confidence), bins.Select(bin => bin.Accuracy), green, markers: true),
            ],
            IsShare: true
        );
    }

    private static Node Line(
        string name,
        IEnumerable<double> x,
        IEnumerable<double> y,
        string color,
        bool markers = false,
        string dash = "solid"
    ) =>
        new()
        {
            ["type"] = "scatter",
            ["mode"] = markers ? "lines+markers" : "lines",
            ["name"] = name,
            ["x"] = x.ToArray(),
            ["y"] = Node.Numbers(y),
            ["line"] = new Node
            {
                ["color"] = color,
                ["width"] = 1.5,
                ["dash"] = dash,
            },
        };

    private static Node Title(Panel panel, int i, int rows)
    {
        var (x, y) = Place(i, rows);
        var title = Node.PanelTitle(panel.Title, x + 0.125);
        title["y"] = y + Height(rows);
        title["font"] = new Node { ["size"] = 12 };
        return title;
    }

    /// <summary>The lower left corner of a panel, 0 to 1.</summary>
    private static (double X, double Y) Place(int i, int rows) =>
        (0.375 * (i % Columns), 1 - ((i / Columns) * (1 + Gap(rows)) * Height(rows)) - Height(rows));

    /// <summary>Of a panel, of the height of all.</summary>
    private static double Height(int rows) => 1 / (rows + ((rows - 1) * Gap(rows)));

    /// <summary>Between two rows, of the height of a panel: numbers, the name of an axis and a title.</summary>
    private static double Gap(int rows) => rows > 1 ? 0.55 : 0;

    private static string Suffix(int i) => i == 0 ? "" : $"{i + 1}";
}
