using System.Globalization;
using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The genes of a region as arrows, in rows, each pair of neighbours joined by an arc: the thicker and darker, the more genomes keep the
/// pair together. A number on the arc counts them. A dot below a gene tells that its neighbours predict it.
/// </summary>
internal static class NeighbourhoodPicture
{
    private const string Color = "#3a8fd0";
    private const double ArcHeight = 26;
    private const double Arrow = 20;

    /// <param name="neighbourhood">Its text is untrusted.</param>
    /// <param name="width">The most that the picture may take.</param>
    public static Svg Draw(RegionNeighbourhood neighbourhood, double width = GeneMapPicture.Width)
    {
        Gene[] genes = [.. neighbourhood.Region.Genes];
        var names = genes.Select(GeneArrow.Label).ToArray();
        var rows = new GeneRows(names, width);
        // Wide enough for the key.
        var svg = new Svg(Math.Max(Math.Min(width, 560), rows.Width), 0);
        var colors = new GeneColors(genes);
        var most = Math.Max(1, neighbourhood.Pairs.Select(pair => pair.WeightedGenomes).DefaultIfEmpty(0).Max());
        var y = 4.0;
        for (var row = 0; row < rows.Count; row++)
        {
            var (first, end) = rows.Row(row);
            var baseline = y + 14 + ArcHeight;
            for (var i = first; i < end; i++)
            {
                var x = rows.Center(i);
                if (i < neighbourhood.Pairs.Count)
                    DrawArc(svg, neighbourhood.Pairs[i], genes, x, rows.Step, baseline, most, isCut: i + 1 == end);
                DrawGene(svg, neighbourhood, genes[i], i, x, rows.Step, baseline + 3, colors.Of(genes[i]));
                svg.Text(x + 3, baseline + Arrow + 20, names[i], TextAnchor.End, GeneRows.NameSize, GeneRows.NameAngle, 0.9);
            }
            y = baseline + Arrow + 24 + rows.NameRoom;
        }
        y = DrawKey(svg, y + 4);
        svg.Height = y + colors.DrawLegend(svg, GeneRows.Margin, y, svg.Width - (2 * GeneRows.Margin)) + 2;
        return svg;
    }

    /// <summary>What is seen of a pair under the mouse.</summary>
    private static string Tooltip(NeighbourPair pair, Gene[] genes) =>
        $"{Html.Line(genes[pair.First].Label)} – {Html.Line(genes[pair.First + 1].Label)}: neighbours in {Html.Number(pair.Genomes)} of "
        + $"{Html.Count(pair.GenomesWithBoth, "genome")} with both, "
        + string.Create(CultureInfo.InvariantCulture, $"weighted {pair.WeightedGenomes:0.0}")
        + (pair.NearestGenome is null ? "" : $"\nnearest: {Html.Line(pair.NearestTaxon ?? pair.NearestGenome)}")
        + (pair.MostDistantGenome is null ? "" : $"\nmost distant: {Html.Line(pair.MostDistantTaxon ?? pair.MostDistantGenome)}");

    private static void DrawArc(Svg svg, NeighbourPair pair, Gene[] genes, double x, double step, double baseline, double most, bool isCut)
    {
        if (pair.Genomes == 0)
            return;
        // The ends of a row have half an arc, which goes on in the next one.
        var share = Math.Log(1 + pair.WeightedGenomes) / Math.Log(1 + most);
        var path = new SvgPath().MoveTo(x, baseline);
        var top = baseline - ArcHeight;
        if (isCut)
            path.CurveTo(x + (step * 0.12), top + 6, x + (step * 0.5), top + (ArcHeight / 4));
        else
            path.CurveTo(x + (step / 2), baseline - (1.6 * ArcHeight), x + step, baseline);
        using var group = svg.Group().Title(Tooltip(pair, genes), GeneMap.TooltipLimit);
        svg.Path(path).Fill("none").Stroke(Color).StrokeWidth(1 + (6 * share)).StrokeOpacity(0.35 + (0.6 * share)).RoundCaps();
        svg.Text(x + (step / 2), top - 1, Html.Number(pair.Genomes), isCut ? TextAnchor.End : TextAnchor.Middle, 9, opacity: 0.85);
    }

    private static void DrawGene(
        Svg svg,
        RegionNeighbourhood neighbourhood,
        Gene gene,
        int i,
        double x,
        double step,
        double y,
        string color
    )
    {
        var prediction = neighbourhood.Predictions[i];
        var tooltip = GeneMap.Tooltip(gene, neighbourhood.Proteins);
        tooltip += prediction is null
            ? "\nneighbours predict: nothing"
            : $"\nneighbours predict: {Html.Line(prediction.Product ?? "a gene without a product")} ({Html.Percent(prediction.Share)} of "
                + $"the votes, {Html.Count(prediction.Genomes, "genome")}){(prediction.IsHomolog ? ", a homolog of this gene" : "")}";
        using var group = svg.Group().Class("glm-gene").Data("gene", i).Title(tooltip, GeneMap.TooltipLimit);
        GeneArrow.Draw(svg, x - (step * 0.44), y, step * 0.88, Arrow, gene.Strand, color);
        if (prediction is not null)
            DrawDot(svg, x, y + Arrow + 5, prediction.IsHomolog);
    }

    /// <summary>Filled for a prediction that is right, open for another one.</summary>
    private static void DrawDot(Svg svg, double x, double y, bool isFilled)
    {
        const double r = 2.6;
        var ring = new SvgPath().MoveTo(x - r, y).CurveTo(x - r, y - r, x, y - r).CurveTo(x + r, y - r, x + r, y);
        ring.CurveTo(x + r, y + r, x, y + r).CurveTo(x - r, y + r, x - r, y).Close();
        svg.Path(ring).Fill(isFilled ? "currentColor" : "none").Stroke("currentColor").StrokeWidth(1);
    }

    private static double DrawKey(Svg svg, double y)
    {
        (string Text, bool? Filled)[] entries =
        [
            ("arc: genomes that keep the two together", null),
            ("neighbours predict a homolog of the gene", true),
            ("or something else", false),
        ];
        var (x, line) = (GeneRows.Margin, y + 9);
        foreach (var (text, filled) in entries)
        {
            var room = Svg.TextWidth(text, 10.5) + 30;
            if (x > GeneRows.Margin && x + room > svg.Width - GeneRows.Margin)
                (x, line) = (GeneRows.Margin, line + 16);
            if (filled is { } isFilled)
                DrawDot(svg, x + 5, line - 3.5, isFilled);
            else
                svg.Path(new SvgPath().MoveTo(x, line).CurveTo(x + 6, line - 16, x + 12, line))
                    .Fill("none")
                    .Stroke(Color)
                    .StrokeWidth(2.5)
                    .StrokeOpacity(0.8);
            svg.Text(x + 16, line, text, size: 10.5, opacity: 0.85);
            x += room;
        }
        return line + 10;
    }
}
