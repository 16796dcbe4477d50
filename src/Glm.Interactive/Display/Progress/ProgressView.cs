using System.Globalization;
using System.Text;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Progress;

/// <summary>
/// Renders a <see cref="ProgressState"/>: a bar that turns red on failure and grey on interruption, with the curves of what is drawn until
/// its result is there; or one line of text.
/// </summary>
public static class ProgressView
{
    private const int TextBarWidth = 24;

    public static MimeBundle Create(ProgressState state) => new(Text(state), Markup(state));

    /// <summary>All that is known in one line of text, without a bar: for a log.</summary>
    public static string Line(ProgressState state) =>
        $"{Html.Line(state.Report.Activity, 40)} {string.Join("  ", Details(state).Prepend(Html.Line(Status(state), 300)))}";

    private static string Markup(ProgressState state)
    {
        var style = state.Phase switch
        {
            ProgressPhase.Completed => "glm-done",
            ProgressPhase.Failed => "glm-failed",
            ProgressPhase.Interrupted => "glm-stopped",
            _ => "",
        };
        var share = double.IsNaN(state.Share)
            ? state.Phase == ProgressPhase.Running
                ? 0.15
                : 1
            : state.Share;
        var percent = Html.AttributeNumber(100 * share);
        var html = new StringBuilder($"<div class=\"glm-progress {style}\"><b>{Html.Encode(state.Report.Activity, 60)}</b> ")
            .Append("<div class=\"glm-track\" role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\"100\" ")
            .Append($"aria-valuenow=\"{percent}\"><i style=\"width:{percent}%\"></i></div>")
            .Append($"<span class=\"glm-state\">{Html.Encode(Status(state), 400)}</span>");
        foreach (var part in Details(state))
            html.Append($" <span>{Html.Encode(part, 100)}</span>");
        html.Append("</div>");
        if (state.Phase is ProgressPhase.Running or ProgressPhase.Failed)
            html.Append(ProgressCurves.Markup(state));
        return Html.View(Html.NewId(), html.ToString());
    }

    internal static string Text(ProgressState state)
    {
        var filled = double.IsNaN(state.Share) ? 0 : (int)Math.Floor(state.Share * TextBarWidth);
        var bar = double.IsNaN(state.Share) ? "" : $" [{new string('#', filled)}{new string('-', TextBarWidth - filled)}]";
        return $"{Html.Line(state.Report.Activity, 40)}{bar} {string.Join("  ", Details(state).Prepend(Html.Line(Status(state), 300)))}";
    }

    private static string Status(ProgressState state)
    {
        var percent = double.IsNaN(state.Share) ? "" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * state.Share):0}%");
        return state.Phase switch
        {
            ProgressPhase.Completed => "done",
            ProgressPhase.Failed =>
                $"failed{(percent.Length > 0 ? " at " + percent : "")}{(state.Message is { Length: > 0 } message ? ": " + message : "")}",
            ProgressPhase.Interrupted => $"interrupted{(percent.Length > 0 ? " at " + percent : "")}",
            _ => percent.Length > 0 ? percent : "running",
        };
    }

    private static IEnumerable<string> Details(ProgressState state)
    {
        var report = state.Report;
        var unit = Html.Line(report.Unit, 30);
        if (report.Total > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.Done:N0}/{report.Total:N0} {unit}");
        else if (report.Done > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{report.Done:N0} {unit}");
        if (state.Rate > 0)
            yield return state.Rate >= 0.1
                ? $"{Significant(state.Rate)} {unit}/s"
                : $"{Significant(1 / state.Rate)} s per {(unit.EndsWith('s') ? unit[..^1] : unit)}";
        if (double.IsFinite(state.Remaining))
            yield return "ETA " + Html.Duration(Math.Ceiling(state.Remaining)).Replace(".0 s", " s", StringComparison.Ordinal);
        else
            yield return Html.Duration(state.Elapsed);
        foreach (var metric in report.Metrics.Take(10))
            if (double.IsFinite(metric.Value))
                yield return $"{Html.Line(metric.Name, 30)} {Formatted(metric.Value, metric.Format)}";
    }

    private static string Significant(double value) =>
        value.ToString(
            value >= 100 ? "N0"
                : value >= 10 ? "0.#"
                : "0.##",
            CultureInfo.InvariantCulture
        );

    private static string Formatted(double value, string format)
    {
        try
        {
            return Html.Line(value.ToString(format, CultureInfo.InvariantCulture).Replace(" %", "%", StringComparison.Ordinal), 30);
        }
        catch (FormatException)
        {
            return Html.Number(value);
        }
    }
}
