using System.Globalization;
using System.Text;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// Builds a picture as SVG. Colours of text and lines are "currentColor": inside a page they follow it; as a file of its own the
/// picture brings a background and both a light and a dark look.
/// </summary>
internal sealed class Svg(double width, double height)
{
    private const string Font = "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\"";

    private readonly StringBuilder _body = new();

    public double Width { get; } = width;

    public double Height { get; set; } = height;

    public static string N(double value) => double.IsFinite(value) ? value.ToString("0.##", CultureInfo.InvariantCulture) : "0";

    /// <summary>Adds markup that is already safe.</summary>
    public Svg Raw(string markup)
    {
        _body.Append(markup);
        return this;
    }

    public Svg Rect(double x, double y, double width, double height, string fill, string extra = "") =>
        Raw(
            $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" "
                + $"fill=\"{fill}\"{Extra(extra)}/>"
        );

    public Svg Line(double x1, double y1, double x2, double y2, double opacity = 1, string stroke = "currentColor", double width = 1) =>
        Raw(
            $"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\" "
                + $"stroke-opacity=\"{N(opacity)}\"/>"
        );

    /// <summary>Adds untrusted text, encoded here; the anchor is start, middle or end.</summary>
    public Svg Text(
        double x,
        double y,
        string text,
        string anchor = "start",
        double size = 11,
        double rotate = 0,
        double opacity = 1,
        string fill = "currentColor",
        bool bold = false
    ) =>
        Raw(
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-size=\"{N(size)}\" fill=\"{fill}\""
                + (opacity < 1 ? $" fill-opacity=\"{N(opacity)}\"" : "")
                + (bold ? " font-weight=\"600\"" : "")
                + (rotate != 0 ? $" transform=\"rotate({N(rotate)} {N(x)} {N(y)})\"" : "")
                + $">{Html.Encode(text)}</text>"
        );

    /// <summary>For use inside a page: transparent, in the page's text colour, never wider than its place.</summary>
    public string Inline(string cssClass = "", bool shrink = true) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"glm-svg {cssClass}\" viewBox=\"0 0 {N(Width)} {N(Height)}\" "
        + $"width=\"{N(Width)}\" height=\"{N(Height)}\""
        + $" role=\"img\" {(shrink ? $"style=\"max-width:100%;height:auto;--glm-width:{N(Width)}px\" " : "")}{Font}>{_body}</svg>";

    /// <summary>For use as a file or image: with its own background, readable in light and dark viewers.</summary>
    public string Standalone() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(Width)} {N(Height)}\" width=\"{N(Width)}\" "
        + $"height=\"{N(Height)}\" color=\"#24292f\" {Font}>"
        + "<style>@media (prefers-color-scheme:dark){svg{color:#d7dce2}.glm-paper{fill:#1c2026}}</style>"
        + $"<rect class=\"glm-paper\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>{_body}</svg>";

    /// <summary>Pictures one below the other.</summary>
    public static Svg Stack(IReadOnlyList<Svg> pictures)
    {
        const double gap = 12;
        var stack = new Svg(pictures.Max(picture => picture.Width), 0);
        var y = 0.0;
        foreach (var picture in pictures)
        {
            stack.Raw($"<g transform=\"translate(0 {N(y)})\">{picture._body}</g>");
            y += picture.Height + gap;
        }
        stack.Height = Math.Max(1, y - gap);
        return stack;
    }

    /// <summary>About how wide a text is, in units of the picture.</summary>
    public static double TextWidth(string text, double size = 11) => text.Sum(WidthOf) * size;

    // Of the common fonts without serifs, on the generous side.
    private static double WidthOf(char c) =>
        c switch
        {
            'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' => 0.34,
            'f' or 'r' or 't' or ' ' or '-' or '(' or ')' or '[' or ']' or '/' => 0.42,
            'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
            _ when char.IsUpper(c) => 0.74,
            _ => 0.62,
        };

    private static string Extra(string extra) => extra.Length == 0 ? "" : " " + extra;
}
