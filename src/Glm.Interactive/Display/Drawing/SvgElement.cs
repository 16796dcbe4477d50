using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// An element just begun by a <see cref="SvgWriter"/>: it takes attributes until the next element begins. A group is open until it is
/// disposed; any other element needs no disposing.
/// </summary>
internal readonly struct SvgElement(SvgWriter writer, int number) : IDisposable
{
    /// <summary>A style class of glm.css, or a name by which a script finds the element.</summary>
    public SvgElement Class(string cssClass) => Attribute("class", cssClass);

    /// <summary>A number for a script.</summary>
    /// <param name="name">Lower case; the script reads it as dataset.NAME.</param>
    /// <param name="value">Written with at most two decimals.</param>
    public SvgElement Data(string name, double value) => Attribute("data-" + name, value);

    /// <summary>A word for a script.</summary>
    /// <param name="name">Lower case; the script reads it as dataset.NAME.</param>
    /// <param name="value">Untrusted text.</param>
    public SvgElement Data(string name, string value) => Attribute("data-" + name, value);

    public SvgElement Fill(string color) => Attribute("fill", color);

    /// <param name="opacity">0 to 1.</param>
    public SvgElement FillOpacity(double opacity) => Attribute("fill-opacity", opacity);

    public SvgElement Stroke(string color) => Attribute("stroke", color);

    /// <param name="width">In units of the picture.</param>
    public SvgElement StrokeWidth(double width) => Attribute("stroke-width", width);

    /// <param name="opacity">0 to 1.</param>
    public SvgElement StrokeOpacity(double opacity) => Attribute("stroke-opacity", opacity);

    public SvgElement RoundCaps() => Attribute("stroke-linecap", "round");

    public SvgElement RoundJoins() => Attribute("stroke-linejoin", "round");

    /// <param name="dash">Length of a dash, in units of the picture.</param>
    /// <param name="gap">Length of the gap after it.</param>
    public SvgElement Dashed(double dash, double gap) =>
        Attribute("stroke-dasharray", $"{Html.AttributeNumber(dash)} {Html.AttributeNumber(gap)}");

    /// <summary>Keeps lines as wide as they are where a script stretches the picture.</summary>
    public SvgElement NonScalingStroke() => Attribute("vector-effect", "non-scaling-stroke");

    /// <summary>Leaves no seams between rectangles that touch.</summary>
    public SvgElement CrispEdges() => Attribute("shape-rendering", "crispEdges");

    /// <param name="radius">Of a rectangle's corners, in units of the picture.</param>
    public SvgElement RoundCorners(double radius) => Attribute("rx", radius);

    /// <summary>Moves the element and all in it.</summary>
    public SvgElement Translate(double x, double y) =>
        Attribute("transform", $"translate({Html.AttributeNumber(x)} {Html.AttributeNumber(y)})");

    /// <summary>Leaves the element out of sight until a script shows it.</summary>
    public SvgElement Hidden() => Attribute("display", "none");

    /// <summary>What browsers show where the mouse rests on the element.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="limit">The most characters that are shown.</param>
    public SvgElement Title(string text, int limit = Html.LabelLimit)
    {
        writer.WriteTitle(number, text, limit);
        return this;
    }

    /// <summary>Closes a group or window.</summary>
    public void Dispose() => writer.Close(number);

    internal SvgElement Attribute(string attribute, double value) => Attribute(attribute, Html.AttributeNumber(value));

    internal SvgElement Attribute(string attribute, string value)
    {
        writer.WriteAttribute(number, attribute, value);
        return this;
    }
}
