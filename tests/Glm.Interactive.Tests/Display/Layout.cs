using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Glm.Interactive.Display.Drawing;

namespace Glm.Interactive.Tests.Display;

/// <summary>Measures pictures: where each word stands, turned as it is, and which words touch.</summary>
internal static partial class Layout
{
    /// <summary>A text of a picture.</summary>
    /// <param name="Words">What it says.</param>
    /// <param name="Class">Its style class; empty for none.</param>
    /// <param name="Corners">Of the letters, in units of the picture.</param>
    public sealed record Label(string Words, string Class, (double X, double Y)[] Corners);

    /// <summary>All texts that are seen before anything is zoomed.</summary>
    public static List<Label> Labels(string svg) =>
        [
            .. Markup
                .Svg(svg)
                .Descendants()
                .Where(element => element.Name.LocalName == "text" && (string?)element.Attribute("display") != "none")
                .Select(Measure),
        ];

    /// <summary>The pairs of texts that overlap.</summary>
    public static List<string> Overlaps(string svg)
    {
        var labels = Labels(svg);
        return
        [
            .. from i in Enumerable.Range(0, labels.Count)
            from j in Enumerable.Range(i + 1, labels.Count - i - 1)
            where !Apart(labels[i].Corners, labels[j].Corners) && !Apart(labels[j].Corners, labels[i].Corners)
            select $"\"{labels[i].Words}\" and \"{labels[j].Words}\"",
        ];
    }

    /// <summary>The texts that reach beyond the picture.</summary>
    public static List<string> Cut(string svg)
    {
        var (width, height) = (Number(Markup.Svg(svg).Attribute("width")), Number(Markup.Svg(svg).Attribute("height")));
        return
        [
            .. Labels(svg)
                .Where(label => label.Corners.Any(corner => corner.X < 0 || corner.Y < 0 || corner.X > width || corner.Y > height))
                .Select(label => label.Words),
        ];
    }

    private static Label Measure(XElement text)
    {
        var (x, y, size) = (Number(text.Attribute("x")), Number(text.Attribute("y")), Number(text.Attribute("font-size")));
        // The widths that the drawing reckons with are generous, as fonts differ.
        var width = Svg.TextWidth(text.Value, size) * 0.85;
        var left = (string?)text.Attribute("text-anchor") switch
        {
            "middle" => x - (width / 2),
            "end" => x - width,
            _ => x,
        };
        var turn = Turn().Match((string?)text.Attribute("transform") ?? "");
        var angle = turn.Success ? double.Parse(turn.Groups[1].Value, CultureInfo.InvariantCulture) * Math.PI / 180 : 0;
        var (shiftX, shiftY) = text.Ancestors()
            .Select(group => Shift().Match((string?)group.Attribute("transform") ?? ""))
            .Where(shift => shift.Success)
            .Aggregate((X: 0.0, Y: 0.0), (sum, shift) => (sum.X + Parse(shift.Groups[1]), sum.Y + Parse(shift.Groups[2])));
        (double X, double Y)[] corners = [(left, y - (size * 0.72)), (left + width, y - (size * 0.72)), (left + width, y), (left, y)];
        return new(
            text.Value,
            (string?)text.Attribute("class") ?? "",
            Array.ConvertAll(corners, corner =>
                (
                    shiftX + x + ((corner.X - x) * Math.Cos(angle)) - ((corner.Y - y) * Math.Sin(angle)),
                    shiftY + y + ((corner.X - x) * Math.Sin(angle)) + ((corner.Y - y) * Math.Cos(angle))
                )
            )
        );
    }

    /// <summary>Whether a line along a side of the first rectangle has the second one beyond it.</summary>
    private static bool Apart((double X, double Y)[] first, (double X, double Y)[] second)
    {
        for (var i = 0; i < 2; i++)
        {
            var (x, y) = (first[i + 1].X - first[i].X, first[i + 1].Y - first[i].Y);
            var (a, b) = (
                first.Select(corner => (corner.X * x) + (corner.Y * y)),
                second.Select(corner => (corner.X * x) + (corner.Y * y))
            );
            if (a.Max() <= b.Min() || b.Max() <= a.Min())
                return true;
        }
        return false;
    }

    private static double Number(XAttribute? attribute) => double.Parse(attribute!.Value, CultureInfo.InvariantCulture);

    private static double Parse(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"rotate\((-?[\d.]+)")]
    private static partial Regex Turn();

    [GeneratedRegex(@"translate\((-?[\d.]+) (-?[\d.]+)\)")]
    private static partial Regex Shift();
}
