using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>The strongest pairs of one head as arcs over the genes. attention.js draws the same arcs for other heads.</summary>
internal static class AttentionArcs
{
    /// <summary>The most arcs drawn at once.</summary>
    public const int Limit = 40;

    /// <summary>The room above the genes for arcs, in units of the picture.</summary>
    public const double Height = 112;

    private const double MapWidth = 960;
    private const string Color = "#3a8fd0";

    public static Svg Draw(
        AttentionResult attention,
        List<Gene> genes,
        int layer,
        int head,
        IReadOnlyDictionary<string, Protein>? proteins
    )
    {
        const double arrow = 20;
        var names = genes.Select(GeneArrow.Label).ToArray();
        var labels = names.Max(name => Svg.TextWidth(name, 10)) * 0.72;
        var margin = Math.Max(14, labels - 8);
        var colors = new GeneColors(genes);
        var n = genes.Count;
        var step = Math.Min(70, (MapWidth - (2 * margin)) / n);
        var svg = new Svg(Math.Max(240, (2 * margin) + (step * n)), 0);
        const double baseline = Height + 6;
        double X(int i) => margin + (step * (i + 0.5));
        var pairs = AttentionView.Pairs(attention, layer, head).Take(Limit).ToList();
        using (svg.Group().Class("glm-arcs").Data("baseline", baseline).Fill("none").Stroke(Color).RoundCaps())
            foreach (var (i, j, weight) in pairs)
            {
                var share = weight / pairs[0].Weight;
                var peak = baseline - (2 * (10 + ((Height - 20) * (j - i) / Math.Max(1, n - 1))));
                svg.Path(new SvgPath().MoveTo(X(i), baseline).CurveTo((X(i) + X(j)) / 2, peak, X(j), baseline))
                    .StrokeWidth(0.6 + (4.4 * share))
                    .StrokeOpacity(0.15 + (0.75 * share))
                    .Title(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Html.Line(genes[i].Label)} – {Html.Line(genes[j].Label)}: {weight:0.0000}"
                        )
                    );
            }
        for (var i = 0; i < n; i++)
        {
            var tooltip = GeneMap.Tooltip(genes[i], proteins);
            using (svg.Group().Class("glm-gene").Data("gene", i).Data("x", X(i)).Title(tooltip, GeneMap.TooltipLimit))
            {
                // Catches the mouse between arrows as well.
                svg.Rect(X(i) - (step / 2), baseline, step, arrow + 4, "transparent");
                GeneArrow.Draw(svg, X(i) - (step * 0.44), baseline + 3, step * 0.88, arrow, genes[i].Strand, colors.Of(genes[i]));
            }
            svg.Text(X(i) + 3, baseline + arrow + 13, names[i], TextAnchor.End, 10, -42, 0.9);
        }
        svg.Height = baseline + arrow + 18 + labels;
        svg.Height += colors.DrawLegend(svg, margin, svg.Height, svg.Width - (2 * margin)) + 2;
        return svg;
    }
}
