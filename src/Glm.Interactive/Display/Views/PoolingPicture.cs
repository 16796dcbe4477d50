using System.Globalization;
using Glm.Analysis.Sets;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Genes of a set as arrows in rows, with a bar above each that says how much it counts in the set's vector: its mean share over heads, as
/// a multiple of an equal share.
/// </summary>
internal static class PoolingPicture
{
    private const double Arrow = 20;
    private const double Bars = 46;
    private const double CaptionSize = 10.5;
    private const string BarColor = "#0072b2";
    private const string GeneColor = "#8aa4b8";

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="window">Number of the set.</param>
    /// <param name="first">Its first gene to draw, from 0.</param>
    /// <param name="count">Genes to draw.</param>
    /// <param name="width">The most that the picture may take.</param>
    public static Svg Draw(ProteinSetEmbeddings result, int window, int first, int count, double width = GeneMapPicture.Width)
    {
        var genes = result.Windows[window].Genes.Skip(first).Take(count).ToArray();
        var shares = Shares(result, window).Skip(first).Take(count).ToArray();
        var names = genes.Select(GeneArrow.Label).ToArray();
        var rows = new GeneRows(names, width);
        var svg = new Svg(Math.Max(Math.Min(width, 430), rows.Width), 0);
        var name = TextFit.Wrap(result.Windows[window].Id, svg.Width - (2 * GeneRows.Margin), 12, lines: 1, bold: true)[0];
        svg.Text(GeneRows.Margin, 14, name, size: 12, bold: true);
        // At least twice an equal share: equal shares should not look like peaks.
        var most = Math.Max(2, shares.Max());
        var y = 20.0;
        for (var row = 0; row < rows.Count; row++)
        {
            var (from, end) = rows.Row(row);
            var ground = y + Bars;
            var equal = ground - (Bars / most);
            svg.Path(
                    new SvgPath().MoveTo(rows.Center(from) - (rows.Step / 2), equal).LineTo(rows.Center(end - 1) + (rows.Step / 2), equal)
                )
                .Stroke(Palette.Neutral)
                .StrokeWidth(1)
                .Dashed(2, 3)
                .Fill("none");
            for (var i = from; i < end; i++)
            {
                var (x, height) = (rows.Center(i) - (rows.Step * 0.44), Bars * shares[i] / most);
                using (svg.Group().Class("glm-gene").Title(Said(result, window, first + i, genes[i], shares[i]), GeneMap.TooltipLimit))
                {
                    svg.Rect(rows.Center(i) - (rows.Step * 0.25), ground - height, rows.Step * 0.5, height, BarColor);
                    GeneArrow.Draw(svg, x, ground + 4, rows.Step * 0.88, Arrow, genes[i].Strand, GeneColor);
                }
            }
            y = ground + 4 + Arrow + 8;
            for (var i = from; i < end; i++)
                svg.Text(rows.Center(i) + 3, y + 4, names[i], TextAnchor.End, GeneRows.NameSize, GeneRows.NameAngle, 0.9);
            y += rows.NameRoom + 14;
        }
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"bars: share in the pooling; dotted: an equal share; full height: {most:0.0#} times that"
        );
        y += 6;
        foreach (var line in TextFit.Balance(caption, svg.Width - (2 * GeneRows.Margin), CaptionSize))
        {
            svg.Text(GeneRows.Margin, y, line, size: CaptionSize, opacity: 0.9);
            y += CaptionSize * 1.3;
        }
        svg.Height = y;
        return svg;
    }

    /// <summary>The mean share over heads of each gene of a set, as a multiple of an equal share.</summary>
    internal static IEnumerable<double> Shares(ProteinSetEmbeddings result, int window)
    {
        var (start, size, heads) = (
            result.Windows.Take(window).Sum(before => before.Length),
            result.Windows[window].Length,
            result.Vectors.Heads
        );
        for (var row = start; row < start + size; row++)
        {
            var sum = 0.0;
            foreach (var share in result.Vectors.Pooling.AsSpan(row * heads, heads))
                sum += share;
            yield return size * sum / heads;
        }
    }

    private static string Said(ProteinSetEmbeddings result, int window, int gene, Gene what, double share)
    {
        var (row, heads) = (result.Windows.Take(window).Sum(before => before.Length) + gene, result.Vectors.Heads);
        var each = string.Join(
            ", ",
            result.Vectors.Pooling!.Skip(row * heads).Take(heads).Select(one => one.ToString("0.0%", CultureInfo.InvariantCulture))
        );
        return string.Create(CultureInfo.InvariantCulture, $"{GeneMap.Tooltip(what, proteins: null)}\n{share:0.00} of an equal share")
            + $"\nby head: {each}";
    }
}
