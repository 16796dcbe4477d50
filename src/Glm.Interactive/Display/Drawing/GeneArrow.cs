using Glm.Genomes;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>A gene as an arrow that points along its strand.</summary>
internal static class GeneArrow
{
    private const int LabelLimit = 14;

    /// <param name="svg">Where to draw.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="width">In units of the picture.</param>
    /// <param name="height">In units of the picture.</param>
    /// <param name="strand">Where it points.</param>
    /// <param name="fill">Its colour.</param>
    /// <param name="isBold">Whether its outline stands out.</param>
    public static SvgElement Draw(
        SvgWriter svg,
        double x,
        double y,
        double width,
        double height,
        Strand strand,
        string fill,
        bool isBold = false
    ) =>
        svg.Path(Outline(x, y, width, height, strand))
            .Fill(fill)
            .Stroke("currentColor")
            .StrokeOpacity(isBold ? 1 : 0.55)
            .StrokeWidth(isBold ? 2.4 : 0.8)
            .RoundJoins();

    /// <summary>An arrow that fills a rectangle given by its upper left corner and its size.</summary>
    public static SvgPath Outline(double x, double y, double width, double height, Strand strand)
    {
        var head = Math.Min(9, width * 0.55);
        var (tail, neck, tip) = strand == Strand.Forward ? (x, x + width - head, x + width) : (x + width, x + head, x);
        return new SvgPath()
            .MoveTo(tail, y + 3)
            .LineTo(neck, y + 3)
            .LineTo(neck, y)
            .LineTo(tip, y + (height / 2))
            .LineTo(neck, y + height)
            .LineTo(neck, y + height - 3)
            .LineTo(tail, y + height - 3)
            .Close();
    }

    /// <summary>
    /// The name beside an arrow: the gene's name, or else the end of its id, since the ids of one scaffold begin alike. Untrusted text.
    /// </summary>
    public static string Label(Gene gene) =>
        gene.Name is not null || gene.Label.Length <= LabelLimit
            ? Html.Line(gene.Label, LabelLimit)
            : "…" + Html.Clean(gene.Label[^(LabelLimit - 1)..]).ReplaceLineEndings(" ");

    /// <summary>The name below an operon; one that is a mere number says what is numbered. Untrusted text.</summary>
    public static string OperonLabel(string operon) => Html.Line(operon.All(char.IsAsciiDigit) ? "operon " + operon : operon, 24);
}
