using System.Globalization;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// The picture of a <see cref="SyntenyView"/>. What zooming stretches (bands, arrows, lines) is drawn apart from the text, which it only
/// moves. Bands never meet a name: those of the first track stand above it, those of all others below them, and bands begin where they
/// end.
/// </summary>
internal sealed class SyntenyPicture
{
    private const double Margin = 12;
    private const double ArrowHeight = 20;
    private const double BandHeight = 46;
    private const double LineHeight = 13;
    private const double TitleSize = 11.5;
    private const double NameAngle = 38;

    // Slanted names at this distance do not touch; synteny.js knows it too.
    private const double LabelRoom = 20;

    // Bands of any identity have one colour, that stands out from light and dark paper; the less alike, the more the paper shows through.
    private const string BandColor = "#3b7dd8";
    private const double LowOpacity = 0.2;
    private const double HighOpacity = 0.95;

    private readonly SyntenyMap _map;
    private readonly GeneColors _colors;
    private readonly List<SyntenyLane> _lanes;
    private readonly string[][] _titles;
    private readonly double[] _arrowTops;
    private readonly double[] _bottoms;
    private readonly double _width;
    private readonly double _column;
    private readonly double _plotWidth;
    private readonly double _low;
    private readonly double _perPixel;
    private readonly SvgWriter _bands = new();
    private readonly SvgWriter _shapes = new();
    private readonly SvgWriter _texts = new();

    private SyntenyPicture(SyntenyMap map, GeneColors colors, double width)
    {
        (_map, _colors, _lanes) = (map, colors, SyntenyLane.Lay(map));
        (_arrowTops, _bottoms) = (new double[_lanes.Count], new double[_lanes.Count]);
        // On the left the tracks are named; on the right there is room for the slanted name of the last gene.
        (_width, _column) = (width, width < GeneMapPicture.Width ? 88 : 128);
        _titles = Titles(_lanes, _column - 8);
        _plotWidth = width - Margin - _column - 56;
        _low = _lanes.Min(lane => lane.Offset);
        _perPixel = Math.Max(1, _lanes.Max(lane => lane.Offset + lane.Length) - _low) / _plotWidth;
    }

    /// <summary>Draws a map, and gives the measures that synteny.js needs to zoom and move it.</summary>
    /// <param name="map">Its text is untrusted.</param>
    /// <param name="colors">Of all genes of the map.</param>
    /// <param name="width">Of the picture.</param>
    public static (Svg Picture, object Plot) Draw(SyntenyMap map, GeneColors colors, double width = GeneMapPicture.Width) =>
        new SyntenyPicture(map, colors, width).Draw();

    private (Svg Picture, object Plot) Draw()
    {
        var svg = new Svg(_width, 0);
        var y = 4.0;
        for (var t = 0; t < _lanes.Count; t++)
            y = DrawTrack(svg, t, y) + (t + 1 < _lanes.Count ? BandHeight : 0);
        foreach (var link in _map.Links)
            DrawBand(link);
        var allToScale = _lanes.All(lane => lane.ToScale);
        if (allToScale)
            y += DrawScaleBar(y + 4);
        var bottom = y + 6;
        var left = Margin + _column;
        using (svg.Window(left, 0, _plotWidth, bottom, ownOrigin: true).Class("glm-plot"))
        using (svg.Group().Class("glm-shapes"))
        {
            svg.Add(_bands);
            svg.Add(_shapes);
        }
        using (svg.Group().Translate(left, 0))
            svg.Add(_texts);
        if (!allToScale)
        {
            svg.Text(Margin, bottom + 9, "Some genes have no coordinates: lengths follow the proteins.", size: 10.5, opacity: 0.75);
            bottom += 18;
        }
        if (_map.Links.Count > 0)
            bottom += DrawIdentityKey(svg, bottom + 4);
        svg.Height = bottom + _colors.DrawLegend(svg, Margin, bottom + 6, _width - (2 * Margin)) + 8;
        return (
            svg,
            new
            {
                Width = _plotWidth,
                PerPixel = allToScale ? _perPixel : 0,
                Left = left,
            }
        );
    }

    /// <summary>Draws a track from a height downwards, and returns where it ends.</summary>
    private double DrawTrack(Svg svg, int t, double y)
    {
        var lane = _lanes[t];
        var isFirst = t == 0;
        var isAlone = _lanes.Count == 1;
        var names = Array.ConvertAll(lane.Genes, GeneArrow.Label);
        var nameHeight = 14 + (names.Max(name => Svg.TextWidth(name, 10)) * 0.62);
        var operonHeight = lane.Genes.Any(gene => gene.Operon is { Length: > 0 }) ? 19 : 4;
        var arrows = isFirst ? y + nameHeight + (isAlone ? 0 : operonHeight) : y;
        _arrowTops[t] = arrows;
        var middle = arrows + (ArrowHeight / 2);
        _shapes.Line(X(lane, 0), middle, X(lane, lane.Length), middle, 0.35).NonScalingStroke();
        for (var i = 0; i < lane.Genes.Length; i++)
            DrawGene(lane, i, arrows);
        var operonsAbove = isFirst && !isAlone;
        DrawOperons(lane, operonsAbove ? arrows - 5 : arrows + ArrowHeight + 5, operonsAbove);
        var end = arrows + ArrowHeight + (operonsAbove ? 0 : operonHeight);
        DrawNames(lane, names, isFirst ? y + nameHeight - 5 : end + 8, isFirst ? -NameAngle : NameAngle);
        _bottoms[t] = isFirst ? end : end + nameHeight;
        return Math.Max(_bottoms[t], DrawTitle(svg, t, arrows + 8));
    }

    /// <summary>The names of tracks in lines that fit; those of different tracks can be told apart.</summary>
    private static string[][] Titles(List<SyntenyLane> lanes, double room)
    {
        var names = lanes.ConvertAll(lane => Html.Line(lane.Track.Title ?? lane.Track.Region.Scaffold.Id, 60));
        // A species is known by its second name.
        var shorter = names
            .Select(
                (name, i) =>
                    lanes[i].Track.Title is not null
                    && Svg.TextWidth(name, TitleSize, bold: true) > room
                    && name.IndexOf(' ') is > 0 and var blank
                        ? $"{name[0]}.{name[blank..]}"
                        : name
            )
            .ToList();
        var same = names.Distinct(StringComparer.Ordinal).Count() > shorter.Distinct(StringComparer.Ordinal).Count();
        return TextFit.Distinct(same ? names : shorter, room, TitleSize, lines: 2, bold: true);
    }

    /// <summary>Names a track in the column on its left, and returns where the text ends.</summary>
    private double DrawTitle(Svg svg, int t, double y)
    {
        var lane = _lanes[t];
        var room = _column - 8;
        foreach (var (i, name) in _titles[t].Index())
            svg.Text(Margin, i == 0 ? y : y += LineHeight, name, size: TitleSize, bold: true)
                .Title(
                    lane.Track.Title is { } title
                        ? $"{Html.Line(title)}, scaffold {Html.Line(lane.Track.Region.Scaffold.Id)}"
                        : lane.Track.Region.Scaffold.Id
                );
        var line = "";
        foreach (var word in Range(lane).Replace("–", "– ", StringComparison.Ordinal).Split(' '))
        {
            var longer = line.Length == 0 || line.EndsWith('–') ? line + word : line + " " + word;
            if (line.Length > 0 && Svg.TextWidth(longer, 10) > room)
            {
                svg.Text(Margin, y += LineHeight, line, size: 10, opacity: 0.75);
                longer = word;
            }
            line = longer;
        }
        svg.Text(Margin, y += LineHeight, line, size: 10, opacity: 0.75);
        return y + 4;
    }

    /// <summary>Where a place in base pairs from the left end of a track is drawn.</summary>
    private double X(SyntenyLane lane, double place) => (lane.Offset + place - _low) / _perPixel;

    private static string Range(SyntenyLane lane)
    {
        var region = lane.Track.Region;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"genes {region.Start + 1:N0}–{region.Start + region.Length:N0} of {region.Scaffold.Genes.Count:N0}"
        );
        if (lane.ToScale)
            text += string.Create(
                CultureInfo.InvariantCulture,
                $", {lane.Genes.Min(gene => gene.Start):N0}–{lane.Genes.Max(gene => gene.End):N0} bp"
            );
        return text + (lane.Track.Flipped ? ", reversed" : "");
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
        var width = Math.Max(1.5, right - left);
        GeneArrow.Draw(_shapes, left, y, width, ArrowHeight, strand, color, isBold: lane.Track.Marked == i).NonScalingStroke();
    }

    private void DrawBand(SyntenyLink link)
    {
        var (upper, lower) = (_lanes[link.Track], _lanes[link.Track + 1]);
        var (top, bottom) = (_bottoms[link.Track], _arrowTops[link.Track + 1]);
        var (a, b) = (upper.Places[link.Upper], lower.Places[link.Lower]);
        var (first, second) = (upper.Genes[link.Upper], lower.Genes[link.Lower]);
        // Genes that point against each other are joined crosswise.
        var crossed = (first.Strand == second.Strand) == (upper.Track.Flipped != lower.Track.Flipped);
        var (b1, b2) = crossed ? (b.High, b.Low) : (b.Low, b.High);
        // A band that begins beneath the names of a track begins with the colour of its gene.
        if (link.Track > 0)
            _bands.Rect(X(upper, a.Low), top - 4, (a.High - a.Low) / _perPixel, 3, _colors.Of(first));
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
            .Fill(BandColor)
            .FillOpacity(Opacity(link.Identity))
            .Title($"{Html.Line(first.Label, 60)} – {Html.Line(second.Label, 60)}: {Html.Percent(link.Identity)} identical");
    }

    private double Opacity(double identity) =>
        LowOpacity + ((HighOpacity - LowOpacity) * Math.Clamp((identity - _map.MinIdentity) / Math.Max(1e-9, 1 - _map.MinIdentity), 0, 1));

    /// <summary>Draws the colours of bands with what they mean, and returns the height that they take.</summary>
    private double DrawIdentityKey(Svg svg, double y)
    {
        const int steps = 28;
        const double length = 140;
        var label = "identical residues:";
        svg.Text(Margin, y + 9, label, size: 10.5, opacity: 0.75);
        var left = Margin + Svg.TextWidth(label, 10.5) + 10;
        var low = _map.MinIdentity;
        for (var i = 0; i < steps; i++)
            svg.Rect(left + (length * i / steps), y, length / steps, 10, BandColor)
                .FillOpacity(Opacity(low + ((1 - low) * (i + 0.5) / steps)))
                .CrispEdges();
        for (var i = 0; i <= 2; i++)
        {
            var x = left + (length * i / 2);
            svg.Line(x, y + 10, x, y + 13, 0.6);
            var percent = Math.Round(100 * (low + ((1 - low) * i / 2)));
            svg.Text(x, y + 23, Html.AttributeNumber(percent) + "%", TextAnchor.Middle, 10, opacity: 0.85);
        }
        return 28;
    }

    /// <summary>Draws slanted names along a line, upwards or downwards.</summary>
    private void DrawNames(SyntenyLane lane, string[] names, double y, double angle)
    {
        var last = double.NegativeInfinity;
        foreach (var i in Enumerable.Range(0, names.Length).OrderBy(i => lane.Places[i].Low))
        {
            var x = X(lane, (lane.Places[i].Low + lane.Places[i].High) / 2);
            var label = _texts
                .Text(x, y, names[i], size: 10, rotate: angle, opacity: 0.9)
                .Class("glm-label")
                .Data("x", x)
                .Data("y", y)
                .Data("angle", angle);
            // All names are there for zooming in; those without room are hidden at first.
            if (x - last < LabelRoom)
                label.Hidden();
            else
                last = x;
        }
    }

    /// <summary>Marks operons by a line with their names beyond it.</summary>
    private void DrawOperons(SyntenyLane lane, double y, bool above)
    {
        for (var i = 0; i < lane.Genes.Length; )
        {
            var end = i;
            while (end + 1 < lane.Genes.Length && lane.Genes[end + 1].Operon == lane.Genes[i].Operon)
                end++;
            if (lane.Genes[i].Operon is { Length: > 0 } operon)
            {
                var (x1, x2) = (
                    X(lane, Math.Min(lane.Places[i].Low, lane.Places[end].Low)),
                    X(lane, Math.Max(lane.Places[i].High, lane.Places[end].High))
                );
                _shapes.Line(x1, y, x2, y, 0.8, width: 2.2).NonScalingStroke();
                var name = GeneArrow.OperonLabel(operon);
                var width = Svg.TextWidth(name, 9.5);
                var label = _texts
                    .Text((x1 + x2) / 2, above ? y - 5 : y + 12, name, TextAnchor.Middle, 9.5, opacity: 0.75)
                    .Class("glm-under")
                    .Data("x", (x1 + x2) / 2)
                    .Data("room", x2 - x1)
                    .Data("width", width);
                if (width >= x2 - x1 + 6)
                    label.Hidden();
            }
            i = end + 1;
        }
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
