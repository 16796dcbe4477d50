using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Charts;

/// <summary>The first rows of the data behind a chart.</summary>
internal static class ChartTable
{
    public static DataTable Of(JsonObject figure)
    {
        var traces = (figure["data"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var grid = traces.Count > 0 && traces.All(trace => trace["z"] is JsonArray);
        return grid ? OfGrids(traces) : OfPoints(traces);
    }

    private static DataTable OfPoints(List<JsonObject> traces)
    {
        var labelled = traces.Any(trace => Texts(trace) is not null);
        var table = new DataTable(labelled ? ["series", "x", "y", "label"] : ["series", "x", "y"]);
        var total = 0L;
        for (var t = 0; t < traces.Count; t++)
        {
            var trace = traces[t];
            var (x, y, texts) = (trace["x"] as JsonArray, trace["y"] as JsonArray, Texts(trace));
            var count = Math.Max(x?.Count ?? 0, y?.Count ?? 0);
            total += count;
            var name = PlotlyFigure.PlainLabel(trace["name"]?.ToString() ?? $"{t + 1}");
            // Every series gets a few rows, so that the table shows all of them.
            var share = Math.Max(2, DataTable.RowLimit / Math.Max(1, traces.Count));
            for (var i = 0; i < count && i < share && table.RowsAdded < DataTable.RowLimit; i++)
                table.Add(name, Cell(x, i, i), Cell(y, i, i), Cell(texts, i, null));
        }
        table.Total = total;
        return table;
    }

    private static DataTable OfGrids(List<JsonObject> traces)
    {
        var table = new DataTable(["series", "row", "column", "value"]);
        var total = 0L;
        for (var t = 0; t < traces.Count; t++)
        {
            var rows = (JsonArray)traces[t]["z"]!;
            var name = PlotlyFigure.PlainLabel(traces[t]["name"]?.ToString() ?? $"{t + 1}");
            for (var i = 0; i < rows.Count; i++)
            {
                if (rows[i] is not JsonArray row)
                    continue;
                total += row.Count;
                for (var j = 0; j < row.Count && table.RowsAdded < DataTable.RowLimit; j++)
                    table.Add(name, Cell(traces[t]["y"] as JsonArray, i, i), Cell(traces[t]["x"] as JsonArray, j, j), Cell(row, j, null));
            }
        }
        table.Total = total;
        return table;
    }

    private static JsonArray? Texts(JsonObject trace) => trace["hovertext"] as JsonArray ?? trace["text"] as JsonArray;

    private static string Cell(JsonArray? values, int i, int? otherwise)
    {
        if (values is null)
            return otherwise?.ToString(CultureInfo.InvariantCulture) ?? "";
        if (i >= values.Count || values[i] is not { } value)
            return "";
        return value.GetValueKind() switch
        {
            JsonValueKind.Number => Html.Number(value.GetValue<double>()),
            JsonValueKind.String => PlotlyFigure.PlainLabel(value.GetValue<string>()),
            _ => value.ToJsonString(),
        };
    }
}
