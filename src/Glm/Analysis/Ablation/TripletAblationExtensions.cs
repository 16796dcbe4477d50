using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Ablation;

/// <summary>Ablations as tables.</summary>
public static class TripletAblationExtensions
{
    /// <summary>
    /// One row per figure: measure, rival; with, other and difference, each with _low and _high; holm_p; null where there is none.
    /// </summary>
    public static DataFrame ToDataFrame(this TripletAblation ablation)
    {
        var figures = ablation.Figures;
        return new DataFrame([
            new StringDataFrameColumn("measure", figures.Select(figure => figure.Measure.ToString())),
            new StringDataFrameColumn("rival", figures.Select(figure => figure.Rival.ToString())),
            .. Columns("with", figure => figure.With),
            .. Columns("other", figure => figure.Other),
            .. Columns("difference", figure => new(figure.Difference.Value, figure.Difference.Low, figure.Difference.High)),
            Column("holm_p", figure => figure.HolmP),
        ]);

        IEnumerable<DataFrameColumn> Columns(string name, Func<AblationFigure, Estimate> of) =>
            [
                Column(name, figure => of(figure).Value),
                Column($"{name}_low", figure => of(figure).Low),
                Column($"{name}_high", figure => of(figure).High),
            ];

        DoubleDataFrameColumn Column(string name, Func<AblationFigure, double> of) =>
            new(name, figures.Select(figure => of(figure) is var value && double.IsNaN(value) ? (double?)null : value));
    }
}
