using System.Text;
using Glm.Interactive.Display.Markup;

namespace Glm.Interactive.Display.Drawing;

/// <summary>The outline of a shape, point by point, in units of the picture. Not thread-safe.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _data = new();

    public bool IsEmpty => _data.Length == 0;

    /// <summary>Begins a new stroke at a point.</summary>
    public SvgPath MoveTo(double x, double y) => Append('M', x, y);

    /// <summary>Goes straight to a point.</summary>
    public SvgPath LineTo(double x, double y) => Append('L', x, y);

    /// <summary>Goes to a point in a curve that bends towards another one.</summary>
    public SvgPath CurveTo(double controlX, double controlY, double x, double y)
    {
        Append('Q', controlX, controlY);
        return Append(' ', x, y);
    }

    /// <summary>A stroke without length: with round caps, a dot as large as the stroke is wide.</summary>
    public SvgPath Dot(double x, double y)
    {
        MoveTo(x, y);
        _data.Append("h0");
        return this;
    }

    /// <summary>Goes back to where the stroke began.</summary>
    public SvgPath Close()
    {
        _data.Append('Z');
        return this;
    }

    /// <summary>The path as the attribute "d" has it.</summary>
    public override string ToString() => _data.ToString();

    private SvgPath Append(char command, double x, double y)
    {
        _data.Append(command).Append(Html.AttributeNumber(x)).Append(' ').Append(Html.AttributeNumber(y));
        return this;
    }
}
