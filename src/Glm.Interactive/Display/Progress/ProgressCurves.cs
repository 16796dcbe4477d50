using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Progress;

/// <summary>
/// The curves of a task that runs, in panels side by side: a still picture, which every notebook shows and replaces without a script.
/// </summary>
internal static class ProgressCurves
{
    private const int Width = 820;
    private const int Height = 210;

    /// <summary>Empty where there is nothing to draw yet.</summary>
    public static string Markup(ProgressState state)
    {
        var courses = state.Courses.Where(course => course.Points.Skip(1).Any()).ToList();
        var panels = courses.Select(course => course.Panel).Distinct().ToList();
        if (panels.Count == 0)
            return "";
        var layout = new Node { ["height"] = Height, ["width"] = Width };
        for (var i = 0; i < panels.Count; i++)
        {
            var (suffix, left) = (Suffix(i), i * (1 + Gap(panels.Count)) * PanelWidth(panels.Count));
            layout["xaxis" + suffix] = new Node
            {
                ["title"] = new Node { ["text"] = Html.PlotlyText(state.Report.Unit) },
                ["domain"] = new[] { left, left + PanelWidth(panels.Count) },
                ["anchor"] = "y" + suffix,
            };
            layout["yaxis" + suffix] = new Node
            {
                ["title"] = new Node { ["text"] = Html.PlotlyText(panels[i]) },
                ["anchor"] = "x" + suffix,
                ["tickformat"] = courses.Where(course => course.Panel == panels[i]).All(IsShare) ? ".0%" : null,
            };
        }
        var traces = courses.Select(
            (course, i) =>
                new Node
                {
                    ["type"] = "scatter",
                    ["mode"] = "lines",
                    ["name"] = Html.PlotlyText(course.Name),
                    ["x"] = course.Points.Select(point => point.Done).ToArray(),
                    ["y"] = course.Points.Select(point => point.Value).ToArray(),
                    ["xaxis"] = "x" + Suffix(panels.IndexOf(course.Panel)),
                    ["yaxis"] = "y" + Suffix(panels.IndexOf(course.Panel)),
                    ["line"] = new Node { ["color"] = Palette.Category(i), ["width"] = 1.5 },
                }
        );
        var names = string.Join(", ", courses.Select(course => course.Name));
        return PlotlyBlock.Still(Node.Chart(traces, layout)) is { } svg
            ? $"<img class=\"glm-live-curves\" alt=\"{Html.Encode($"curves: {names}", 300)}\" width=\"{Width}\" height=\"{Height}\" "
                + $"style=\"max-width:100%;height:auto\" src=\"{Html.SvgDataUri(svg)}\">"
            : "";
    }

    private static bool IsShare(MetricCourse course) => course.Format.StartsWith('P');

    private static double PanelWidth(int panels) => 1 / (panels + ((panels - 1) * Gap(panels)));

    /// <summary>Between two panels, of the width of one: numbers and the name of an axis.</summary>
    private static double Gap(int panels) => panels > 1 ? 0.22 : 0;

    private static string Suffix(int i) => i == 0 ? "" : $"{i + 1}";
}
