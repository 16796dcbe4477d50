using System.Globalization;
using System.Text;
using Glm.Arrays;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>An array of several dimensions: its type, its shape and its first values in rows and columns.</summary>
public static class ArrayView
{
    private const int Edge = 8;

    /// <param name="array">Of any rank.</param>
    public static MimeBundle Create(Array array) => HelpView.Create("", Text(array));

    public static MimeBundle Create(NdArray array) => HelpView.Create("", Text(array));

    internal static string Text(Array array)
    {
        var shape = Enumerable.Range(0, array.Rank).Select(array.GetLongLength).ToArray();
        var lower = Enumerable.Range(0, array.Rank).Select(array.GetLowerBound).ToArray();
        var place = new int[array.Rank];
        return Describe(array.GetType().GetElementType()!.Name, shape, index =>
        {
            for (var d = 0; d < place.Length; d++)
                place[d] = (int)index[d] + lower[d];
            return TableView.Cell(array.GetValue(place));
        });
    }

    internal static string Text(NdArray array)
    {
        var one = new NdArray(array.Type, [1], new byte[NdArray.SizeOf(array.Type)]);
        return Describe(array.Type.ToString(), [.. array.Shape], index =>
        {
            var flat = 0L;
            for (var d = 0; d < index.Length; d++)
                flat = (flat * array.Shape[d]) + index[d];
            array.Bytes.AsSpan(checked((int)(flat * one.Bytes.Length)), one.Bytes.Length).CopyTo(one.Bytes);
            return Html.Number(one.ToDouble()[0]);
        });
    }

    /// <summary>Type, shape and at most eight rows and columns of the last two dimensions, at index 0 of the others.</summary>
    internal static string Describe(string type, IReadOnlyList<long> shape, Func<long[], string> at)
    {
        var text = new StringBuilder(
            $"{type} [{string.Join(" × ", shape.Select(size => size.ToString("N0", CultureInfo.InvariantCulture)))}]"
        );
        if (shape.Any(size => size == 0))
            return text.Append(" (empty)").ToString();
        var index = new long[shape.Count];
        var (rows, columns) = (shape.Count > 1 ? shape[^2] : 1, shape.Count > 0 ? shape[^1] : 1);
        if (shape.Count > 2)
            text.Append(
                CultureInfo.InvariantCulture,
                $", the first plane [{string.Join(", ", Enumerable.Repeat("0", shape.Count - 2))}, …]"
            );
        var cells = new List<string[]>();
        for (var i = 0L; i < Math.Min(Edge, rows); i++)
        {
            var row = new List<string>();
            for (var j = 0L; j < Math.Min(Edge, columns); j++)
            {
                if (shape.Count > 1)
                    index[^2] = i;
                if (shape.Count > 0)
                    index[^1] = j;
                row.Add(at(index));
            }
            if (columns > Edge)
                row.Add("…");
            cells.Add([.. row]);
        }
        var width = cells.SelectMany(row => row).Max(cell => cell.Length);
        foreach (var row in cells)
            text.Append("\n  ").AppendJoin("  ", row.Select(cell => cell.PadLeft(width)));
        if (rows > Edge)
            text.Append(CultureInfo.InvariantCulture, $"\n  … {rows - Edge:N0} more rows");
        return text.ToString();
    }
}
