using System.Globalization;
using Glm.Analysis.Operons;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Genes of a scaffold as arrows in rows, with predicted operons as brackets below them, the probability of every boundary in its colour,
/// and known operons as brackets below those. Genes of which nothing is known have a dotted line there.
/// </summary>
internal static class OperonMapPicture
{
    private const double Arrow = 20;
    private const string PredictedColor = "#d55e00";
    private const string KnownColor = "#0072b2";

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="region">The genes to draw; null for the first ones of the first scaffold with a pair.</param>
    /// <param name="width">The most that the picture may take.</param>
    /// <returns>Null where the region has no pair.</returns>
    public static Svg? Draw(OperonResult result, SyntenyRegion? region, double width = GeneMapPicture.Width)
    {
        var pairs = Pairs(result, region);
        if (pairs.Length == 0)
            return null;
        Gene[] genes = [result.Pairs[pairs[0]].First, .. pairs.Select(pair => result.Pairs[pair].Second)];
        var names = genes.Select(GeneArrow.Label).ToArray();
        var rows = new GeneRows(names, width);
        // Wide enough for the key.
        var svg = new Svg(Math.Max(Math.Min(width, 560), rows.Width), 0);
        var hasTruth = result.Truth is not null;
        svg.Text(GeneRows.Margin, 14, Html.Line(result.Pairs[pairs[0]].Scaffold.Id, 60), size: 12, bold: true);
        var y = 20.0;
        for (var row = 0; row < rows.Count; row++)
        {
            var (first, end) = rows.Row(row);
            y += 16;
            for (var i = first; i < end; i++)
            {
                var x = rows.Center(i);
                var color = genes[i].ProteinId.Length == 0 ? Palette.Neutral : "#8aa4b8";
                using (svg.Group().Class("glm-gene").Title(GeneMap.Tooltip(genes[i], proteins: null), GeneMap.TooltipLimit))
                    GeneArrow.Draw(svg, x - (rows.Step * 0.44), y, rows.Step * 0.88, Arrow, genes[i].Strand, color);
                if (i + 1 >= genes.Length || double.IsNaN(result.Probabilities[pairs[i]]))
                    continue;
                var probability = result.Probabilities[pairs[i]];
                if (i + 1 < end)
                    using (svg.Group().Title(Boundary(result, pairs[i])))
                        svg.Text(
                            x + (rows.Step / 2),
                            y - 3,
                            probability.ToString(".00", CultureInfo.InvariantCulture).Replace("1.00", "1", StringComparison.Ordinal),
                            TextAnchor.Middle,
                            8.5,
                            opacity: 0.35 + (0.65 * probability)
                        );
            }
            y += Arrow + 8;
            Brackets(first, end, y, PredictedColor, i =>
                result.Pairs[pairs[i]].IsSameStrand && result.Probabilities[pairs[i]] >= result.Options.Threshold
            );
            if (hasTruth)
            {
                y += 8;
                Brackets(first, end, y, KnownColor, i => result.Labels[pairs[i]]);
            }
            for (var i = first; i < end; i++)
                svg.Text(rows.Center(i) + 3, y + 14, names[i], TextAnchor.End, GeneRows.NameSize, GeneRows.NameAngle, 0.9);
            y += rows.NameRoom + 18;
        }
        var legend = y + 6;
        Key(GeneRows.Margin, PredictedColor, $"predicted by {Html.Line(result.Predictor, 50)}");
        legend += 15;
        svg.Text(GeneRows.Margin + 22, legend, "numbers: probability that two neighbours are in one operon", size: 10.5, opacity: 0.9);
        if (hasTruth)
        {
            legend += 15;
            Key(GeneRows.Margin, KnownColor, "known; dotted: nothing is known");
        }
        svg.Height = legend + 8;
        return svg;

        void Key(double x, string color, string text)
        {
            svg.Path(new SvgPath().MoveTo(x, legend - 4).LineTo(x + 16, legend - 4)).Stroke(color).StrokeWidth(2.6).Fill("none");
            svg.Text(x + 22, legend, text, size: 10.5, opacity: 0.9);
        }

        // A bracket from the first to the last gene of a run of joined pairs; runs go on from row to row.
        void Brackets(int first, int end, double at, string color, Func<int, bool?> joins)
        {
            for (var i = first; i < end; )
            {
                var last = i;
                while (last + 1 < end && joins(last) == true)
                    last++;
                var (fromLeft, toRight) = (
                    i == first && i > 0 && joins(i - 1) == true,
                    last + 1 == end && last + 1 < genes.Length && joins(last) == true
                );
                if (last > i || fromLeft || toRight)
                {
                    var x1 = fromLeft ? rows.Center(i) - (rows.Step / 2) : rows.Center(i) - (rows.Step * 0.4);
                    var x2 = toRight ? rows.Center(last) + (rows.Step / 2) : rows.Center(last) + (rows.Step * 0.4);
                    var path = new SvgPath();
                    path = fromLeft ? path.MoveTo(x1, at) : path.MoveTo(x1, at - 4).LineTo(x1, at);
                    path = path.LineTo(x2, at);
                    path = toRight ? path : path.LineTo(x2, at - 4);
                    svg.Path(path).Stroke(color).StrokeWidth(2.2).Fill("none");
                }
                if (last + 1 < end && joins(last) is null)
                    svg.Path(new SvgPath().MoveTo(rows.Center(last), at).LineTo(rows.Center(last + 1), at))
                        .Stroke(color)
                        .StrokeOpacity(0.6)
                        .StrokeWidth(1.2)
                        .Dashed(1.5, 3)
                        .Fill("none");
                i = last + 1;
            }
        }
    }

    private static string Boundary(OperonResult result, int pair)
    {
        var (genes, label) = (result.Pairs[pair], result.Labels[pair]);
        return string.Create(
                CultureInfo.InvariantCulture,
                $"{GeneArrow.Label(genes.First)} and {GeneArrow.Label(genes.Second)}: {result.Probabilities[pair]:0.000}"
            )
            + (genes.Distance is { } distance ? string.Create(CultureInfo.InvariantCulture, $"\n{distance} bp") : "")
            + (label is { } known ? (known ? "\nknown to be in one operon" : "\nknown not to be in one operon") : "");
    }

    /// <summary>The pairs between the genes of a region; regions count genes with proteins, and pseudogenes between them come
    /// along.</summary>
    private static int[] Pairs(OperonResult result, SyntenyRegion? region)
    {
        if (result.Pairs.Count == 0)
            return [];
        var scaffold = region is null
            ? result.Pairs[0].Scaffold
            : result.Pairs.FirstOrDefault(pair => pair.Scaffold.Id == region.ScaffoldId)?.Scaffold;
        if (scaffold is null)
            return [];
        var (start, length) = region is { First: { } first, Last: { } last }
            ? (first - 1, last - first + 1)
            : (0, Math.Min(SyntenyMapper.DefaultGenes, scaffold.Genes.Count));
        length = Math.Min(length, scaffold.Genes.Count - start);
        var (from, to) = (scaffold.Genes[start], scaffold.Genes[start + length - 1]);
        return
        [
            .. result
                .PairsOf(scaffold)
                .SkipWhile(pair => !ReferenceEquals(result.Pairs[pair].First, from))
                .TakeWhile(pair => !ReferenceEquals(result.Pairs[pair].First, to)),
        ];
    }
}
