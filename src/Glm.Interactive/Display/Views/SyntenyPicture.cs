using System.Globalization;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The picture of a <see cref="SyntenyView"/>. What zooming stretches (bands, arrows, lines) is drawn apart from the text, which it only
/// moves.
/// </summary>
internal sealed class SyntenyPicture
{
    private const double Width = 960;
    private const double Margin = 12;

    // On the right there is room for the slanted name of the last gene.
    private const double PlotWidth = Width - Margin - 56;
    private const double ArrowHeight = 20;
    private const double BandHeight = 34;
    private const double TitleHeight = 20;

    // Slanted names at this distance do not touch; synteny.js knows it too.
    private const double LabelRoom = 16;

    private readonly SyntenyMap _map;
    private readonly GeneColors _colors;
    private readonly List<SyntenyLane> _lanes;
    private readonly double[] _arrowTops;
    private readonly double _low;
    private readonly double _perPixel;
    private readonly SvgWriter _bands = new();
    private readonly SvgWriter _shapes = new();
    private readonly SvgWriter _texts = new();

    private SyntenyPicture(SyntenyMap map, GeneColors colors)
    {
        (_map, _colors, _lanes) = (map, colors, SyntenyLane.Lay(map));
        _arrowTops = new double[_lanes.Count];
        _low = _lanes.Min(lane => lane.Offset);
        _perPixel = Math.Max(1, _lanes.Max(lane => lane.Offset + lane.Length) - _low) / PlotWidth;
    }

    /// <summary>Draws a map, and gives the measures that synteny.js needs to zoom and move it.</summary>
    public static (Svg Picture, object Plot) Draw(SyntenyMap map, GeneColors colors) => new SyntenyPicture(map, colors).Draw();

    private (Svg Picture, object Plot) Draw()
    {
        var svg = new Svg(Width, 0);
        var y = 0.0;
        for (var t = 0; t < _lanes.Count; t++)
        {
            var lane = _lanes[t];
            svg.Text(Margin, y + 14, Html.Line(lane.Track.Region.Scaffold.Id, 60), size: 12, bold: true);
            svg.Text(Width - Margin, y + 14, Range(lane), TextAnchor.End, 10.5, opacity: 0.75);
            y += TitleHeight;
            y += DrawLabels(lane, y);
            _arrowTops[t] = y;
            var middle = y + (ArrowHeight / 2);
            _shapes.Line(X(lane, 0), middle, X(lane, lane.Length), middle, 0.35).NonScalingStroke();
            for (var i = 0; i < lane.Genes.Length; i++)
                DrawGene(lane, i, y);
            y += ArrowHeight + DrawOperons(lane, y + ArrowHeight + 5);
            if (t + 1 < _lanes.Count)
                y += BandHeight;
        }
        foreach (var link in _map.Links)
            DrawBand(link);
        var allToScale = _lanes.All(lane => lane.ToScale);
        if (allToScale)
            y += DrawScaleBar(y + 4);
        var bottom = y + 6;
        using (svg.Window(Margin, 0, PlotWidth, bottom, ownOrigin: true).Class("glm-plot"))
        using (svg.Group().Class("glm-shapes"))
        {
            svg.Add(_bands);
            svg.Add(_shapes);
        }
        using (svg.Group().Translate(Margin, 0))
            svg.Add(_texts);
        svg.Height = bottom + _colors.DrawLegend(svg, Margin, bottom + 6, PlotWidth) + 8;
        return (
            svg,
            new
            {
                Width = PlotWidth,
                PerPixel = allToScale ? _perPixel : 0,
                Left = Margin,
            }
        );
    }

    /// <summary>Where a place in base pairs from the left end of a track is drawn.</summary>
    private double X(SyntenyLane lane, double place) => (lane.Offset + place - _low) / _perPixel;

    private static string Range(SyntenyLane lane)
    {
        var region = lane.Track.Region;
        var text = lane.ToScale
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{lane.Genes.Min(gene => gene.Start):N0}–{lane.Genes.Max(gene => gene.End):N0} bp, "
            )
            : "no coordinates: lengths follow the proteins, ";
        return text
            + string.Create(
                CultureInfo.InvariantCulture,
                $"genes {region.Start + 1:N0}–{region.Start + region.Length:N0} of {region.Scaffold.Genes.Count:N0}"
            )
            + (lane.Track.Flipped ? ", reversed" : "");
    }

    private void DrawGene(SyntenyLane lane, int i, double y)
    {
        var gene = lane.Genes[i];
        var strand = lane.Track.Flipped ? (Strand)(-(int)gene.Strand) : gene.Strand;
        var color = _colors.Of(gene);
        var (left, right) = (X(lane, lane.Places[i].Low), X(lane, lane.Places[i].High));
        using var group = _shapes.Group().Class("glm-gene").Data("color", color);
        if (lane.Track.Groups[i] >= 0)
            group.Data("group", lane.Track.Groups[i]);
        group.Title(GeneMap.Tooltip(gene, _map.Proteins), GeneMap.TooltipLimit);
        GeneArrow.Draw(_shapes, left, y, Math.Max(1.5, right - left), ArrowHeight, strand, color).NonScalingStroke();
    }

    private void DrawBand(SyntenyLink link)
    {
        var (upper, lower) = (_lanes[link.Track], _lanes[link.Track + 1]);
        var (top, bottom) = (_arrowTops[link.Track] + ArrowHeight, _arrowTops[link.Track + 1]);
        var (a, b) = (upper.Places[link.Upper], lower.Places[link.Lower]);
        var (first, second) = (upper.Genes[link.Upper], lower.Genes[link.Lower]);
        // Genes that point against each other are joined crosswise.
        var crossed = (first.Strand == second.Strand) == (upper.Track.Flipped != lower.Track.Flipped);
        var (b1, b2) = crossed ? (b.High, b.Low) : (b.Low, b.High);
        _bands
            .Path(
                new SvgPath()
                    .MoveTo(X(upper, a.Low), top)
                    .LineTo(X(upper, a.High), top)
                    .LineTo(X(lower, b2), bottom)
                    .LineTo(X(lower, b1), bottom)
                    .Close()
            )
            .Class("glm-band")
            .Data("group", upper.Track.Groups[link.Upper])
            .Fill("currentColor")
            .FillOpacity(0.06 + (0.3 * link.Identity))
            .Title($"{Html.Line(first.Label, 60)} – {Html.Line(second.Label, 60)}: {Html.Percent(link.Identity)} identical");
    }

    /// <summary>Draws slanted names over the arrows, and returns the height that they take.</summary>
    private double DrawLabels(SyntenyLane lane, double top)
    {
        const double size = 10;
        var names = Array.ConvertAll(lane.Genes, GeneArrow.Label);
        var height = 14 + (names.Max(name => Svg.TextWidth(name, size)) * 0.62);
        var y = top + height - 5;
        var last = double.NegativeInfinity;
        foreach (var i in Enumerable.Range(0, names.Length).OrderBy(i => lane.Places[i].Low))
        {
            var x = X(lane, (lane.Places[i].Low + lane.Places[i].High) / 2);
            var label = _texts.Text(x, y, names[i], size: size, rotate: -38, opacity: 0.9).Class("glm-label").Data("x", x).Data("y", y);
            // All names are there for zooming in; those without room are hidden at first.
            if (x - last < LabelRoom)
                label.Hidden();
            else
                last = x;
        }
        return height;
    }

    /// <summary>Underlines and names operons, and returns the height that they take.</summary>
    private double DrawOperons(SyntenyLane lane, double y)
    {
        var any = false;
        for (var i = 0; i < lane.Genes.Length; )
        {
            var end = i;
            while (end + 1 < lane.Genes.Length && lane.Genes[end + 1].Operon == lane.Genes[i].Operon)
                end++;
            if (lane.Genes[i].Operon is { Length: > 0 } operon)
            {
                any = true;
                var (x1, x2) = (
                    X(lane, Math.Min(lane.Places[i].Low, lane.Places[end].Low)),
                    X(lane, Math.Max(lane.Places[i].High, lane.Places[end].High))
                );
                _shapes.Line(x1, y, x2, y, 0.8, width: 2.2).NonScalingStroke();
                var name = Html.Line(operon, 24);
                var width = Svg.TextWidth(name, 9.5);
                var label = _texts
                    .Text((x1 + x2) / 2, y + 12, name, TextAnchor.Middle, 9.5, opacity: 0.75)
                    .Class("glm-under")
                    .Data("x", (x1 + x2) / 2)
                    .Data("room", x2 - x1)
                    .Data("width", width);
                if (width >= x2 - x1 + 6)
                    label.Hidden();
            }
            i = end + 1;
        }
        return any ? 19 : 4;
    }

    /// <summary>Draws a line of a round length, and returns the height that it takes.</summary>
    private double DrawScaleBar(double y)
    {
        var length = RoundLength(_perPixel * 140);
        var end = length / _perPixel;
        using (_texts.Group().Class("glm-bar"))
        {
            _texts.Line(0, y + 4, end, y + 4, width: 1.6);
            _texts.Text(end + 6, y + 8, BasePairs(length), size: 10.5, opacity: 0.8);
        }
        return 16;
    }

    /// <summary>1, 2 or 5 times a power of ten: the largest that is not longer than a length, and at least 1.</summary>
    private static double RoundLength(double length)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(1, length))));
        return power
            * (
                length >= 5 * power ? 5
                : length >= 2 * power ? 2
                : 1
            );
    }

    private static string BasePairs(double length) =>
        length >= 1e6 ? string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.###} Mb")
        : length >= 1000 ? string.Create(CultureInfo.InvariantCulture, $"{length / 1000:0.###} kb")
        : string.Create(CultureInfo.InvariantCulture, $"{length:0} bp");
}
