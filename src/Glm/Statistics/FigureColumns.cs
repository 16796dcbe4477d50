using Microsoft.Data.Analysis;

namespace Glm.Statistics;

/// <summary>Figures of results as columns of tables; null where there is none.</summary>
internal static class FigureColumns
{
    /// <summary>One column.</summary>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="name">Of the column.</param>
    /// <param name="number">Of a row; NaN is none.</param>
    public static DataFrameColumn Number<T>(this IEnumerable<T> rows, string name, Func<T, double?> number) =>
        new DoubleDataFrameColumn(name, rows.Select(row => number(row) is { } value && !double.IsNaN(value) ? (double?)value : null));

    /// <summary>Three columns: the figure under its name, and the ends of its interval as _low and _high.</summary>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="name">Of the figure.</param>
    /// <param name="figure">Of a row.</param>
    public static DataFrameColumn[] Figure<T>(this IReadOnlyList<T> rows, string name, Func<T, Estimate?> figure) =>
        [
            rows.Number(name, row => figure(row)?.Value),
            rows.Number(name + "_low", row => figure(row)?.Low),
            rows.Number(name + "_high", row => figure(row)?.High),
        ];

    /// <summary>The same of a difference.</summary>
    /// <param name="rows">The rows of the table.</param>
    /// <param name="name">Of the difference.</param>
    /// <param name="difference">Of a row.</param>
    public static DataFrameColumn[] Difference<T>(this IReadOnlyList<T> rows, string name, Func<T, PairedDifference?> difference) =>
        rows.Figure(name, row => difference(row) is { } own ? new Estimate(own.Value, own.Low, own.High) : null);
}
