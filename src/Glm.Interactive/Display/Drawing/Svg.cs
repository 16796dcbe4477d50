using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// A picture. Inside a page its text and lines follow the page's colour; as a file it has a background of its own, light or dark as the
/// viewer prefers.
/// </summary>
/// <param name="width">In units of the picture, which are pixels where it is not scaled.</param>
/// <param name="height">In the same units.</param>
internal sealed class Svg(double width, double height) : SvgWriter
{
    private const string Font = "font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif\"";

    private const int AltLimit = 1000;

    // How much wider semibold letters are.
    private const double Bold = 1.12;

    public double Width { get; set; } = width;

    public double Height { get; set; } = height;

    private string Size
    {
        get
        {
            var (width, height) = (Html.AttributeNumber(Width), Html.AttributeNumber(Height));
            return $"viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"";
        }
    }

    /// <summary>
    /// The picture as a part of a page: an image, which viewers leave in place where they drop drawings and scripts. live.js replaces it
    /// by the drawing itself.
    /// </summary>
    /// <param name="alt">What it shows, in words; read aloud, and shown where even images are dropped. Untrusted text.</param>
    /// <param name="cssClass">By which a script or style sheet finds it.</param>
    /// <param name="narrow">
    /// The same picture for narrow places; null to scale this one. It is the one that is shown where no script chooses, since its letters
    /// can be read at any width.
    /// </param>
    public string Inline(string alt, string cssClass = "", Svg? narrow = null)
    {
        alt = alt.ReplaceLineEndings("\n").Replace(":\n", ": ", StringComparison.Ordinal).Replace("\n", "; ", StringComparison.Ordinal);
        return narrow is null || narrow.Standalone() == Standalone()
            ? Image(alt, $"glm-still {cssClass}")
            : narrow.Image(alt, $"glm-still {cssClass} glm-narrow") + Html.Live(Image(alt, $"glm-still {cssClass} glm-wide"));
    }

    private string Image(string alt, string cssClass) =>
        $"<img class=\"{Html.Encode(string.Join(' ', cssClass.Split(' ', StringSplitOptions.RemoveEmptyEntries)))}\" "
        + $"alt=\"{Html.Encode(alt, AltLimit)}\" "
        + $"width=\"{Html.AttributeNumber(Math.Ceiling(Width))}\" height=\"{Html.AttributeNumber(Math.Ceiling(Height))}\" "
        + $"style=\"max-width:100%;height:auto\" src=\"{Html.SvgDataUri(Standalone())}\">";

    /// <summary>The picture as a file or image, with its own background, readable in light and dark viewers.</summary>
    public string Standalone() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" {Size} color=\"#24292f\" {Font}>"
        + "<style>@media (prefers-color-scheme:dark){svg{color:#d7dce2}.glm-paper{fill:#1c2026}"
        + "[stroke=\"#0072b2\"]{stroke:#2f86d6}}</style>"
        + $"<rect class=\"glm-paper\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>{Body}</svg>";

    /// <summary>Pictures one below the other.</summary>
    public static Svg Stack(IReadOnlyList<Svg> pictures)
    {
        const double gap = 12;
        var stack = new Svg(pictures.Max(picture => picture.Width), 0);
        var y = 0.0;
        foreach (var picture in pictures)
        {
            using (stack.Group().Translate(0, y))
                stack.Add(picture);
            y += picture.Height + gap;
        }
        stack.Height = Math.Max(1, y - gap);
        return stack;
    }

    /// <summary>The approximate width of a string, in units of the picture.</summary>
    /// <param name="text">One line.</param>
    /// <param name="size">Font size.</param>
    /// <param name="bold">Whether the text is semibold.</param>
    public static double TextWidth(string text, double size = 11, bool bold = false) => Letters.Width(text) * size * (bold ? Bold : 1);
}
