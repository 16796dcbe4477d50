using System.Globalization;
using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>The strongest pairs of one head as arcs over the genes. attention.js draws the same arcs for other heads.</summary>
internal static class AttentionArcs
{
    /// <summary>The most arcs drawn at once, unless told otherwise.</summary>
    public const int Limit = 40;

    /// <summary>The room above the genes for arcs, in units of the picture.</summary>
    public const double Height = 112;

    private const string Color = "#3a8fd0";
    private const double NameSize = 10;
    private const double NameAngle = 42;

    /// <param name="attention">Of the genes.</param>
    /// <param name="genes">Of the window, in order.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="head">From 0.</param>
    /// <param name="proteins">For tooltips; null where unknown.</param>
    /// <param name="limit">The most arcs.</param>
    /// <param name="width">The most that the picture may take.</param>
    public static Svg Draw(
        AttentionResult attention,
        List<Gene> genes,
        int layer,
        int head,
        IReadOnlyDictionary<string, Protein>? proteins,
        int limit,
        double width = GeneMapPicture.Width
    ) =>
        Draw(
            genes,
            [.. AttentionView.Pairs(attention, layer, head).Take(limit)],
            proteins,
            width,
            AttentionView.Which(attention, layer, head)
        );

    /// <param name="genes">In order, at least one.</param>
    /// <param name="pairs">Pairs of them with weights above 0, the strongest first.</param>
    /// <param name="proteins">For tooltips; null where unknown.</param>
    /// <param name="width">The most that the picture may take.</param>
    /// <param name="which">Whose pairs they are; empty where it is said elsewhere.</param>
    public static Svg Draw(
        List<Gene> genes,
        IReadOnlyList<(int I, int J, float Weight)> pairs,
        IReadOnlyDictionary<string, Protein>? proteins,
        double width = GeneMapPicture.Width,
        string which = ""
    )
    {
        const double arrow = 20;
        var names = genes.Select(GeneArrow.Label).ToArray();
        var longest = names.Max(name => Svg.TextWidth(name, NameSize));
        var colors = new GeneColors(genes);
        var n = genes.Count;
        // Names slant where that keeps them apart, stand upright where genes are closer, and some are left out where they are closer
        // still.
        var slantedMargin = Math.Max(14, (longest * 0.72) - 8);
        var slanted = Math.Min(70, (width - slantedMargin - 14) / n) * Math.Sin(NameAngle * Math.PI / 180) >= NameSize + 2;
        var margin = slanted ? slantedMargin : 14;
        var step = Math.Min(70, (width - margin - 14) / n);
        var labels = slanted ? longest * 0.72 : longest;
        var every = slanted ? 1 : Math.Max(1, (int)Math.Ceiling((NameSize + 1.5) / step));
        var svg = new Svg(Math.Max(240, margin + 14 + (step * n)), 0);
        const double baseline = Height + 6;
        double X(int i) => margin + (step * (i + 0.5));
        if (which.Length > 0)
            svg.Text(14, 11, which, bold: true).Class("glm-shown");
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
            if (i % every == 0)
                svg.Text(X(i) + 3, baseline + arrow + 13, names[i], TextAnchor.End, NameSize, slanted ? -NameAngle : -90, 0.9);
        }
        svg.Height = baseline + arrow + 18 + labels;
        svg.Height += colors.DrawLegend(svg, 14, svg.Height, svg.Width - 28) + 2;
        return svg;
    }
}
