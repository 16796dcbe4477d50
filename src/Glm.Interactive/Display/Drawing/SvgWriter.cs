using System.Net;
using System.Text;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>
/// Writes SVG elements one after the other. Text and attribute values are encoded here and numbers are written in the invariant culture,
/// so nothing that is drawn can become markup. Text and lines are "currentColor" unless another colour is given. Not thread-safe.
/// </summary>
internal class SvgWriter
{
    private readonly StringBuilder _markup = new();

    // The element whose start tag is still open for attributes, and what will stand in it.
    private string? _element;
    private string _content = "";
    private bool _isContainer;

    private readonly Stack<(int Number, string Name)> _open = new();
    private int _elements;

    /// <summary>Everything drawn so far.</summary>
    /// <exception cref="InvalidOperationException">A group is still open.</exception>
    protected string Body
    {
        get
        {
            Finish();
            return _open.Count == 0 ? _markup.ToString() : throw new InvalidOperationException("A group of the picture is still open.");
        }
    }

    /// <summary>Begins a group; what follows is in it until the result is disposed.</summary>
    public SvgElement Group() => BeginContainer("g");

    /// <summary>Begins a rectangle beyond whose edges nothing is seen; what follows is in it until the result is disposed.</summary>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="width">In units of the picture.</param>
    /// <param name="height">In units of the picture.</param>
    /// <param name="ownOrigin">Whether coordinates inside count from the upper left corner, rather than as they do outside.</param>
    public SvgElement Window(double x, double y, double width, double height, bool ownOrigin = false)
    {
        var window = Place(BeginContainer("svg"), x, y, width, height);
        if (!ownOrigin)
            window.Attribute("viewBox", $"{N(x)} {N(y)} {N(width)} {N(height)}");
        return window.Attribute("overflow", "hidden");
    }

    /// <summary>Draws a rectangle. A negative width or height counts as 0.</summary>
    public SvgElement Rect(double x, double y, double width, double height, string fill) =>
        Place(Begin("rect"), x, y, Math.Max(0, width), Math.Max(0, height)).Fill(fill);

    /// <summary>Draws pixels, stretched to a rectangle; their edges stay sharp.</summary>
    public SvgElement Image(double x, double y, double width, double height, PixelImage pixels) =>
        Place(Begin("image"), x, y, width, height)
            .Attribute("preserveAspectRatio", "none")
            .Attribute("image-rendering", "pixelated")
            .Attribute("href", pixels.DataUri);

    /// <summary>Draws a straight line.</summary>
    public SvgElement Line(
        double x1,
        double y1,
        double x2,
        double y2,
        double opacity = 1,
        string stroke = "currentColor",
        double width = 1
    ) =>
        Begin("line")
            .Attribute("x1", x1)
            .Attribute("y1", y1)
            .Attribute("x2", x2)
            .Attribute("y2", y2)
            .Stroke(stroke)
            .StrokeWidth(width)
            .StrokeOpacity(opacity);

    /// <summary>Draws a path; black inside until told otherwise, as SVG has it.</summary>
    public SvgElement Path(SvgPath path) => Begin("path").Attribute("d", path.ToString());

    /// <summary>Draws untrusted text, cut to <see cref="Html.LabelLimit"/> characters.</summary>
    /// <param name="x">Where the anchor is.</param>
    /// <param name="y">The baseline.</param>
    /// <param name="text">One line.</param>
    /// <param name="anchor">The part of the text that is at <paramref name="x"/>.</param>
    /// <param name="size">Font size in units of the picture.</param>
    /// <param name="rotate">Degrees, clockwise around the anchor.</param>
    /// <param name="opacity">0 to 1.</param>
    /// <param name="fill">The colour of the letters.</param>
    /// <param name="bold">Whether the text is semibold.</param>
    public SvgElement Text(
        double x,
        double y,
        string text,
        TextAnchor anchor = TextAnchor.Start,
        double size = 11,
        double rotate = 0,
        double opacity = 1,
        string fill = "currentColor",
        bool bold = false
    )
    {
        var element = Begin("text")
            .Attribute("x", x)
            .Attribute("y", y)
            .Attribute(
                "text-anchor",
                anchor switch
                {
                    TextAnchor.Start => "start",
                    TextAnchor.Middle => "middle",
                    _ => "end",
                }
            )
            .Attribute("font-size", size)
            .Fill(fill);
        if (opacity < 1)
            element.Attribute("fill-opacity", opacity);
        if (bold)
            element.Attribute("font-weight", 600);
        if (rotate != 0)
            element.Attribute("transform", $"rotate({N(rotate)} {N(x)} {N(y)})");
        _content = Html.Encode(text);
        return element;
    }

    /// <summary>Draws what another writer has written.</summary>
    public void Add(SvgWriter other)
    {
        Finish();
        _markup.Append(other.Body);
    }

    /// <summary>Writes an attribute of the element whose start tag is open.</summary>
    /// <exception cref="InvalidOperationException">Something was drawn since that element.</exception>
    internal void WriteAttribute(int element, string name, string value)
    {
        Check(element);
        _markup.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
    }

    /// <summary>Gives the element whose start tag is open a title, which browsers show where the mouse rests on it.</summary>
    internal void WriteTitle(int element, string text, int limit)
    {
        Check(element);
        _content = $"<title>{Html.Encode(text, limit)}</title>{_content}";
    }

    /// <summary>Closes the innermost group, which must be this one.</summary>
    internal void Close(int element)
    {
        if (!_open.TryPeek(out var group) || group.Number != element)
            throw new InvalidOperationException("Only the innermost group can be closed.");
        Finish();
        _markup.Append("</").Append(_open.Pop().Name).Append('>');
    }

    private static string N(double value) => Html.AttributeNumber(value);

    private static SvgElement Place(SvgElement element, double x, double y, double width, double height) =>
        element.Attribute("x", x).Attribute("y", y).Attribute("width", width).Attribute("height", height);

    private SvgElement BeginContainer(string name)
    {
        var element = Begin(name);
        _isContainer = true;
        _open.Push((_elements, name));
        return element;
    }

    private SvgElement Begin(string name)
    {
        Finish();
        _markup.Append('<').Append(name);
        (_element, _isContainer, _content) = (name, false, "");
        return new SvgElement(this, ++_elements);
    }

    /// <summary>Ends the start tag that is still open; an element without an inside ends with it.</summary>
    private void Finish()
    {
        if (_element is null)
            return;
        if (_isContainer)
            _markup.Append('>').Append(_content);
        else if (_content.Length > 0)
            _markup.Append('>').Append(_content).Append("</").Append(_element).Append('>');
        else
            _markup.Append("/>");
        _element = null;
    }

    private void Check(int element)
    {
        if (_element is null || element != _elements)
            throw new InvalidOperationException("An attribute belongs right after its element, before anything else is drawn.");
    }
}
