using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Glm.Kernel.Printing;

/// <summary>
/// Makes a picture of a display a file for a publication: dark ink on white whatever the viewer prefers, and every text as outlines, which
/// need no font. Text with letters that the outlines lack stays text.
/// </summary>
internal static class FigureSvg
{
    private const string Ink = "#24292f";

    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";
    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";

    /// <summary>The picture for a file, and its size in pixels of a screen, of which 96 are an inch.</summary>
    /// <param name="svg">A picture as a display carries it.</param>
    /// <exception cref="XmlException">It is not well formed.</exception>
    public static (string Svg, double Width, double Height) Of(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var root = XElement.Load(reader);
        root.Elements(Space + "style").Remove();
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Value == "currentColor"))
            attribute.Value = Ink;
        // Programs that draw know pixels by the older name of their address only.
        foreach (var image in root.Descendants(Space + "image"))
            if (image.Attribute("href") is { } address)
            {
                image.SetAttributeValue(Link + "href", address.Value);
                address.Remove();
                root.SetAttributeValue(XNamespace.Xmlns + "xlink", Link);
            }
        foreach (var text in root.Descendants(Space + "text").ToArray())
            if (Outlined(text) is { } shapes)
                text.ReplaceWith(shapes);
        return (root.ToString(SaveOptions.DisableFormatting), Number(root, "width"), Number(root, "height"));
    }

    /// <summary>A text as a group of outlines; null where a letter is not known.</summary>
    private static XElement? Outlined(XElement text)
    {
        var bold = Number(text, "font-weight") >= 600;
        if (Number(text, "font-size") is not (> 0 and var size))
            return null; // of another program
        var scale = size / LetterOutlines.UnitsPerEm;
        var words = string.Concat(text.Nodes().OfType<XText>().Select(node => node.Value));
        var (letters, width) = (new List<XElement>(), 0.0);
        foreach (var letter in words.EnumerateRunes())
        {
            if (!LetterOutlines.TryGet(letter.Value, bold, out var advance, out var path))
                return null;
            if (path.Length > 0)
                letters.Add(
                    new XElement(
                        Space + "path",
                        width > 0 ? new XAttribute("transform", FormattableString.Invariant($"translate({width:0} 0)")) : null,
                        new XAttribute("d", path)
                    )
                );
            width += advance;
        }
        var left =
            Number(text, "x")
            - width
                * scale
                * text.Attribute("text-anchor")?.Value switch
                {
                    "middle" => 0.5,
                    "end" => 1,
                    _ => 0,
                };
        var place = FormattableString.Invariant(
            $"translate({left:0.###} {Number(text, "y"):0.###}) scale({scale:0.######} {-scale:0.######})"
        );
        var turn = text.Attribute("transform")?.Value;
        return new XElement(
            Space + "g",
            text.Attributes()
                .Where(attribute => attribute.Name.LocalName is "fill" or "fill-opacity" or "class" or "opacity" or "display"),
            new XAttribute("transform", turn is null ? place : $"{turn} {place}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", words),
            text.Elements(Space + "title"),
            letters
        );
    }

    private static double Number(XElement element, string attribute) =>
        double.TryParse(element.Attribute(attribute)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
