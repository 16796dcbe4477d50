using System.Globalization;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>The picture of a <see cref="GeneMap"/>: one row of genes, or several short ones where the place is narrow.</summary>
internal static class GeneMapPicture
{
    /// <summary>The width at which all genes stand in one row.</summary>
    public const double Width = 960;

    /// <summary>A width at which the picture can be read on a telephone or in a side panel.</summary>
    public const double NarrowWidth = 400;

    private const double Margin = 12;
    private const double ArrowHeight = 20;
    private const int GenesPerNarrowRow = 11;

    // For the slanted name of the last gene.
    private const double NameRoom = 56;

    public static Svg Draw(
        GeneWindow window,
        IReadOnlyDictionary<string, Protein>? proteins,
        GeneColors colors,
        bool withLegend,
        double width = Width
    )
    {
        var genes = window.Genes.ToList();
        var isNarrow = width < Width;
        var rows = isNarrow ? Math.Max(1, (genes.Count + GenesPerNarrowRow - 1) / GenesPerNarrowRow) : 1;
        var rowWidth = width - Margin - NameRoom - Margin;
        var places = Places(genes, proteins, Margin, rows * rowWidth, out var toScale);
        // Rows break between genes, which leaves up to a gene's width empty in all but the last.
        if (rows > 1)
            places = Places(genes, proteins, Margin, (rows * rowWidth) - ((rows - 1) * places.Max(place => place.Width)), out toScale);
        var svg = new Svg(width, 0);
        var rest = window.Scaffold.Genes.Count - window.Start - window.Length;
        var facts =
            (
                toScale
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{genes.Min(gene => gene.Start):N0}–{genes.Max(gene => gene.End):N0} bp, to scale; "
                    )
                    : ""
            )
            + Html.Count(genes.Count, "gene")
            + (rest > 0 ? $", {rest.ToString("N0", CultureInfo.InvariantCulture)} more follow" : "");
        svg.Text(Margin, 14, Html.Line(window.Scaffold.Id, isNarrow ? 45 : 60), size: 12, bold: true);
        if (isNarrow)
            svg.Text(Margin, 29, facts, size: 10.5, opacity: 0.75);
        else
            svg.Text(width - Margin, 14, facts, TextAnchor.End, 10.5, opacity: 0.75);
        var y = isNarrow ? 35.0 : 20.0;
        foreach (var (first, count) in Rows(places, isNarrow ? rowWidth : double.PositiveInfinity))
        {
            var row = genes.GetRange(first, count);
            var shift = places[first].X - Margin;
            var rowPlaces = places[first..(first + count)].Select(place => (X: place.X - shift, place.Width)).ToArray();
            var arrows = y + DrawLabels(svg, row, rowPlaces, y);
            var end = isNarrow ? rowPlaces[^1].X + rowPlaces[^1].Width : width - NameRoom;
            svg.Line(Margin, arrows + (ArrowHeight / 2), end, arrows + (ArrowHeight / 2), 0.35);
            for (var i = 0; i < count; i++)
                using (svg.Group().Class("glm-gene").Title(GeneMap.Tooltip(row[i], proteins), GeneMap.TooltipLimit))
                    GeneArrow.Draw(svg, rowPlaces[i].X, arrows, rowPlaces[i].Width, ArrowHeight, row[i].Strand, colors.Of(row[i]));
            y = arrows + ArrowHeight + DrawOperons(svg, row, rowPlaces, arrows + ArrowHeight + 5) + 4;
        }
        svg.Height = y + 4;
        if (withLegend)
            svg.Height += colors.DrawLegend(svg, Margin, y + 6, width - (2 * Margin)) + 4;
        return svg;
    }

    /// <summary>Which genes stand in which row: each row takes genes until the next one would reach beyond its end.</summary>
    private static IEnumerable<(int First, int Count)> Rows((double X, double Width)[] places, double width)
    {
        var first = 0;
        for (var i = 1; i <= places.Length; i++)
            if (i == places.Length || places[i].X + places[i].Width - places[first].X > width)
            {
                yield return (first, i - first);
                first = i;
            }
    }

    private static (double X, double Width)[] Places(
        List<Gene> genes,
        IReadOnlyDictionary<string, Protein>? proteins,
        double left,
        double width,
        out bool toScale
    )
    {
        toScale = genes.All(gene => gene is { Start: { } start, End: { } end } && end > start);
        if (toScale)
        {
            double low = genes.Min(gene => gene.Start!.Value),
                high = genes.Max(gene => gene.End!.Value);
            return
            [
                .. genes.Select(gene =>
                    (
                        left + (width * (gene.Start!.Value - low) / (high - low)),
                        Math.Max(3, width * (gene.End!.Value - gene.Start.Value) / (high - low))
                    )
                ),
            ];
        }
        const double gap = 4;
        // Square roots keep a very long protein from squeezing its neighbours out of sight.
        var sizes = genes
            .Select(gene =>
                proteins is not null && proteins.TryGetValue(gene.ProteinId, out var protein)
                    ? Math.Sqrt(Math.Max(30, protein.Sequence.Length))
                    : -1
            )
            .ToArray();
        if (sizes.Any(size => size < 0))
            Array.Fill(sizes, 1);
        var unit = (width - (gap * (genes.Count - 1))) / sizes.Sum();
        var unitCap = 90 / sizes.Max();
        var places = new (double, double)[genes.Count];
        var x = left;
        for (var i = 0; i < genes.Count; i++)
        {
            places[i] = (x, Math.Min(unit, unitCap) * sizes[i]);
            x += places[i].Item2 + gap;
        }
        return places;
    }

    /// <summary>Draws names over the arrows, level where they fit and slanted elsewhere, and returns the height that they take.</summary>
    private static double DrawLabels(Svg svg, List<Gene> genes, (double X, double Width)[] places, double top)
    {
        const double size = 10;
        var names = genes.Select(gene => GeneArrow.Label(gene)).ToArray();
        var level = Enumerable.Range(0, genes.Count).All(i => Svg.TextWidth(names[i], size) <= places[i].Width + 2);
        var height = level ? 16 : 14 + (names.Max(name => Svg.TextWidth(name, size)) * 0.62);
        var last = double.NegativeInfinity;
        for (var i = 0; i < genes.Count; i++)
        {
            var x = places[i].X + (places[i].Width / 2);
            if (!level && x - last < 16)
                continue;
            last = x;
            svg.Text(x, top + height - 5, names[i], level ? TextAnchor.Middle : TextAnchor.Start, size, level ? 0 : -38, 0.9);
        }
        return height;
    }

    private static double DrawOperons(Svg svg, List<Gene> genes, (double X, double Width)[] places, double y)
    {
        var any = false;
        for (var i = 0; i < genes.Count; )
        {
            var end = i;
            while (end + 1 < genes.Count && genes[end + 1].Operon == genes[i].Operon)
                end++;
            if (genes[i].Operon is { Length: > 0 } operon)
            {
                any = true;
                var (x1, x2) = (places[i].X, places[end].X + places[end].Width);
                svg.Line(x1, y, x2, y, 0.8, width: 2.2);
                var name = GeneArrow.OperonLabel(operon);
                if (Svg.TextWidth(name, 9.5) < x2 - x1 + 6)
                    svg.Text((x1 + x2) / 2, y + 12, name, TextAnchor.Middle, 9.5, opacity: 0.75);
            }
            i = end + 1;
        }
        return any ? 19 : 2;
    }
}
