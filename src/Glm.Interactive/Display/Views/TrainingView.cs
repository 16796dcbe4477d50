using System.Globalization;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Training;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// How a training run went: loss, both accuracies, the evaluations, and what needs no model as lines beside them. Smoothing and a
/// logarithmic axis are chosen in the page.
/// </summary>
public static class TrainingView
{
    private const int CurveLimit = 4000;
    private const int InnerLimit = 500; // panels are small

    // Seen once the chart is drawn, since they change it.
    private const string Controls =
        "<div class=\"glm-controls glm-drawn\"><label>smoothing <input type=\"range\" class=\"glm-smooth\" min=\"0\" "
        + "max=\"0.99\" step=\"0.01\" value=\"0.8\"><output>0.80</output></label>"
        + "<label><input type=\"checkbox\" class=\"glm-log\">logarithmic loss</label></div>";

    public static MimeBundle Create(TrainingHistory history)
    {
        var steps = Curves.Thin(history.Steps, CurveLimit);
        var loader = ChartLoader.Current ?? new ChartLoader();
        var chart = PlotlyBlock.Part(TrainingChart.Create(history, steps), loader);
        var inner = TrainingInnerChart.Create(history, Curves.Thin(history.Steps, InnerLimit)) is { } behind
            ? PlotlyBlock.Part(behind, loader)
            : null;
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
            + Html.Live(Controls)
            + chart.Html
            + (inner is null ? "" : Html.Details("parts of the loss, learning rate, speed, calibration", inner.Html))
            + Html.Details("figures", HistoryTable.Table(history).ToHtml())
            + Html.Data(data);
        return Html.Bundle(Text(history), Html.View(Html.NewId(), html, "training.js"), chart.StaticSvg);
    }

    internal static string Text(TrainingHistory history) => Summary(history) + "\n" + HistoryTable.Table(history).ToText(8);

    private static string Summary(TrainingHistory history)
    {
        var run = string.Create(
            CultureInfo.InvariantCulture,
            $"{Html.Count(history.Steps.Count, "step")} in "
                + $"{Html.Duration(history.Seconds)}{(history.Interrupted ? " (interrupted)" : "")}; {history.Parameters:N0} "
                + $"parameters; {Html.Count(history.TrainingWindows, "window")}, {history.EvaluationWindows:N0} held out{Units(history)}."
        );
        var speed =
            history.Steps.Count > 0
                ? $" {Html.Number(Math.Round(history.Steps.Skip(history.Steps.Count / 2).Average(step => step.GenesPerSecond)))} genes/s"
                    + Utilization(history)
                    + (history.PeakMemory > 0 ? $", at most {Memory(history.PeakMemory)} of memory." : ".")
                : "";
        var result = HeldOut(history);
        var saved = history.SavedTo is { } folder
            ? $" Saved to "
                + $"{Html.Line(Path.IsPathRooted(folder) ? Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) : folder, 120)}."
            : "";
        var remarks = string.Concat(history.Remarks.Select(remark => Html.Line(remark, 400) + " "));
        return remarks + Resumed(history) + run + speed + result + Stopped(history) + saved;
    }

    /// <summary>How much of what the machine can do in products of matrices, in the second half of the run.</summary>
    private static string Utilization(TrainingHistory history)
    {
        var half = history.Steps.Skip(history.Steps.Count / 2).Select(step => step.FlopsPerSecond).Where(double.IsFinite).ToList();
        return double.IsFinite(history.PeakFlops) && half.Count > 0
            ? $" (MFU {Html.Percent(half.Average() / history.PeakFlops)} of the "
                + $"{Html.Number(Math.Round(history.PeakFlops / 1e9))} GFLOP/s measured in matrix products)"
            : "";
    }

    private static string Memory(long bytes) =>
        bytes >= 1e9
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    /// <summary>What became of a run that was found in its folder, and what to type to train it further.</summary>
    private static string Resumed(TrainingHistory history)
    {
        if (history.Resumed is not { } resumed)
            return "";
        var folder = Html.Line(resumed.Folder, 200);
        var option = folder.Contains(' ') ? $"\"{folder}\"" : folder;
        return resumed.WasFinished
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Already finished: {folder} ended after {Html.Count(resumed.Step, "step")}. To go on, type #!glm train --resume "
                    + $"{option} --steps {2L * resumed.Step}; to begin anew, add --restart. "
            )
            : string.Create(CultureInfo.InvariantCulture, $"Goes on from step {resumed.Step:N0} of {folder}. ");
    }

    /// <summary>Why a run ended before its last step, and whose model it gave.</summary>
    private static string Stopped(TrainingHistory history) =>
        (history.StoppedEarly ? " Stopped early: the held-out loss fell no further." : "")
        + (
            history.ModelStep > 0 && history.ModelStep < history.Steps.Count
                ? string.Create(CultureInfo.InvariantCulture, $" The model is that of step {history.ModelStep:N0}, the best evaluation.")
                : ""
        );

    /// <summary>What was held out as a whole, with the first names.</summary>
    private static string Units(TrainingHistory history)
    {
        const int Shown = 3;
        if (history.HeldOut.Count == 0)
            return "";
        var units = history.EvaluatedBy switch
        {
            WindowUnit.Species => Html.Count(history.HeldOut.Count, "species", "species"),
            WindowUnit.Genus => Html.Count(history.HeldOut.Count, "genus", "genera"),
            WindowUnit.Family => Html.Count(history.HeldOut.Count, "family", "families"),
            WindowUnit.Class => Html.Count(history.HeldOut.Count, "class", "classes"),
            WindowUnit.Phylum => Html.Count(history.HeldOut.Count, "phylum", "phyla"),
            _ => Html.Count(history.HeldOut.Count, OptionValue.Written(history.EvaluatedBy)),
        };
        var names = string.Join(", ", history.HeldOut.Take(Shown).Select(name => Html.Line(name, 60)));
        return $" ({units}: {names}{(history.HeldOut.Count > Shown ? ", …" : "")})";
    }

    /// <summary>What training did to the figures; before and after it, or as much of that as there is.</summary>
    private static string HeldOut(TrainingHistory history)
    {
        if (history is { Steps.Count: 0, TrainingWindows: 0 })
            return " It was interrupted while the data were being prepared: nothing has been trained.";
        if (history.Evaluations is not [var before, ..])
            return history.Steps.Count == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $" Loss {history.Steps[0].Loss:0.000} → {history.Steps[^1].Loss:0.000}; nothing was held out."
                );
        var after = history.Evaluations[^1];
        var chance = string.Join(", ", TrainingYardstick.Cheap(history).Select(yardstick => yardstick.Text));
        return after.Step == 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" Held out, before training: loss {before.Loss:0.000}, pseudo-accuracy {Html.Percent(before.PseudoAccuracy)}, absolute "
                    + $"accuracy {Html.Percent(before.AbsoluteAccuracy)}; {chance}; not evaluated yet after it."
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $" Held out, before training → after {Html.Count(after.Step, "step")}: loss {before.Loss:0.000} → {after.Loss:0.000}, "
                    + $"pseudo-accuracy {Html.Percent(before.PseudoAccuracy)} → {Html.Percent(after.PseudoAccuracy)}, absolute accuracy "
                    + $"{Html.Percent(before.AbsoluteAccuracy)} → {Html.Percent(after.AbsoluteAccuracy)}; {chance}."
            )
                + Calibrated(after)
                + Verdict(history);
    }

    private static string Calibrated(EvaluationPoint after) =>
        after.Calibration is { ExpectedError: >= 0 and var error } ? $" Calibration error of the likelihoods: {Html.Percent(error)}." : "";

    /// <summary>Whether the model is above what needs no model: a curve that rises is no success by itself.</summary>
    private static string Verdict(TrainingHistory history)
    {
        var reached = history.Evaluations.LastOrDefault(point => point.Step == history.ModelStep) ?? history.Evaluations[^1];
        var best = history.Baselines.Where(score => double.IsFinite(score.Accuracy.Value)).MaxBy(score => score.Accuracy.Value);
        if (best is null)
            return "";
        var relation =
            reached.AbsoluteAccuracy > best.Accuracy.High ? "above"
            : reached.AbsoluteAccuracy < best.Accuracy.Low ? "below"
            : "no different from";
        return $" Absolute accuracy {Html.Percent(reached.AbsoluteAccuracy)}, {relation} the best baseline, {Html.Line(best.Name, 60)}, "
            + $"{Html.Percent(best.Accuracy.Value)} [{Html.Percent(best.Accuracy.Low)}, {Html.Percent(best.Accuracy.High)}].";
    }
}
