using System.Globalization;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Training;

namespace Glm.Interactive.Display.Views;

/// <summary>The numbers of a training run as a table: every evaluation, or the steps where nothing was held out.</summary>
public static class HistoryTable
{
    public static MimeBundle Create(TrainingHistory history)
    {
        var table = Table(history);
        return new MimeBundle(table.ToText(), Html.View(Html.NewId(), table.ToHtml()));
    }

    internal static DataTable Table(TrainingHistory history)
    {
        if (history.Evaluations.Count == 0)
        {
            var steps = new DataTable(["step", "loss", "learning rate", "pseudo-accuracy", "absolute accuracy", "genes/s"])
            {
                Total = history.Steps.Count,
            };
            foreach (var step in Spread(history.Steps))
                steps.Add(
                    Whole(step.Step),
                    Loss(step.Loss),
                    step.LearningRate.ToString("0.##e-0", CultureInfo.InvariantCulture),
                    Html.Percent(step.PseudoAccuracy),
                    Html.Percent(step.AbsoluteAccuracy),
                    Html.Number(Math.Round(step.GenesPerSecond))
                );
            return steps;
        }
        var table = new DataTable(["step", "held-out loss", "pseudo-accuracy", "absolute accuracy", "masked genes"])
        {
            Total = history.Evaluations.Count,
        };
        foreach (var point in Spread(history.Evaluations))
            table.Add(
                Whole(point.Step),
                Loss(point.Loss),
                Html.Percent(point.PseudoAccuracy),
                Html.Percent(point.AbsoluteAccuracy),
                Whole(point.MaskedGenes)
            );
        return table;
    }

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>As many rows as a table shows, evenly spread, with the first and the last.</summary>
    private static IEnumerable<T> Spread<T>(IReadOnlyList<T> rows) =>
        rows.Count <= DataTable.RowLimit
            ? rows
            : Enumerable.Range(0, DataTable.RowLimit).Select(i => rows[(int)((long)i * (rows.Count - 1) / (DataTable.RowLimit - 1))]);
}
